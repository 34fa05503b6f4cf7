"""A composer that answers in the sources' own sentences, so that it cannot invent."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ragqa.generation.candidates import Candidate, candidates
from ragqa.generation.composer import Composition, consulted
from ragqa.generation.selection import Ranking
from ragqa.generation.topics import by_topic
from ragqa.generation.wording import AbbreviationExpander
from ragqa.schema.article import Draft, DraftBlock, DraftSection, Style
from ragqa.schema.claim import ClaimRole, DraftClaim
from ragqa.schema.evidence import EvidenceSentence
from ragqa.schema.question import Question
from ragqa.schema.source import Kind

_OR = re.compile(r"\A: (?:or|or else|either): (?P<first>\S)")


class ExtractiveComposer:
    """Picks, orders and lightly trims sentences; the same evidence gives the same draft.

    Args:
        summary: sentences of the direct answer.
        lead: sentences of the guideline section's opening paragraph.
        points: key points of the guideline section.
        findings: bullets of the research section.
    """

    composer_id = "extractive-1"
    prompts: tuple[tuple[str, str], ...] = ()

    def __init__(
        self, *, summary: int = 3, lead: int = 2, points: int = 6, findings: int = 10
    ) -> None:
        self._summary = summary
        self._lead = lead
        self._points = points
        self._findings = findings

    def compose(self, question: Question, sentences: Sequence[EvidenceSentence]) -> Composition:
        """Return a draft whose every sentence is one sentence of `sentences`."""
        ranking = Ranking(question.text, candidates(sentences))
        summary = self._direct_answer(ranking)
        lead, points = self._guideline_part(ranking, summary)
        research = _of_kind(Kind.RESEARCH, ranking.on_topic())
        findings = ranking.diverse(research, limit=self._findings, per_source=3, said=summary)
        draft = _Writer().write(question, summary, lead, points, findings)
        draft = replace(draft, consulted=consulted(sentences))
        return Composition(draft=draft, prompt_tokens=0, completion_tokens=0)

    def _direct_answer(self, ranking: Ranking) -> list[Candidate]:
        """Pick the best sentences, leaving each kind of source one of its own to print below."""
        printed = ranking.on_topic()
        answer: list[Candidate] = []
        # "This or that?" takes two of one work, and a sentence more for a side left unnamed.
        per_source = 2 if ranking.choice else 1
        pool = ranking.answering()
        for candidate in ranking.diverse(pool, limit=2 * self._summary, per_source=per_source):
            spare = len(_of_kind(candidate.kind, printed)) - len(_of_kind(candidate.kind, answer))
            if len(answer) < self._summary and spare > 1:
                answer.append(candidate)
        answer = [*answer, *ranking.completing(answer)][: self._summary + 1]
        answer = answer or [c for c in pool if c in printed][:1] or printed[:1]
        return _lists_in_order(sorted(answer, key=_is_undecided))

    def _guideline_part(
        self, ranking: Ranking, summary: Sequence[Candidate]
    ) -> tuple[list[Candidate], list[Candidate]]:
        """Return the lead paragraph, the best sentence and an ungraded one, and the rest."""
        pool = _of_kind(Kind.GUIDELINE, ranking.on_topic())
        limit = self._lead + self._points
        chosen = ranking.diverse(pool, limit=limit, per_source=4, said=summary)
        prose = [c for c in chosen if c.sentence.listed is None]
        ungraded = [c for c in prose[1:] if c.strength is None]
        lead = [*prose[:1], *ungraded[: self._lead - 1]]
        points = [c for c in chosen if c not in lead]
        return lead, _lists_in_order(points if len(prose) < len(chosen) else points[: self._points])


def told_after(candidate: Candidate, previous: Candidate | None) -> str:
    """Return the words of a candidate as they follow on `previous`.

    "Or: drug B" only stands behind the drug that it is an alternative to.
    """
    listed = candidate.sentence.listed
    if listed is None or (previous is not None and _continues(previous, candidate)):
        return candidate.text
    head, items = candidate.text[: len(listed.above)], candidate.text[len(listed.above) :]
    return head + _OR.sub(lambda found: f": {found['first'].upper()}", items)


def _continues(previous: Candidate, candidate: Candidate) -> bool:
    """Tell whether a statement stands right behind another one of the same list."""
    one, other = previous.sentence, candidate.sentence
    return (
        one.listed is not None
        and other.listed is not None
        and one.evidence.passage.document_id == other.evidence.passage.document_id
        and one.listed.above == other.listed.above
        and one.listed.order + 1 == other.listed.order
    )


def _lists_in_order(points: Sequence[Candidate]) -> list[Candidate]:
    """Put the items of each document's lists in their own order, where the first of them stands."""
    documents = [c.sentence.evidence.passage.document_id for c in points]
    return sorted(
        points,
        key=lambda c: (
            documents.index(c.sentence.evidence.passage.document_id)
            if c.sentence.listed
            else points.index(c),
            c.sentence.span if c.sentence.listed else (0, 0),
        ),
    )


def _is_undecided(candidate: Candidate) -> bool:
    """Tell a statement that evidence is insufficient, which comes behind what is advised."""
    return candidate.strength is not None and candidate.strength.grade == "I"


def _of_kind(kind: Kind, pool: Sequence[Candidate]) -> list[Candidate]:
    return [candidate for candidate in pool if candidate.kind is kind]


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
            prompts=ExtractiveComposer.prompts,
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
        before = (None, *members)
        return tuple(
            self._claim(candidate, told_after(candidate, previous), role)
            for previous, candidate in zip(before, members, strict=False)
        )

    def _claim(self, candidate: Candidate, text: str, role: ClaimRole) -> DraftClaim:
        sentence = candidate.sentence
        return DraftClaim(
            text=self._abbreviations.expand(text, sentence.abbreviations),
            role=role,
            strength=candidate.strength,
            study=sentence.study,
            quotations=sentence.quotations,
        )


def _filled(blocks: Sequence[DraftBlock]) -> tuple[DraftBlock, ...]:
    return tuple(block for block in blocks if block.claims)
