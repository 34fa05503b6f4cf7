"""All pages."""

from fastapi import APIRouter

from ragqa.web import ask, conversations, static_files, streaming

router = APIRouter(include_in_schema=False)
for pages in (static_files, ask, conversations, streaming):
    router.include_router(pages.router)
