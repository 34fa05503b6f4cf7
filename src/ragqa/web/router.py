"""All pages."""

from fastapi import APIRouter

from ragqa.web import (
    ask,
    conversations,
    documents,
    evidence,
    exports,
    static_files,
    streaming,
)

router = APIRouter(include_in_schema=False)
for pages in (static_files, ask, conversations, streaming, evidence, exports, documents):
    router.include_router(pages.router)
