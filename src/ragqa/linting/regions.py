"""The parts of an article, told by their headings."""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum

from ragqa.linting.blocks import Block, BlockKind


class Region(StrEnum):
    """What a part of the page is for; the linter asks more of some than of others."""

    FRONT = "front"
    ANSWER = "answer"
    GUIDELINES = "guidelines"
    RESEARCH = "research"
    BODY = "body"
    ASIDE = "aside"
    REFERENCES = "references"
    TAIL = "tail"


STATING = frozenset({Region.ANSWER, Region.GUIDELINES, Region.RESEARCH, Region.BODY})
"""Where sentences speak about medicine, and must say what they rest on."""

_TITLES = tuple(
    (region, re.compile(rf"(?:{titles})\Z", re.IGNORECASE))
    for region, titles in (
        (
            Region.REFERENCES,
            r"(?:list of )?(?:key |cited )?references?(?: list| cited| and notes)?|bibliography|"
            r"works cited|literature(?: cited)?|citations|sources|endnotes|notes and references|"
            r"references and sources|footnotes",
        ),
        (
            Region.GUIDELINES,
            r"(?:from (?:the )?|what (?:the )?)?(?:clinical )?(?:practice )?guidelines?"
            r"(?: say| recommendations?| evidence| summary)?|guideline-based recommendations?",
        ),
        (
            Region.RESEARCH,
            r"(?:from (?:the )?|what (?:the )?)?research(?: says| evidence| findings| summary)?|"
            r"(?:research |clinical )?evidence(?: summary)?|from (?:the )?(?:studies|trials)",
        ),
        (
            Region.ANSWER,
            r"(?:direct |short |brief |quick )?answer|(?:executive )?summary|bottom line|"
            r"key (?:points|messages|takeaways?)|in brief|take-?home (?:message|points?)",
        ),
        (
            Region.ASIDE,
            r"withheld.*|what (?:the )?sources leave open|(?:knowledge |evidence )?gaps|"
            r"what stays open|open questions|on this page|"
            r"(?:table of )?contents|search (?:strategy|methods)|about this (?:article|page)",
        ),
        (
            Region.TAIL,
            r"(?:professional |medical |legal )*disclaimers?|have a follow-?up question.*|"
            r"acknowledge?ments?|funding|(?:conflicts?|declarations?|competing) .*interests?.*|"
            r"author contributions|abbreviations|further reading|related (?:articles|questions)|"
            r"copyright.*|editorial policy|about (?:us|the authors?)|supplementary .*|appendix.*|"
            r"nearest sources|what to do next|see also|feedback|share this.*|"
            r"data availability.*|external links",
        ),
    )
)
_OF_A_LIST = re.compile(
    r"(?:clinical )?(?:practice )?guidelines?|research|(?:primary )?(?:studies|literature)|"
    r"trials|(?:systematic )?reviews|(?:journal )?articles|other|web(?:sites)?|books?",
    re.IGNORECASE,
)
_RUN_IN = re.compile(
    r"(?:direct |short |brief |quick )?(?:answer|summary|bottom line|in brief)[.:]\s", re.IGNORECASE
)
_NAMED = frozenset({Region.GUIDELINES, Region.RESEARCH})
_INSERTED = frozenset({Region.ASIDE, Region.TAIL})


def known_heading(title: str) -> Region | None:
    """Return the part that a heading opens; None for a topic of its own."""
    bare = re.sub(r"\A[\W\d_]+|[\W_]+\Z", "", title)
    return next((region for region, titles in _TITLES if titles.match(bare)), None)


def is_list_label(text: str) -> bool:
    """Tell a label inside a reference list, such as "Guideline" or "Research"."""
    return _OF_A_LIST.fullmatch(text.strip(" #*_:\n")) is not None


def regions(blocks: Iterable[Block]) -> Iterator[tuple[Region, Block]]:
    """Yield each block with the part it stands in; headings count to the part they open."""
    listed = list(blocks)
    titled = any(b.kind is BlockKind.HEADING and known_heading(b.text) in _NAMED for b in listed)
    place = _Place(Region.FRONT if titled else Region.BODY)
    last = max((at for at, block in enumerate(listed) if _opens_references(block)), default=-1)
    for at, block in enumerate(listed):
        if block.kind is BlockKind.FOOTER:
            yield Region.TAIL, block
            continue
        if block.kind is BlockKind.HEADING:
            place.pass_heading(block, is_list=at == last)
        elif block.kind is BlockKind.PARAGRAPH and _RUN_IN.match(block.text):
            place.begin_answer()
        yield place.region, block


def _opens_references(block: Block) -> bool:
    return block.kind is BlockKind.HEADING and known_heading(block.text) is Region.REFERENCES


class _Place:
    """Where a reader who goes down the page is."""

    def __init__(self, first: Region) -> None:
        self.region = first
        self._level = 0
        self._listed = False

    def pass_heading(self, block: Block, *, is_list: bool) -> None:
        """Enter the part that a heading opens."""
        opened = known_heading(block.text)
        inside = self.region is Region.REFERENCES
        if opened is Region.REFERENCES:
            opened = Region.REFERENCES if is_list else None
        if inside and (self._is_below(block) or is_list_label(block.text)):
            opened = opened if opened is Region.TAIL else None
        elif inside and opened is None:
            opened = Region.TAIL
        elif opened is Region.ANSWER and self.region in _NAMED and not self._ends(block):
            opened = None  # the key points of a part
        elif opened is None and self.region in _INSERTED and self._ends(block):
            opened = Region.TAIL if self._listed else Region.BODY
        if opened is not None:
            self._listed = self._listed or opened is Region.REFERENCES
            self.region = opened
            self._level = block.level or 0

    def begin_answer(self) -> None:
        """Enter the direct answer where it has no heading but opens with its name."""
        if self.region is Region.FRONT:
            self.region = Region.ANSWER

    def _is_below(self, block: Block) -> bool:
        """Tell a heading inside the list; one that is only guessed may be a title of a work."""
        return block.level is None or (self._level > 0 and block.level > self._level)

    def _ends(self, block: Block) -> bool:
        """Tell a heading that closes the part it stands below; guessed ones are all of a rank."""
        return (block.level or 0) <= self._level
