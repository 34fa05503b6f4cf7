"""Turns the reply of a language model into the parts of a draft, trusting none of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ragqa.generation.candidates import Candidate
from ragqa.generation.llm_reply import HEADINGS, Reply, ReplyBlock, ReplyClaim
from ragqa.generation.numbered_evidence import NumberedEvidence
from ragqa.generation.verbs import as_far_as, told
from ragqa.generation.wording import AbbreviationExpander
from ragqa.linguistics.invisible import without_invisible
from ragqa.linguistics.plain_words import unfit
from ragqa.linguistics.sentences import sentence_spans
from ragqa.linguistics.terms import content_terms
from ragqa.schema.article import DraftBlock, DraftSection, Gap, Style
from ragqa.schema.claim import ClaimRole, DraftClaim, Strength, Study
from ragqa.schema.question import Question
from ragqa.schema.source import Kind

GAP_REASON = "The composer found no sentence among the sources that answers this."
"""Ours, not the model's: a gap is shown unchecked, so it may state no fact."""

_LONGEST_GAP = 200
_OWN_WORDS = 2
_NUMBER = re.compile(r"\d+")
# Ids, and numbers of references: only code gives a citation its number.
_ID_MARKS = re.compile(
    r"\s*(?:[(\[]\s*S\d+(?:\s*[,;]\s*S\d+)*\s*[)\]]|\[+\s*\d+(?:\s*[,;–-]\s*\d+)*\s*\]+)"
)
_LEANING = re.compile(
    r"(?:it|its|they|their|this|these|those|that|such|he|she|his|her|both|however|but|and|"
    r"the (?:former|latter|same))\b",
    re.IGNORECASE,
)
_ROLES = {Kind.GUIDELINE: ClaimRole.RECOMMENDATION, Kind.RESEARCH: ClaimRole.FINDING}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One sentence of the model, and the offered sentences that it rests on."""

    text: str
    cited: tuple[Candidate, ...]

    def strays(self, kind: Kind) -> bool:
        """Tell whether it rests on the other kind of source alone."""
        return bool(self.cited) and all(candidate.kind is not kind for candidate in self.cited)

    def within(self, kind: Kind) -> Fact:
        """Return the fact without what it cites of the other kind."""
        return replace(self, cited=tuple(c for c in self.cited if c.kind is kind))


class Writer:
    """Writes the parts of one draft, in reading order.

    Every quotation is the span of an offered sentence. Abbreviations are spelled out where
    they are first used, as the cited documents define them.
    """

    def __init__(self, evidence: NumberedEvidence) -> None:
        self._evidence = evidence
        self._expander = AbbreviationExpander()
        self._answered: tuple[DraftClaim, ...] = ()
        self._abbreviations = {
            quotation: candidate.sentence.abbreviations
            for candidate in evidence.by_id.values()
            for quotation in candidate.sentence.quotations
        }

    def summary(self, reply: Reply) -> tuple[DraftClaim, ...]:
        """Return the direct answer, which may cite both kinds of source."""
        facts = [fact for claim in reply.summary for fact in self._facts(claim)]
        self._answered = _different([_claim(fact, ClaimRole.ANSWER) for fact in facts], [])
        return self._spelled_out(self._answered)

    def sections(self, reply: Reply) -> tuple[DraftSection, ...]:
        """Return both sections, without what the direct answer says.

        A claim stands in the section that its evidence belongs to.
        """
        sections = []
        for kind in Kind:
            blocks = [self._block(block, kind) for block in reply.blocks(kind)]
            moved = DraftBlock(heading=None, style=Style.BULLETS, claims=self._moved(reply, kind))
            filled = [
                replace(block, claims=self._spelled_out(block.claims))
                for block in _filled([*blocks, moved], self._answered)
            ]
            sections.append(DraftSection(kind=kind, notice=None, blocks=tuple(filled)))
        return tuple(sections)

    def gaps(self, reply: Reply, question: Question) -> tuple[Gap, ...]:
        """Return the open questions that are short, are questions, and are part of `question`.

        A gap is shown unchecked: it may bring no number, and hardly a word, of its own.
        """
        asked = [" ".join(without_invisible(gap).split()) for gap in reply.gaps]
        return tuple(
            Gap(question=gap, reason=GAP_REASON)
            for gap in dict.fromkeys(asked)
            if gap.endswith("?") and len(gap) <= _LONGEST_GAP and _is_part(gap, question.text)
        )

    def _spelled_out(self, claims: Sequence[DraftClaim]) -> tuple[DraftClaim, ...]:
        spelled = []
        for claim in claims:
            meanings: dict[str, str] = {}
            for quotation in claim.quotations:
                meanings.update(self._abbreviations[quotation])
            spelled.append(replace(claim, text=self._expander.expand(claim.text, meanings)))
        return tuple(spelled)

    def _block(self, block: ReplyBlock, kind: Kind) -> DraftBlock:
        facts = [fact for claim in block.claims for fact in self._facts(claim)]
        claims = [
            _claim(fact.within(kind), _ROLES[kind]) for fact in facts if not fact.strays(kind)
        ]
        heading = block.heading if block.heading in HEADINGS else None
        return DraftBlock(heading=heading, style=block.style, claims=tuple(claims))

    def _moved(self, reply: Reply, kind: Kind) -> tuple[DraftClaim, ...]:
        """Return the facts of the other section that rest on this kind of source alone."""
        other = next(k for k in Kind if k is not kind)
        claims = [claim for block in reply.blocks(other) for claim in block.claims]
        facts = [fact for claim in claims for fact in self._facts(claim)]
        return tuple(_claim(fact, _ROLES[kind]) for fact in facts if fact.strays(other))

    def _facts(self, claim: ReplyClaim) -> list[Fact]:
        """Return one fact for each sentence of a claim, with the sentences that carry it."""
        text = " ".join(_ID_MARKS.sub("", without_invisible(claim.text)).split())
        cited = self._evidence.cited(claim.sentences)
        return [_fact(said, carriers(said, cited)) for said in _sentences(text)]


def _fact(text: str, cited: tuple[Candidate, ...]) -> Fact:
    """Return a sentence that goes no further than the cited sentence which it tells."""
    source = told(text, cited)
    return Fact(text=as_far_as(text, source) if source else text, cited=cited)


def _is_part(gap: str, question: str) -> bool:
    """Tell whether a question asks for no more than another, in its words."""
    if unfit(gap) or not set(_NUMBER.findall(question)) >= set(_NUMBER.findall(gap)):
        return False
    words, asked = set(content_terms(gap)), set(content_terms(question))
    return bool(words & asked) and len(words - asked) <= _OWN_WORDS


def carriers(text: str, cited: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return a few of `cited` that together hold as many words of `text` as all of them do.

    Greedy set cover: the sentence with most words first. Nothing is added to what the model
    cited; padding is taken away, so that a reader sees which source says what. All are kept
    where none shares a word: the gate judges that.
    """
    missing = set(content_terms(text))
    pool, chosen = list(cited), list[Candidate]()
    while pool:
        best = max(pool, key=lambda candidate: len(missing & candidate.terms))
        if not missing & best.terms:
            break
        missing -= best.terms
        pool.remove(best)
        chosen.append(best)
    return tuple(candidate for candidate in cited if candidate in chosen or not chosen)


def _sentences(text: str) -> list[str]:
    """Return the sentences of `text`; one that leans on the sentence before stays with it."""
    sentences: list[str] = []
    for start, end in sentence_spans(text):
        if sentences and _LEANING.match(text[start:end]):
            sentences[-1] += f" {text[start:end]}"
        else:
            sentences.append(text[start:end])
    return sentences


def _filled(blocks: Sequence[DraftBlock], answered: Sequence[DraftClaim]) -> tuple[DraftBlock, ...]:
    """Return the blocks without claims that were made before, and without empty blocks."""
    said = list(answered)
    filled = []
    for block in blocks:
        claims = _different(block.claims, said)
        said.extend(claims)
        if claims:
            filled.append(replace(block, claims=claims))
    return tuple(filled)


def _different(claims: Sequence[DraftClaim], said: Sequence[DraftClaim]) -> tuple[DraftClaim, ...]:
    """Return the claims that have words, and words neither in `said` nor in an earlier claim."""
    seen = {"", *(claim.text.casefold() for claim in said)}
    by_words = {claim.text.casefold(): claim for claim in reversed(claims)}
    return tuple(
        claim
        for claim in claims
        if claim.text.casefold() not in seen and by_words[claim.text.casefold()] is claim
    )


def _claim(fact: Fact, role: ClaimRole) -> DraftClaim:
    return DraftClaim(
        text=fact.text,
        role=role,
        strength=_strength(fact.cited),
        study=_study(fact.cited),
        quotations=tuple(q for candidate in fact.cited for q in candidate.sentence.quotations),
    )


def _strength(cited: Sequence[Candidate]) -> Strength | None:
    """Return the strength that all cited sentences agree on, as the sources state it."""
    strengths = {candidate.strength for candidate in cited}
    return strengths.pop() if len(strengths) == 1 else None


def _study(cited: Sequence[Candidate]) -> Study | None:
    """Return the study that all cited sentences come from."""
    studies = {candidate.sentence.study for candidate in cited}
    return studies.pop() if len(studies) == 1 else None
