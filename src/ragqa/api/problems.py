"""Every error as problem+json (RFC 9457): what happened, where, and the next step."""

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from ragqa.errors import RagqaError


def add_problems(app: FastAPI) -> None:
    """Have the application answer errors as problems."""
    app.add_exception_handler(RagqaError, _problem)


async def _problem(request: Request, error: Exception) -> JSONResponse:
    return JSONResponse(
        {"type": "about:blank", "title": type(error).__name__, "status": 500, "detail": str(error)},
        status_code=500,
        media_type="application/problem+json",
    )
