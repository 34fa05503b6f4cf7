"""A composer that answers in the sources' own sentences, so that it cannot invent."""

from collections.abc import Sequence

from ragqa.generation.candidates import Candidate, candidates
from ragqa.generation.composer import Composition
from ragqa.generation.selection import diverse, worth_printing
from ragqa.generation.topics import by_topic
from ragqa.generation.wording import AbbreviationExpander
from ragqa.schema.article import Draft, DraftBlock, DraftSection, Style
from ragqa.schema.claim import ClaimRole, DraftClaim, Quotation
from ragqa.schema.evidence import EvidenceSentence
from ragqa.schema.question import Question
from ragqa.schema.source import Kind


class ExtractiveComposer:
    """Picks, orders and lightly trims sentences; the same evidence gives the same draft.

    Args:
        summary: sentences of the direct answer.
        lead: sentences of the guideline section's opening paragraph.
        points: key points of the guideline section.
        findings: bullets of the research section.
    """

    composer_id = "extractive-1"

    def __init__(
        self, *, summary: int = 3, lead: int = 2, points: int = 6, findings: int = 10
    ) -> None:
        self._summary = summary
        self._lead = lead
        self._points = points
        self._findings = findings

    def compose(self, question: Question, sentences: Sequence[EvidenceSentence]) -> Composition:
        """Return a draft whose every sentence is one sentence of `sentences`."""
        pool = worth_printing(candidates(sentences), question.text)
        guideline = [c for c in pool if c.kind is Kind.GUIDELINE]
        research = [c for c in pool if c.kind is Kind.RESEARCH]
        summary = self._direct_answer(question.text, pool)
        lead, points = self._guideline_part(question.text, guideline, summary)
        findings = diverse(
            research, question.text, limit=self._findings, per_source=3, said=summary
        )
        draft = _Writer().write(question, summary, lead, points, findings)
        return Composition(draft=draft, prompt_tokens=0, completion_tokens=0)

    def _direct_answer(self, question: str, pool: Sequence[Candidate]) -> list[Candidate]:
        """Pick the best sentences, leaving each kind of source at least one of its own."""
        answer: list[Candidate] = []
        for candidate in diverse(pool, question, limit=2 * self._summary, per_source=1):
            of_kind = [c for c in pool if c.kind is candidate.kind]
            taken = [c for c in answer if c.kind is candidate.kind]
            if len(answer) < self._summary and len(taken) + 1 < len(of_kind):
                answer.append(candidate)
        return answer or list(pool[:1])

    def _guideline_part(
        self, question: str, pool: Sequence[Candidate], summary: Sequence[Candidate]
    ) -> tuple[list[Candidate], list[Candidate]]:
        """Return the lead paragraph and the key points; graded sentences are key points."""
        chosen = diverse(
            pool, question, limit=self._lead + self._points, per_source=4, said=summary
        )
        lead = [c for c in chosen if c.strength is None][: self._lead]
        if not lead:
            lead = chosen[:1]
        return lead, [c for c in chosen if c not in lead][: self._points]


class _Writer:
    """Turns chosen sentences into draft claims in reading order, spelling abbreviations out."""

    def __init__(self) -> None:
        self._abbreviations = AbbreviationExpander()

    def write(
        self,
        question: Question,
        summary: Sequence[Candidate],
        lead: Sequence[Candidate],
        points: Sequence[Candidate],
        findings: Sequence[Candidate],
    ) -> Draft:
        answer = self._claims(summary, ClaimRole.ANSWER)
        guideline_blocks = (
            self._block(None, Style.PARAGRAPH, lead, ClaimRole.RECOMMENDATION),
            self._block("Key points", Style.BULLETS, points, ClaimRole.RECOMMENDATION),
        )
        research_blocks = tuple(
            self._block(str(topic), Style.BULLETS, members, ClaimRole.FINDING)
            for topic, members in by_topic(findings)
        )
        return Draft(
            question=question,
            composer=ExtractiveComposer.composer_id,
            prompts=(),
            summary=answer,
            sections=(
                DraftSection(kind=Kind.GUIDELINE, notice=None, blocks=_filled(guideline_blocks)),
                DraftSection(kind=Kind.RESEARCH, notice=None, blocks=_filled(research_blocks)),
            ),
            gaps=(),
        )

    def _block(
        self, heading: str | None, style: Style, members: Sequence[Candidate], role: ClaimRole
    ) -> DraftBlock:
        return DraftBlock(heading=heading, style=style, claims=self._claims(members, role))

    def _claims(self, members: Sequence[Candidate], role: ClaimRole) -> tuple[DraftClaim, ...]:
        return tuple(self._claim(candidate, role) for candidate in members)

    def _claim(self, candidate: Candidate, role: ClaimRole) -> DraftClaim:
        sentence = candidate.sentence
        start, end = sentence.span
        passage_id = sentence.evidence.passage.passage_id
        return DraftClaim(
            text=self._abbreviations.expand(candidate.text, sentence.abbreviations),
            role=role,
            strength=candidate.strength,
            study=sentence.study,
            quotations=(Quotation(passage_id=passage_id, start=start, end=end),),
        )


def _filled(blocks: Sequence[DraftBlock]) -> tuple[DraftBlock, ...]:
    return tuple(block for block in blocks if block.claims)
