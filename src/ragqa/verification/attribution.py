"""Sentences of a draft, each with the quotes it rests on and the verdict on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ragqa.linguistics.plain_words import made_fit
from ragqa.schema.article import Withheld
from ragqa.schema.claim import Check, DraftClaim, Label, Study, Verdict
from ragqa.schema.question import Question
from ragqa.schema.source import Kind
from ragqa.verification.directness import SAID, leading, saying, unsaid
from ragqa.verification.evidence import EvidenceText, evidence_of
from ragqa.verification.plainness import check_plain
from ragqa.verification.quotes import BrokenQuote, Quote, QuoteCutter
from ragqa.verification.readability import LONGEST_CLAIM, TOO_LONG
from ragqa.verification.verdicts import first_reason
from ragqa.verification.verifier import Verifier

_SHOWN = 200  # characters of such a claim
SCATTERED = "The quoted passages are about different groups; the claim does not say which."


@dataclass(frozen=True, slots=True, kw_only=True)
class Attributed:
    """A sentence that passed every check, with the quotes that carry it."""

    draft: DraftClaim
    quotes: tuple[Quote, ...]
    study: Study | None
    verdict: Verdict


def attribute_claim(
    draft: DraftClaim,
    cutter: QuoteCutter,
    *,
    kind: Kind | None,
    question: Question,
    agreed: Mapping[str, str],
    verifier: Verifier,
) -> Attributed | Withheld:
    """Check one sentence against its quotes.

    Where all passages that it cites are about animals, children or others to whom patients in
    general do not belong, and neither sentence nor question says so, it is made to say so first.

    Args:
        draft: the sentence and where it says its support stands.
        cutter: cuts the quotes.
        kind: the section it is meant for; a guideline section takes no research. None: either.
        question: what the sentence helps to answer.
        agreed: abbreviations on which the documents of the whole draft agree.
        verifier: the checks of what is said against what is quoted.
    """
    if len(draft.text) > LONGEST_CLAIM:
        return Withheld(text=f"{made_fit(draft.text[:_SHOWN])} …", reason=TOO_LONG)
    cuts = [cutter.cut(quotation) for quotation in dict.fromkeys(draft.quotations)]
    broken = [cut for cut in cuts if isinstance(cut, BrokenQuote)]
    intact = [cut for cut in cuts if isinstance(cut, Quote)]
    quotes = tuple(cut for cut in intact if kind is None or cut.source.kind is kind)
    plain = check_plain(draft.text, (quote.text for quote in quotes))
    if not plain.passed:
        return Withheld(text=made_fit(draft.text), reason=plain.detail)
    if not quotes:
        return Withheld(text=draft.text, reason=_no_quote(broken, intact, kind))
    evidence = replace(evidence_of(quotes, agreed), titles=tuple(map(_titled, quotes)))
    qualified = _qualified(draft.text, question, quotes, evidence)
    if qualified is None:
        return Withheld(text=draft.text, reason=SCATTERED)
    said, evidence = qualified
    verdict = verifier.verdict(said, evidence)
    if verdict.label is not Label.SUPPORTED:
        return Withheld(text=draft.text, reason=first_reason(verdict))
    intact_quotes = Check(name="quotes", passed=True, detail="")
    return Attributed(
        draft=replace(draft, text=said),
        quotes=quotes,
        study=_study(draft.study, quotes, cutter),
        verdict=Verdict(
            label=verdict.label, score=verdict.score, checks=(intact_quotes, plain, *verdict.checks)
        ),
    )


def _qualified(
    text: str, question: Question, quotes: Sequence[Quote], evidence: EvidenceText
) -> tuple[str, EvidenceText] | None:
    """Return a sentence that says of whom it holds, and its evidence saying so in the same place.

    What a work states of whom it is about stands above all of its sentences, as a heading does.
    None where the quotes are about different groups, so that nobody could tell what holds of whom.
    """
    groups = unsaid(text, question, [quote.passage.directness for quote in quotes])
    title = quotes[0].source.title
    if groups is not None and not groups:
        return None
    words = saying(min(groups), title) if groups else leading(text, title)
    if words is None:
        return text, evidence
    said = f"{words}: {text}" if groups else text
    return said, replace(evidence, quotes=tuple(f"{words}: {one}" for one in evidence.quotes))


def _titled(quote: Quote) -> str:
    """Return the title of a work, and in words what else it states of whom it is about."""
    groups = sorted(quote.passage.directness.confined_to & SAID.keys())
    told = [f" {saying(group, quote.source.title)}." for group in groups]
    return f"{quote.source.title}.{''.join(told)}" if told else quote.source.title


def _no_quote(broken: Sequence[BrokenQuote], intact: Sequence[Quote], kind: Kind | None) -> str:
    """Say why a sentence has no quote to stand on."""
    if intact and kind is not None:
        return f"It quotes no {kind} source, but stands in that section."
    if broken:
        return broken[0].reason
    return "It names no passage that supports it."


def _study(study: Study | None, quotes: Sequence[Quote], cutter: QuoteCutter) -> Study | None:
    """Keep of design and size what the cited works themselves state."""
    if study is None:
        return None
    stated = {quote.passage.directness.design for quote in quotes}
    design = study.design if study.design in stated else None
    size = _size_quote(study, quotes, cutter)
    if design is None and size is None:
        return None
    return Study(
        design=design,
        size=study.size if size else None,
        quotation=size.quotation if size else None,
    )


def _size_quote(study: Study, quotes: Sequence[Quote], cutter: QuoteCutter) -> Quote | None:
    """Return the quote of the size, if the size is those very words of a cited work."""
    if study.size is None or study.quotation is None:
        return None
    cut = cutter.cut(study.quotation)
    if isinstance(cut, BrokenQuote) or cut.text != study.size:
        return None
    return cut if any(cut.source.work_key == q.source.work_key for q in quotes) else None
