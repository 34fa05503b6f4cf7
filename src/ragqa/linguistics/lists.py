"""Bullet lists in a read text: their items, and which of them cannot be told apart.

Readers write every item of a list on a line of its own behind the mark of its depth; here that
shape is read back. Treatment guidelines speak in such lists: a drug, below it the dose of an adult
and that of a child, between two drugs "Or:". A `Cluster` is the smallest run of items in which no
dose is parted from the drug, the people or the condition that stand above it or before it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ragqa.linguistics.doses import states_a_dose
from ragqa.schema.document import Span

LONGEST = 130
"""Words of the longest cluster; a longer one is no statement that can be read at once."""
# A list, or plain items in a row, of so few words are one cluster.
_WHOLE, _ROW = 70, 45

_INDENT = "  "
_ITEM = re.compile(r"^(?:• |(?P<indent>(?:  )+)– )(?P<text>\S[^\n]*)", re.MULTILINE)
_MARK = re.compile(r"\n\s*(?=\S)(?:(?:[•–]) )?|^ *[•–] ")
_STOP = re.compile(r"[.!?]\s+(?=[A-Z])")
_PARAGRAPH = re.compile(r"\S(?:[^\n]|\n(?!\s*\n))*")
_CONNECTOR = re.compile(
    r"(?:or|or else|either|and|plus|with|\+|and ?/ ?or|plus or minus|plus ?/ ?minus|then)[:,]?\Z",
    re.IGNORECASE,
)
_ALTERNATIVE = frozenset({"or", "or else", "either"})
# What ends so is followed by something that belongs to it.
_UNFINISHED = re.compile(r"\b(?:and|or|of|the|to|plus|with)\Z", re.IGNORECASE)
_GOES_ON = re.compile(r"(?:[:,&+]|\b(?:and|or|plus|with|of|the|to|in|for|and/or|then))\Z", re.I)
# What begins so speaks of the item before it.
_LEANS_BACK = re.compile(
    r"(?i:(?:the )?(?:therapy|treatment|doses?|dosages?|course|infusion|injections?)\b|(?:all|both|"
    r"these|this|it|use only|then|thereafter|continue|repeat|reduce|increase|maximum|up to|given|"
    r"followed|if (?:necessary|needed|required|symptoms|no)|to be|not|adults?|child(?:ren)?|"
    r"neonat\w+|infants?|over|under|above|below)\b)|[a-z\d<>≤≥(]"
)
# What has no subject speaks of the item before it, whatever that is.
_SUBJECTLESS = re.compile(r"(?:may|should|must|can|could) (?:also |only |not )?(?:be\b|\w+)", re.I)
_LABEL = re.compile(r"[A-Z][^.;!?]*\Z")
_LABEL_WORDS, _LEAD_IN_WORDS = 9, 40


def item_mark(depth: int) -> str:
    """Return what stands before an item at the head of its line; the outermost depth is 1."""
    return _INDENT * (depth - 1) + ("• " if depth == 1 else "– ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of a list, from `start` to `end` of the text.

    `text` stands behind its mark. `connector` is the "or" or "plus" on a line of its own between
    this item and the one before, in small letters; empty where there is none.
    """

    start: int
    end: int
    depth: int
    text: str
    connector: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Items that are said together; `lead_in` is where the words stand that govern their list."""

    items: tuple[Item, ...]
    lead_in: Span | None

    @property
    def start(self) -> int:
        """Where the first item begins, its connector included."""
        return self.items[0].start

    @property
    def end(self) -> int:
        """Where the last item ends."""
        return self.items[-1].end

    @property
    def words(self) -> int:
        """How many words its items have."""
        return sum(len(item.text.split()) for item in self.items)

    @property
    def text(self) -> str:
        """The items as one statement, in their order: a parent, a colon, what is below it."""
        parts = [
            _worded(item, opens=following is not None and _opens(item, following))
            for item, following in zip(self.items, (*self.items[1:], None), strict=True)
        ]
        return "".join(parts).rstrip("; :") + "."


def _opens(item: Item, following: Item) -> bool:
    """Tell a parent of what follows; what "or" joins to it stands beside it."""
    return following.depth > item.depth and not following.connector


def _worded(item: Item, *, opens: bool) -> str:
    connector = f"{item.connector}: " if item.connector else ""
    text = item.text.rstrip(" .;,")
    if opens or text.endswith(":"):
        return f"{connector}{text.rstrip(':')}: "
    return f"{connector}{text} " if _UNFINISHED.search(text) else f"{connector}{text}; "


def is_connector(line: str) -> bool:
    """Tell an "Or:" or "Plus" that stands alone between two items."""
    return _CONNECTOR.match(line) is not None


def has_items(text: str) -> bool:
    """Tell whether any line of `text` is an item of a list."""
    return _ITEM.search(text) is not None


def item_lines(text: str) -> list[Span]:
    """Return where the lines of items stand in `text`, their marks included."""
    return [found.span() for found in _ITEM.finditer(text)]


def on_one_line(text: str) -> str:
    """Return a quoted list as one sentence, marks and stops turned into semicolons.

    What is said under one heading is compared as a whole; prose is returned as it is.
    """
    return _STOP.sub("; ", _MARK.sub("; ", text)) if has_items(text) else text


def clusters(text: str) -> list[Cluster]:
    """Return the clusters of the lists in the prose of one section, in order.

    A list has none where prose parts it from the words that may govern it.
    """
    reading = _Reading(text)
    for found in _PARAGRAPH.finditer(text):
        reading.read(found)
    reading.close()
    return reading.found


class _Reading:
    """One pass over the paragraphs of a section; a list is open until prose ends it."""

    def __init__(self, text: str) -> None:
        self.found: list[Cluster] = []
        self._text = text
        self._items: list[Item] = []
        self._lead_in: Span | None = None
        self._certain = True
        self._connector: re.Match[str] | None = None

    def read(self, paragraph: re.Match[str]) -> None:
        """Take the next paragraph."""
        items = list(_ITEM.finditer(self._text, *_line_start(self._text, paragraph)))
        connector = _CONNECTOR.match(paragraph.group())
        if items and not self._text[paragraph.start() : items[0].start()].strip():
            for item in items:
                self._add(item)
        elif connector and self._items:
            self._connector = paragraph
        else:
            self.close()
            self._read_prose(*paragraph.span())

    def close(self) -> None:
        """End the list that is open."""
        if self._items and self._certain and self._connector is None:
            self.found.extend(_clustered(self._items, self._lead_in))
        self._items, self._connector = [], None

    def _add(self, found: re.Match[str]) -> None:
        before, self._connector = self._connector, None
        item = Item(
            start=before.start() if before else found.start(),
            end=found.end(),
            depth=len(found["indent"] or "") // len(_INDENT) + 1,
            text=found["text"].strip(),
            connector=before.group().rstrip(":,").lower() if before else "",
        )
        self._items.append(item)

    def _read_prose(self, start: int, end: int) -> None:
        """Take a paragraph for what governs the next list, or for what parts it from that."""
        words = len(self._text[start:end].split())
        announces = self._text[end - 1] == ":" and words <= _LEAD_IN_WORDS
        short = words <= _LABEL_WORDS and _LABEL.match(self._text[start:end])
        if (announces or short) and not states_a_dose(self._text[start:end]):
            self._lead_in, self._certain = (start, end), True
        else:
            self._certain = self._certain and self._lead_in is None


def _line_start(text: str, paragraph: re.Match[str]) -> Span:
    """Return the span of a paragraph with the indent of its first line."""
    return text.rfind("\n", 0, paragraph.start()) + 1, paragraph.end()


Group = tuple[Item, ...]
"""An item and all that is nested in it."""


def _clustered(items: Sequence[Item], lead_in: Span | None) -> Iterator[Cluster]:
    """Yield the clusters of one list that can be read at once."""
    runs = [list(items)] if _count(items) <= _WHOLE else _in_rows(_runs(_groups(items)))
    for run in runs:
        cluster = Cluster(items=tuple(run), lead_in=lead_in)
        if cluster.words <= LONGEST:
            yield cluster
        elif lead_in is None:
            yield from _below_its_head(run)


def _below_its_head(run: Sequence[Item]) -> Iterator[Cluster]:
    """Yield what stands below the name of a class of drugs, which governs each of them."""
    head, *below = run
    named = _is_label(replace(head, text=head.text.rstrip(":"))) and not head.connector
    if named and below and all(item.depth > head.depth for item in below):
        yield from _clustered(below, (head.start, head.end))


def _groups(items: Sequence[Item]) -> list[Group]:
    outermost = min(item.depth for item in items)
    groups: list[list[Item]] = []
    for item in items:
        if item.depth == outermost or not groups:
            groups.append([])
        groups[-1].append(item)
    return [tuple(group) for group in groups]


def _runs(groups: Sequence[Group]) -> Iterator[list[Item]]:
    """Yield the groups that lean on each other together."""
    run: list[Item] = []
    for index, group in enumerate(groups):
        if run and _begins(groups[:index], group):
            yield run
            run = []
        run.extend(group)
    yield run


def _begins(before: Sequence[Group], group: Group) -> bool:
    """Tell whether a group can stand without those before it."""
    head, last = group[0], before[-1]
    joined = head.connector and head.connector not in _ALTERNATIVE
    if joined or _SUBJECTLESS.match(head.text):
        return False
    # What is nested in one item governs no other that announces its own: "Antibiotics:".
    apart = last[-1].depth > head.depth and head.text.endswith(":")
    if _GOES_ON.search(last[-1].text) or (_is_label(last[-1]) and _has_dose(group) and not apart):
        return False
    if head.connector:
        return True
    if _has_dose(last) and _LEANS_BACK.match(head.text):
        return False
    # "Drug A 5 mg" may be one of those that an item further up speaks of: "only if severe".
    plain_dose = len(group) == 1 and _has_dose(group)
    return not plain_dose or all(len(one) == 1 and _has_dose(one) for one in before)


def _is_label(item: Item) -> bool:
    """Tell a few words that name a class or a condition and say nothing of it."""
    few = len(item.text.split()) <= _LABEL_WORDS and not item.text.endswith(".")
    return few and ":" not in item.text and not states_a_dose(item.text)


def _has_dose(group: Sequence[Item]) -> bool:
    return any(states_a_dose(item.text) for item in group)


def _in_rows(runs: Iterator[list[Item]]) -> list[list[Item]]:
    """Join short neighbours without doses: "fluids", "bed rest"."""
    rows: list[list[Item]] = []
    for run in runs:
        if rows and not _has_dose(rows[-1] + run) and _count(rows[-1] + run) <= _ROW:
            rows[-1] = rows[-1] + run
        else:
            rows.append(run)
    return rows


def _count(items: Sequence[Item]) -> int:
    return sum(len(item.text.split()) for item in items)
