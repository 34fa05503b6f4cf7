"""Pages of lists, as programs get them."""

from collections.abc import Callable

from pydantic import Field

from ragqa.api.answer_shapes import Shape
from ragqa.desk.paging import Page, Row
from ragqa.rendering.as_json import JsonObject


class PageShape(Shape):
    """Where a page is in its list."""

    page: int = Field(description="Counts from 1; beyond the last page, the last is given.")
    pages: int
    total: int = Field(description="Rows of all pages.")


def page_object(page: Page[Row], name: str, row_object: Callable[[Row], JsonObject]) -> JsonObject:
    """Return a page of rows under `name`."""
    return {
        name: [row_object(row) for row in page.rows],
        "page": page.number,
        "pages": page.pages,
        "total": page.total,
    }
