"""The JSON form of ragqa's own articles as blocks: the same page, line for line of the file."""

import json
from collections.abc import Iterator
from typing import TypeGuard

from ragqa.linting.blocks import Block, BlockKind

_Object = dict[str, object]
_PARTS = {"guidelines": "From the Guidelines", "research": "From the Research"}


def blocks_of_own_json(text: str) -> list[Block] | None:
    """Return the blocks of an article that `ragqa ask --format json` printed; None for others."""
    if not text.lstrip().startswith("{"):
        return None
    try:
        article = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not _is_object(article) or not {"sections", "claims", "references"} <= article.keys():
        return None
    return list(_Page(text, article).blocks())


class _Page:
    """Reads the parts of one article in the order of the page."""

    def __init__(self, text: str, article: _Object) -> None:
        self._text = text
        self._article = article
        self._claims = {str(claim.get("id")): claim for claim in _objects(article.get("claims"))}

    def blocks(self) -> Iterator[Block]:
        """Yield the page: direct answer, sections, references."""
        yield self._heading("Direct answer", "summary")
        yield from self._told(self._article.get("summary"))
        for section in _objects(self._article.get("sections")):
            title = _PARTS.get(str(section.get("kind")), str(section.get("title")))
            yield self._heading(title, str(section.get("title")))
            for block in _objects(section.get("blocks")):
                heading = str(block.get("heading"))
                if "disagree" in heading:
                    yield self._heading(heading, heading)
                yield from self._told(block.get("claims"))
        for pair in _objects(self._article.get("concordance")):
            if pair.get("relation") != "agree":
                yield from self._conflict(pair)
        yield self._heading("References", "references")
        for reference in _objects(self._article.get("references")):
            yield from self._entry(reference)

    def _conflict(self, pair: _Object) -> Iterator[Block]:
        """Yield both sides of a conflict below a heading that says so, as on a page."""
        sides = [str(pair.get("guideline")), str(pair.get("research"))]
        yield self._heading("Guidelines and research side by side", sides[0])
        yield from self._told(sides)

    def _told(self, names: object) -> Iterator[Block]:
        for name in names if isinstance(names, list) else []:
            claim = self._claims.get(str(name), {})
            cited = [one.get("reference") for one in _objects(claim.get("citations"))]
            marks = "".join(f"[{number}]" for number in dict.fromkeys(cited))
            text = str(claim.get("text", ""))
            yield self._block(BlockKind.ITEM, f"{text} {marks}".strip(), text)

    def _entry(self, reference: _Object) -> Iterator[Block]:
        authors = reference.get("authors")
        names = ", ".join(map(str, authors)) if isinstance(authors, list) else ""
        parts = [names, *(str(reference.get(key) or "") for key in ("title", "container", "year"))]
        known = [
            f"{mark}{reference[key]}"
            for key, mark in (("doi", "doi:"), ("pmid", "PMID "), ("pmcid", "PMCID "), ("url", ""))
            if reference.get(key)
        ]
        listed = reference.get("notices")
        notices = [str(notice) for notice in listed] if isinstance(listed, list) else []
        text = ". ".join(part.rstrip(".") for part in [*parts, *known, *notices] if part)
        title = str(reference.get("title", ""))
        yield self._block(BlockKind.ITEM, f"[{reference.get('number')}] {text}.", title)
        for quote in self._quotes(reference.get("number")):
            yield self._block(BlockKind.ITEM, f"“{quote}”", quote, indent=2)

    def _quotes(self, number: object) -> Iterator[str]:
        for claim in self._claims.values():
            for citation in _objects(claim.get("citations")):
                if citation.get("reference") == number:
                    yield str(citation.get("quote", ""))

    def _heading(self, title: str, key: str) -> Block:
        return self._block(BlockKind.HEADING, title, key, level=2)

    def _block(
        self, kind: BlockKind, text: str, sought: str, *, level: int | None = None, indent: int = 0
    ) -> Block:
        shown = " ".join(text.split())
        start = ((0, self._line(sought)),)
        return Block(kind=kind, text=shown, starts=start, level=level, indent=indent)

    def _line(self, sought: str) -> int:
        """Return the line on which a text stands in the file, however it is escaped there."""
        for ascii_only in (False, True):
            at = self._text.find(json.dumps(sought, ensure_ascii=ascii_only))
            if at >= 0:
                return self._text.count("\n", 0, at) + 1
        return 1


def _is_object(value: object) -> TypeGuard[_Object]:
    return isinstance(value, dict)


def _objects(value: object) -> list[_Object]:
    return [one for one in value if _is_object(one)] if isinstance(value, list) else []
