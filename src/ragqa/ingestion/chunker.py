"""Documents to passages: whole sentences, never more than the embedder reads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ragqa.embedding.embedder import TokenCounter
from ragqa.embedding.passage_text import header
from ragqa.errors import UsageError
from ragqa.linguistics.directness import below, directness_of
from ragqa.linguistics.lists import clusters
from ragqa.linguistics.sentences import sentence_spans
from ragqa.schema.directness import Directness
from ragqa.schema.document import (
    Document,
    Passage,
    Section,
    SectionRole,
    Span,
    passage_id_for,
)

if TYPE_CHECKING:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

# Raise when the same document would be read, cut or tagged otherwise than before.
ALGORITHM = "sentences-9"
# Below this many tokens for text a passage could not hold a sentence.
_SMALLEST_BUDGET = 16
# A section this small goes with the next of the same parent.
_SMALL_SECTION = 16
_MARKS = frozenset("•–")


@dataclass(frozen=True, slots=True)
class _Unit:
    """A stretch that is not divided: sentences that belong together and what follows them."""

    start: int
    end: int
    tokens: int
    sentences: tuple[Span, ...]


class Chunker:
    """Packs whole sentences of one section into passages of about `target` tokens.

    Passages do not overlap, and hold all BODY and TABLE prose. Items of a list that lean on each
    other stay together, below the words that announce them, as long as the embedder can read
    them at once. A single sentence that is too long is divided, and then no sentence of any
    passage.
    """

    def __init__(self, counter: TokenCounter, *, target: int = 180) -> None:
        """Cut for the model of `counter`; `target` counts tokens of text without header."""
        self._counter = counter
        self._target = target

    @property
    def chunker_id(self) -> str:
        """Algorithm and parameters: the same id cuts the same document alike."""
        return f"{ALGORITHM}-{self._target}-{self._counter.limit}"

    def passages(self, document: Document) -> list[Passage]:
        """Return the passages of a document, in order.

        Raises:
            UsageError: the embedder reads too little for header and text.
        """
        work = directness_of(document.source, document.text)
        return [
            self._passage(document, group[0].path, units, work)
            for group in self._groups(document)
            for units in self._packed(document, group)
        ]

    def _groups(self, document: Document) -> Iterator[list[Section]]:
        """Yield the sections to be cut; a small one together with its next sibling."""
        group: list[Section] = []
        for section in document.sections:
            if section.role is SectionRole.APPARATUS:
                yield from [group] if group else []
                group = []
                continue
            if group and not self._goes_with(document, group, section):
                yield group
                group = []
            group.append(section)
        yield from [group] if group else []

    def _goes_with(self, document: Document, group: Sequence[Section], section: Section) -> bool:
        first = group[0]
        if section.role is not first.role or first.path[:-1] != section.path[:-1]:
            return False
        prose = "".join(document.text[one.body : one.end] for one in group).strip()
        return 0 < len(prose) < 6 * _SMALL_SECTION and self._counter.count(prose) < _SMALL_SECTION

    def _packed(self, document: Document, group: Sequence[Section]) -> Iterator[list[_Unit]]:
        """Yield runs of units that fit, of about equal size."""
        room = self._counter.limit - self._counter.count(
            header(document.document_id, document.source.title, group[0].path)
        )
        if room < _SMALLEST_BUDGET:
            raise UsageError(
                f"The embedder reads {self._counter.limit} tokens of a text, too few for a passage "
                "below its title. Choose an embedder that reads at least 128."
            )
        # Two tokens are kept back: joining header and text may cut words otherwise.
        budget = min(self._target, room - 2)
        units = list(self._units(document, group, budget, room - 2))
        total = sum(unit.tokens for unit in units)
        even = total / max(1, -(-total // budget))
        run: list[_Unit] = []
        held = 0
        for unit in units:
            if run and (held + unit.tokens > budget or held + unit.tokens / 2 > even):
                yield run
                run, held = [], 0
            run.append(unit)
            held += unit.tokens
        if run:
            yield run

    def _units(
        self, document: Document, group: Sequence[Section], budget: int, room: int
    ) -> Iterator[_Unit]:
        """Yield the units of a group; a heading inside it goes with the text below."""
        position: int | None = None
        for section in group:
            for stretches in _belonging(document.text, section):
                # Inside a group, text up to the first sentence of the next section is its heading.
                begin = stretches[0].start if position is None else position
                opened = replace(stretches[0], start=begin)
                yield from self._fitting(document.text, [opened, *stretches[1:]], budget, room)
                position = stretches[-1].end if section is not group[-1] else None
            position = _skip_space(document.text, section.end) if len(group) > 1 else None

    def _fitting(
        self, text: str, stretches: Sequence["_Stretch"], budget: int, room: int
    ) -> Iterator[_Unit]:
        """Yield stretches that belong together as one unit, else each, else its pieces."""
        start, end = stretches[0].start, stretches[-1].end
        tokens = self._counter.count(text[start:end])
        if tokens <= (room if len(stretches) > 1 else budget):
            sentences = tuple(one.sentence for one in stretches if one.sentence)
            yield _Unit(start, end, tokens, sentences)
            return
        if len(stretches) > 1:
            for one in stretches:
                yield from self._fitting(text, [one], budget, room)
            return
        for piece in self._splitter(budget).split_text(text[start:end]):
            yield _Unit(start, start + len(piece), self._counter.count(piece), ())
            start += len(piece)

    def _splitter(self, budget: int) -> "RecursiveCharacterTextSplitter":
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        return RecursiveCharacterTextSplitter(
            ["\n\n", "\n", "; ", ", ", " ", ""],
            chunk_size=budget,
            chunk_overlap=0,
            length_function=self._counter.count,
            keep_separator="end",
            strip_whitespace=False,
        )

    def _passage(
        self,
        document: Document,
        path: tuple[str, ...],
        units: Sequence[_Unit],
        work: Directness,
    ) -> Passage:
        start = _skip_space(document.text, units[0].start)
        text = document.text[start : units[-1].end].rstrip()
        return Passage(
            passage_id=passage_id_for(document.document_id, start, text),
            document_id=document.document_id,
            text=text,
            start=start,
            end=start + len(text),
            section=path,
            page=document.page_at(start),
            sentences=tuple(sentence for unit in units for sentence in unit.sentences),
            directness=below(work, path),
        )


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A piece of a section, with its sentence if it is one."""

    start: int
    end: int
    sentence: Span | None


def _belonging(text: str, section: Section) -> Iterator[list[_Stretch]]:
    """Yield the stretches of a section, those of items that lean on each other together."""
    bound = [] if section.role is SectionRole.TABLE else _bound(text[section.body : section.end])
    spans = iter([(section.body + start, section.body + end) for start, end in bound])
    inside = next(spans, None)
    run: list[_Stretch] = []
    for stretch in _stretches(text, section):
        while inside and inside[1] <= stretch.start:
            inside = next(spans, None)
        if run and not (inside and inside[0] < stretch.start and run[-1].start >= inside[0]):
            yield run
            run = []
        run.append(stretch)
    if run:
        yield run


def _bound(body: str) -> list[Span]:
    """Return the spans of clusters, each from the words on that announce it if they come first."""
    spans: list[Span] = []
    announced: Span | None = None
    for cluster in clusters(body):
        first = cluster.lead_in is not None and cluster.lead_in != announced
        start = cluster.lead_in[0] if cluster.lead_in and first else cluster.start
        announced = cluster.lead_in
        spans.append((start, cluster.end))
    return spans


def _stretches(text: str, section: Section) -> Iterator[_Stretch]:
    """Yield stretches that cover the prose of a section; an item begins with its mark."""
    body = text[section.body : section.end]
    if not body.strip():
        return
    if section.role is SectionRole.TABLE:
        spans = list(_paragraphs(body))
    else:
        spans = sentence_spans(body) or list(_paragraphs(body))
    starts = [0, *(_with_mark(body, start) for start, _ in spans[1:])]
    ends = [*starts[1:], len(body)]
    for start, end, span in zip(starts, ends, spans, strict=True):
        sentence = (section.body + span[0], section.body + span[1])
        whole = None if section.role is SectionRole.TABLE else sentence
        yield _Stretch(section.body + start, section.body + end, whole)


def _with_mark(body: str, start: int) -> int:
    """Return where the line of an item begins whose words begin at `start`."""
    line = body.rfind("\n", 0, start) + 1
    return line if body[line:start].strip() in _MARKS and line < start else start


def _paragraphs(body: str) -> Iterator[Span]:
    start = 0
    for part in body.split("\n\n"):
        if part.strip():
            yield start, start + len(part)
        start += len(part) + 2


def _skip_space(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position
