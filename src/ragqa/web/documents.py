"""Documents of the index: their text with a quotation marked, and their printed pages."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from ragqa.desk.at_hand import AtDesk
from ragqa.desk.desk import Desk
from ragqa.desk.page_images import Drawn
from ragqa.errors import NotFoundError
from ragqa.indexing.records import FileRecord
from ragqa.schema.document import Document, DocumentId
from ragqa.web.ask import Asker
from ragqa.web.document_view import DocumentView
from ragqa.web.templating import page

router = APIRouter(prefix="/documents")

Offset = Annotated[int, Query(ge=0)]
PageNumber = Annotated[int, Path(ge=1, le=100_000)]


@router.get("/{document_id:path}/pages/{digest}/{number}.png")
def read_page_image(
    desk: AtDesk, who: Asker, document_id: str, digest: str, number: PageNumber
) -> Response:
    """Send a printed page as a picture; its address names the bytes of the file."""
    _, file = _read(desk, document_id)
    if file is None or not file.sha256.startswith(digest):
        raise NotFoundError(
            f"The file of {document_id!r} is another one now. Reload the page of the document."
        )
    image = desk.page_images.page(DocumentId(document_id), file, number)
    kept = {"Cache-Control": "private, max-age=86400, immutable"}
    return Response(image.png, media_type="image/png", headers=kept)


@router.get("/{document_id:path}")
def read_document(
    request: Request,
    desk: AtDesk,
    who: Asker,
    document_id: str,
    start: Offset = 0,
    end: Offset = 0,
    printed: Annotated[int | None, Query(alias="page", ge=1, le=100_000)] = None,
) -> Response:
    """Show the text of a document by sections, or one printed page, with a quotation marked."""
    document, file = _read(desk, document_id)
    length = len(document.text)
    view = DocumentView(
        document=document, start=min(start, length), end=min(max(start, end), length)
    )
    has_images = file is not None and file.path.lower().endswith(".pdf") and bool(document.pages)
    drawn, trouble = None, ""
    if printed is not None and file is not None:
        drawn, trouble = _drawn(desk, view, file, printed)
    return page(
        request,
        "document.html",
        who=who,
        view=view,
        has_images=has_images,
        printed=printed,
        drawn=drawn,
        trouble=trouble,
        digest=file.sha256[:16] if file else "",
        last_page=document.pages[-1].number if document.pages else 0,
    )


def _read(desk: Desk, document_id: str) -> tuple[Document, FileRecord | None]:
    name = DocumentId(document_id)
    with desk.serving.lease() as serving:
        try:
            return serving.snapshot.document(name), serving.snapshot.file_of(name)
        except KeyError:
            raise NotFoundError(
                f"The index holds no document {document_id!r} any more. The answers that quote it "
                "keep their quotations; the page Sources lists what there is now."
            ) from None


def _drawn(
    desk: Desk, view: DocumentView, file: FileRecord, number: int
) -> tuple[Drawn | None, str]:
    """Return what is on a printed page, or why it cannot be drawn."""
    name = view.document.document_id
    try:
        return desk.page_images.page(name, file, number, view.quote).drawn, ""
    except NotFoundError as error:
        return None, str(error)
