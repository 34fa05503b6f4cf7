"""All pages."""

from fastapi import APIRouter

from ragqa.web import static_files

router = APIRouter(include_in_schema=False)
router.include_router(static_files.router)
