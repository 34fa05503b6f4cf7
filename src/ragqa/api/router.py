"""All addresses of the API."""

from fastapi import APIRouter

from ragqa.api import asking, checking, searching

router = APIRouter(prefix="/v1")
for group in (asking, searching, checking):
    router.include_router(group.router)
