"""Plain text and Markdown as blocks. Marks of emphasis go, line numbers stay."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ragqa.linting.blocks import Block, BlockKind
from ragqa.linting.citations import bracketed_superscripts
from ragqa.linting.regions import Region, known_heading

_HEADING = re.compile(r"\s{0,3}(?P<marks>#{1,6})\s+(?P<title>.+?)\s*#*\s*\Z")
_UNDERLINE = re.compile(r"\s{0,3}(?:=+|-{2,})\s*\Z")
_RULE = re.compile(r"\s{0,3}(?:[-*_]\s*){3,}\Z")
_BOLD_LINE = re.compile(r"\s*(?:\*\*|__)(?P<title>[^*_]+)(?:\*\*|__):?\s*\Z")
_ITEM = re.compile(
    r"(?P<indent>\s*)(?:(?P<bullet>[-*+•●▪◦‣∙·–—])|(?P<number>\d{1,3})[.)]|[a-z][.)])\s+(?=\S)"
)
_QUOTED = re.compile(r"\s{0,3}>\s?")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_ROW = re.compile(r"\s*\|.*\|\s*\Z")
_NOTE = re.compile(r"\*[^*\s](?:[^*]|\*\*)*\*\Z|_[^_\s][^_]*_\Z", re.DOTALL)
_EMPHASIS = re.compile(r"(?<![\w*])\*{1,3}(?=\S)|(?<=\S)\*{1,3}(?![\w*])|\*\*")
_UNDERSCORES = re.compile(r"(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)")
_LINK = re.compile(
    r"!?\[(?P<words>\[?[^\[\]]*\]?)\]\((?P<to>[^()\s]*+(?:\([^()\s]*+\)[^()\s]*+)*+)[^)]{0,200}+\)"
)
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_CLOSED = re.compile(r"[.!?:;,…][\"'”’)\]\d,–-]*\s*\Z")
_LONGEST_HEADING = 90
_ENDS = (".", "?", "!", ":", ";", ",")


def plain_blocks(text: str) -> list[Block]:
    """Return the blocks of a plain or Markdown text, in order."""
    return list(_Layout(text.split("\n")).blocks())


@dataclass(slots=True)
class _Open:
    """The block that lines are being added to."""

    kind: BlockKind
    indent: int
    ordinal: int | None
    lines: list[tuple[int, str]] = field(default_factory=list)


class _Layout:
    """Reads lines one after another."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._open: _Open | None = None
        self._above = ""

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks; front matter and code fences hold no article."""
        first = _front_matter(self._lines)
        for at in range(first, len(self._lines)):
            yield from self._read(at)
            self._above = self._lines[at]
        yield from self._close()

    def _read(self, at: int) -> Iterator[Block]:
        line = self._lines[at].replace("\t", "    ")
        quoted = _QUOTED.match(line)
        body = line[quoted.end() :] if quoted else line
        if not body.strip() or _FENCE.match(body):
            yield from self._close()
        elif title := self._underlined(at, body):
            yield from self._close()
            yield _heading(title, at, 1)
        elif _UNDERLINE.match(body) or _RULE.match(body):
            yield from self._close()
        elif heading := _explicit(body, at):
            yield from self._close()
            yield heading
        elif self._is_bare_heading(at, body):
            yield from self._close()
            yield _heading(body, at, None)
        else:
            yield from self._add(at, body)

    def _add(self, at: int, body: str) -> Iterator[Block]:
        """Begin a block with this line, or go on with the one that is open."""
        item = _ITEM.match(body)
        if item:
            yield from self._close()
            number = int(item["number"]) if item["number"] else None
            self._open = _Open(BlockKind.ITEM, len(item["indent"]), number)
            body = body[item.end() :]
        elif _ROW.match(body):
            yield from self._close()
            self._open = _Open(BlockKind.ROW, 0, None)
        elif self._open is not None and self._open.kind is BlockKind.ROW:
            yield from self._close()
        if self._open is None:
            self._open = _Open(BlockKind.PARAGRAPH, len(body) - len(body.lstrip()), None)
        self._open.lines.append((at + 1, body))

    def _close(self) -> Iterator[Block]:
        opened, self._open = self._open, None
        if opened is None:
            return
        raw = "\n".join(line for _, line in opened.lines).strip()
        kind = opened.kind
        if kind is BlockKind.PARAGRAPH and _NOTE.match(raw):
            kind = BlockKind.NOTE
        block = _block(kind, opened)
        if block.text.strip():
            yield block

    def _underlined(self, at: int, body: str) -> str | None:
        """Return the title that the next line underlines."""
        below = self._lines[at + 1] if at + 1 < len(self._lines) else ""
        if self._open or _ITEM.match(body) or not _UNDERLINE.match(below) or _ROW.match(body):
            return None
        return body

    def _is_bare_heading(self, at: int, body: str) -> bool:
        """Tell a short line of its own, without a stop, from the beginning of a paragraph."""
        if known_heading(body) is not None and not self._goes_on(body):
            return True
        text = body.strip()
        below = self._lines[at + 1].strip() if at + 1 < len(self._lines) else ""
        alone = self._open is None or bool(_CLOSED.search(self._above))
        return (
            alone
            and len(text) <= _LONGEST_HEADING
            and text[0].isupper()
            and not text.endswith(_ENDS)
            and not _ITEM.match(body)
            and not _ROW.match(body)
            and not re.search(r"\d[\])]?\Z|[⁰¹²³⁴-⁹]\Z|https?:", text)
            and (not below or bool(_ITEM.match(below)) or _stands_over(text, below))
        )

    def _goes_on(self, body: str) -> bool:
        """Tell a wrapped line that happens to read like a heading."""
        before = self._above.rstrip()[-1:]
        inside = self._open is not None and (before.isalpha() or before in {",", "-", "–", "("})
        listed = known_heading(body) is Region.REFERENCES and body.strip()[0].isupper()
        return body.rstrip().endswith(".") or (inside and not listed)


def _stands_over(title: str, below: str) -> bool:
    """Tell a title from the first line of a paragraph by the line below."""
    return len(title) <= 60 and below[0].isupper() and len(below) > len(title) + 20


def _front_matter(lines: list[str]) -> int:
    """Return where the text begins behind front matter between two rules."""
    if lines[0].strip() != "---":
        return 0
    ends = (at for at, line in enumerate(lines[1:60], start=1) if line.strip() == "---")
    return next(ends, -1) + 1


def _explicit(body: str, at: int) -> Block | None:
    marked = _HEADING.match(body)
    if marked:
        return _heading(marked["title"], at, len(marked["marks"]))
    bold = _BOLD_LINE.match(body)
    title = bold["title"].strip() if bold else ""
    return _heading(title, at, None) if title and not title.endswith((".", "!")) else None


def _heading(title: str, at: int, level: int | None) -> Block:
    return Block(
        kind=BlockKind.HEADING,
        text=_clean(title).strip(),
        starts=((0, at + 1),),
        level=level,
    )


def _block(kind: BlockKind, opened: _Open) -> Block:
    text = ""
    starts = []
    for number, line in opened.lines:
        starts.append((len(text), number))
        text += _clean(line if text else line.lstrip()).rstrip() + "\n"
    return Block(
        kind=kind,
        text=text.rstrip("\n"),
        starts=tuple(starts),
        indent=opened.indent,
        ordinal=opened.ordinal,
    )


def _clean(line: str) -> str:
    """Return a line without emphasis, links, entities and escapes; citations in square brackets.

    Escaped square brackets are text: a number in them is no citation.
    """
    line = re.sub(r"\\\[(\d[\d,;\s–-]*)\\\]", r"(\1)", line)
    line = _LINK.sub(_link, bracketed_superscripts(line))
    line = line.replace("[^", "[")
    line = _UNDERSCORES.sub("", _EMPHASIS.sub("", line.replace("`", "")))
    return html.unescape(_ESCAPE.sub("", line))


def _link(link: re.Match[str]) -> str:
    """Return the words of a link, and where it leads where they do not say so."""
    words, to = link["words"], link["to"]
    if link[0].startswith("!"):
        return ""
    if re.fullmatch(r"\[?\^?\d[\d,;\s–-]*\]?", words):
        return f"[{words.strip('[]^')}]"
    return words if to.startswith("#") or to in words else f"{words} <{to}>"
