"""All addresses of the API."""

from fastapi import APIRouter

from ragqa.api import (
    articles,
    asking,
    chat,
    checking,
    conversations,
    jobs,
    reviews,
    searching,
    sources,
)

router = APIRouter(prefix="/v1")
for group in (asking, conversations, searching, checking, articles, reviews, sources, jobs, chat):
    router.include_router(group.router)
