"""Text that is meant for the system, or for nobody's eyes: left out of what is stored.

A source is data. A sentence in it that gives orders to whatever reads it is no medicine; it is
left out where documents are built, so that no later stage can search, quote or send it on. Its
place is marked in the stored text, and the report of the run quotes it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from ragqa.ingestion.blocks import Block
from ragqa.ingestion.particulars import Particulars
from ragqa.linguistics.addresses import ELISION, web_address, without_links
from ragqa.linguistics.instructions import addresses_the_system, is_burden, orders_in
from ragqa.linguistics.invisible import smuggled, without_invisible
from ragqa.linguistics.sentences import sentence_spans
from ragqa.schema.document import SectionRole, Span

_LONGEST_EXCERPT = 200
# What a page would run, load or not show, in a format whose text knows no markup.
_ACTIVE = re.compile(
    r"<!--.*?(?:-->|\Z)|<\?(?:php|xml)?\b.*?\?>|"
    r"<(?P<tag>script|style|iframe|object|template|noscript|svg|head|form|button)"
    r"(?:\s[^<>]*)?>.*?(?:</(?P=tag)\s*>|\Z)|"
    r"<(?P<hidden>\w+)\b[^<>]*?(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|"
    r"opacity\s*:\s*0|\shidden\b|aria-hidden)[^<>]*>.*?(?:</(?P=hidden)\s*>|\Z)|"
    r"<(?:img|embed|link|meta|base|input|source|video|audio|a)\s[^<>]*>|"
    r"!\[[^\]\n]*\]\([^)\n]*\)",
    re.IGNORECASE | re.DOTALL,
)
_SHORT_FIELDS = ("organisation", "container", "population", "grade")


class Kind(StrEnum):
    """What was found in a source."""

    INSTRUCTION = "instruction"
    HIDDEN = "hidden text"
    INVISIBLE = "invisible characters"
    MARKUP = "markup"
    LINK = "link"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that was left out of a document, as far as a report quotes it."""

    kind: Kind
    text: str


def finding(kind: Kind, text: str) -> Finding:
    """Return a finding that quotes `text` on one line, without what does not show."""
    line = " ".join(without_invisible(text).split())
    short = line if len(line) <= _LONGEST_EXCERPT else f"{line[: _LONGEST_EXCERPT - 2]} …"
    return Finding(kind=kind, text=short)


def invisible_in(text: str) -> list[Finding]:
    """Return what invisible characters of a text as it was read spell."""
    spelled = smuggled(text)
    return [Finding(kind=Kind.INVISIBLE, text=spelled[:_LONGEST_EXCERPT])] if spelled else []


def neutralised(blocks: Sequence[Block]) -> tuple[list[Block], list[Finding]]:
    """Return the blocks without what addresses the system, and what was left out.

    An order may run from one block into the next. Where it fills a block, what follows in the
    next is left out as well as far as it may be what the order is about.
    """
    found: list[Finding] = []
    plain = [_without_markup(block, found) for block in blocks]
    orders = orders_in("\n".join(block.text for block in plain))
    if not orders:
        return plain, found
    kept: list[Block] = []
    offset, filled = 0, False
    for block in plain:
        end = offset + len(block.text)
        inside = [(a - offset, b - offset) for a, b in orders if a < end and b > offset]
        cuts = _sentences(block.text, inside) if inside or filled else []
        found.extend(finding(Kind.INSTRUCTION, block.text[a:b]) for a, b in cuts)
        cut = _cut(block, cuts)
        filled = bool(cuts) and not cut.text.replace(ELISION, "").strip()
        kept.append(cut)
        offset = end + 1
    return kept, found


def neutralised_facts(stated: Particulars) -> tuple[Particulars, list[Finding]]:
    """Return bibliographic facts without fields that address the system, and without links."""
    found: list[Finding] = []
    changes: dict[str, object] = {}
    for name in ("title", *_SHORT_FIELDS):
        value = getattr(stated, name)
        if value is not None and (clean := clean_name(value, found)) != value:
            changes[name] = clean or None
    if stated.doi is not None and without_links(stated.doi) != stated.doi:
        changes["doi"] = None
        found.append(finding(Kind.LINK, stated.doi))
    if stated.url is not None and (address := web_address(stated.url)) != stated.url:
        changes["url"] = address
        found.extend([] if address else [finding(Kind.LINK, stated.url)])
    authors = tuple(clean_name(author, found) for author in stated.authors)
    if authors != stated.authors:
        # An order may have been cut into several names: none of them is anybody's.
        changes["authors"] = authors if all(authors) else ()
    return (stated.model_copy(update=changes) if changes else stated), found


def clean_name(text: str, found: list[Finding]) -> str:
    """Return a title or name without links, empty where it addresses the system.

    What is left out is added to `found`.
    """
    visible = " ".join(without_invisible(text).split())
    if addresses_the_system(visible):
        found.append(finding(Kind.INSTRUCTION, text))
        return ""
    clean = without_links(visible)
    if clean != visible:
        found.append(finding(Kind.LINK, text))
    return clean


def without_own_address(stated: Particulars, found: Iterable[Finding]) -> Particulars:
    """Return the facts of a work that tried to give orders without the address it names itself.

    Identifiers stay: what they lead to is not its to choose.
    """
    mistrusted = any(one.kind in {Kind.INSTRUCTION, Kind.INVISIBLE} for one in found)
    return stated.model_copy(update={"url": None}) if mistrusted and stated.url else stated


def _without_markup(block: Block, found: list[Finding]) -> Block:
    if "<" not in block.text and "![" not in block.text:
        return block
    cuts = [match.span() for match in _ACTIVE.finditer(block.text)]
    found.extend(finding(Kind.MARKUP, block.text[a:b]) for a, b in cuts)
    return _cut(block, cuts)


def _sentences(text: str, orders: Sequence[Span]) -> list[Span]:
    """Return the sentences that orders lie in, and those beside them that carry their burden."""
    spans = sentence_spans(text) or [(0, len(text))]
    return [
        (start, end)
        for start, end in spans
        if any(a < end and start < b for a, b in orders) or is_burden(text[start:end])
    ]


def _cut(block: Block, cuts: Sequence[Span]) -> Block:
    """Return a block with a mark in place of each stretch; nothing else moves."""
    if not cuts:
        return block
    merged = list(_merged(block.text, cuts))
    parts, position = list[str](), 0
    for start, end in merged:
        parts += (block.text[position:start], ELISION)
        position = end
    text = "".join([*parts, block.text[position:]])
    gone = not text.replace(ELISION, "").strip()
    return replace(
        block,
        text=text,
        title=text.rstrip(" :.") if block.level else "",
        role=SectionRole.APPARATUS if gone and not block.level else block.role,
        pages=tuple((_moved(offset, merged), page) for offset, page in block.pages),
    )


def _merged(text: str, cuts: Sequence[Span]) -> Iterator[Span]:
    """Yield the cuts in order, those with nothing but spaces between them as one."""
    start, end = -1, -1
    for first, last in sorted(cuts):
        if start >= 0 and not text[end:first].strip():
            end = max(end, last)
            continue
        if start >= 0:
            yield start, end
        start, end = first, last
    yield start, end


def _moved(offset: int, cuts: Sequence[Span]) -> int:
    moved = offset
    for start, end in cuts:
        if end <= offset:
            moved += len(ELISION) - (end - start)
        elif start < offset:
            moved -= offset - start
    return moved
