"""Documents to passages: whole sentences, never more than the embedder reads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ragqa.embedding.embedder import TokenCounter
from ragqa.embedding.passage_text import header
from ragqa.errors import UsageError
from ragqa.linguistics.sentences import sentence_spans
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

# Raise when the same document would be read or cut otherwise than before.
ALGORITHM = "sentences-2"
# Below this many tokens for text a passage could not hold a sentence.
_SMALLEST_BUDGET = 16
# A section this small goes with the next of the same parent.
_SMALL_SECTION = 16


@dataclass(frozen=True, slots=True)
class _Unit:
    """A stretch that is not divided: a sentence with what follows it, or a piece of one."""

    start: int
    end: int
    tokens: int
    sentence: Span | None


class Chunker:
    """Packs whole sentences of one section into passages of about `target` tokens.

    Passages do not overlap, and hold all BODY and TABLE prose. A single sentence that is too
    long is divided, and then no sentence of any passage.
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
        return [
            self._passage(document, group[0].path, units)
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
            header(document.source.title, group[0].path)
        )
        if room < _SMALLEST_BUDGET:
            raise UsageError(
                f"The embedder reads {self._counter.limit} tokens of a text, too few for a passage "
                "below its title. Choose an embedder that reads at least 128."
            )
        # Two tokens are kept back: joining header and text may cut words otherwise.
        budget = min(self._target, room - 2)
        units = list(self._units(document, group, budget))
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

    def _units(self, document: Document, group: Sequence[Section], budget: int) -> Iterator[_Unit]:
        """Yield the units of a group; a heading inside it goes with the text below."""
        position: int | None = None
        for section in group:
            for start, end, sentence in _stretches(document.text, section):
                # Inside a group, text up to the first sentence of the next section is its heading.
                begin = start if position is None else position
                yield from self._fitting(document.text, (begin, end), sentence, budget)
                position = end if section is not group[-1] else None
            position = _skip_space(document.text, section.end) if len(group) > 1 else None

    def _fitting(
        self, text: str, span: Span, sentence: Span | None, budget: int
    ) -> Iterator[_Unit]:
        start, end = span
        tokens = self._counter.count(text[start:end])
        if tokens <= budget:
            yield _Unit(start, end, tokens, sentence)
            return
        for piece in self._splitter(budget).split_text(text[start:end]):
            yield _Unit(start, start + len(piece), self._counter.count(piece), None)
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
        self, document: Document, path: tuple[str, ...], units: Sequence[_Unit]
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
            sentences=tuple(unit.sentence for unit in units if unit.sentence),
        )


def _stretches(text: str, section: Section) -> Iterator[tuple[int, int, Span | None]]:
    """Yield stretches that cover the prose of a section, each with its sentence if it is one."""
    body = text[section.body : section.end]
    if not body.strip():
        return
    if section.role is SectionRole.TABLE:
        spans = list(_paragraphs(body))
    else:
        spans = sentence_spans(body) or list(_paragraphs(body))
    starts = [0, *(start for start, _ in spans[1:])]
    ends = [*starts[1:], len(body)]
    for start, end, span in zip(starts, ends, spans, strict=True):
        sentence = (section.body + span[0], section.body + span[1])
        whole = None if section.role is SectionRole.TABLE else sentence
        yield section.body + start, section.body + end, whole


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
