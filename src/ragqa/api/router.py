"""All addresses of the API."""

from fastapi import APIRouter

router = APIRouter(prefix="/v1")
