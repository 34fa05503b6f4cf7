"""What of a passage is embedded."""

from collections.abc import Sequence

from ragqa.schema.document import DocumentId, Passage
from ragqa.schema.source import Source

# The header must leave most of the model's window to the text; characters outside ASCII can cost
# a token each, so they weigh more.
_TITLE_WEIGHT, _HEADING_WEIGHT = 110, 60
_WEIGHT_BEYOND_ASCII = 4


def embedding_text(source: Source, passage: Passage) -> str:
    """Return what is embedded for a passage: title, innermost heading and text.

    The header places a passage that does not name its subject; overlong titles are shortened in
    it, the text never is.
    """
    return header(passage.document_id, source.title, passage.section) + passage.text


def header(document_id: DocumentId, title: str, section: Sequence[str]) -> str:
    """Return the lines above the text of a passage.

    A work without a title bears its id in place of one, which says nothing of its subject.
    """
    named = "" if title == document_id else title
    heading = section[-1] if section and section[-1] != title else ""
    lines = (_shortened(named, _TITLE_WEIGHT), _shortened(heading, _HEADING_WEIGHT))
    return "".join(f"{line}\n" for line in lines if line)


def _shortened(text: str, weight: int) -> str:
    """Cut `text` at the last word that fits."""
    if text.isascii() and len(text) <= weight:
        return text
    for index, character in enumerate(text):
        weight -= 1 if character.isascii() else _WEIGHT_BEYOND_ASCII
        if weight < 0:
            return text[: text.rfind(" ", 0, index) if " " in text[:index] else index].rstrip()
    return text
