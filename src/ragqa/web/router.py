"""All pages."""

from fastapi import APIRouter

from ragqa.web import (
    accounts,
    articles,
    ask,
    conversations,
    documents,
    evidence,
    exports,
    login,
    review,
    sources,
    static_files,
    streaming,
    uploads,
)

router = APIRouter(include_in_schema=False)
for pages in (static_files, login, ask, conversations, streaming, evidence, exports, documents):
    router.include_router(pages.router)
for pages in (articles, review, sources, uploads, accounts):
    router.include_router(pages.router)
