"""What changed between two versions of an article: every claim once, the gravest change first."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import assert_never

from ragqa.library.cited_works import CitedWorks, pair_works
from ragqa.library.claim_differences import differences
from ragqa.library.claim_matching import Match, Read, match_claims
from ragqa.linguistics.abbreviations import agreed, definitions
from ragqa.linguistics.spelling_out import in_full
from ragqa.schema.article import Abstention, Article, Outcome, Reference
from ragqa.schema.claim import Claim, ClaimId
from ragqa.schema.claim_diff import (
    Change,
    ClaimChange,
    ClaimDiff,
    Difference,
    Edition,
    Part,
    TextChange,
)

_GRAVITY, _PARTS = list(Change), list(Part)
_ANSWER = "Direct answer"

Told = tuple[Part, str, str]
"""A part of an article, what names one text of it, and that text."""


def claim_diff(
    before: Article | Abstention,
    after: Article | Abstention,
    names: tuple[str, str] = ("", ""),
) -> ClaimDiff:
    """Compare two versions; the comparison of both the other way round is its mirror image.

    Args:
        before: the earlier one.
        after: the later one.
        names: what readers know the two by, such as "version 2".
    """
    works = pair_works(_references(before), _references(after))
    places = _places(before), _places(after)
    read = _reader((*_claims(before), *_claims(after)))
    matches = match_claims(_claims(before), _claims(after), read)
    changes = [_change(match, works, places, read) for match in matches]
    return ClaimDiff(
        question=after.question.text,
        before=_edition(before, names[0]),
        after=_edition(after, names[1]),
        claims=tuple(sorted(changes, key=lambda one: _GRAVITY.index(one.change))),
        references=works.changes(),
        texts=tuple(_text_changes(_texts(before), _texts(after))),
    )


def _reader(claims: Sequence[Claim]) -> Read:
    """Return what spells out the abbreviations that any of the claims defines.

    Each version spells out an abbreviation where it uses it first, which says nothing.
    """
    known = agreed(definitions(claim.text) for claim in claims)
    return partial(in_full, known=dict(sorted(known.items())))


def _change(
    match: Match,
    works: CitedWorks,
    places: tuple[Mapping[ClaimId, str], Mapping[ClaimId, str]],
    read: Read,
) -> ClaimChange:
    before, after = match.before, match.after
    found: list[Difference] = []
    if before is not None and after is not None:
        found += differences(before, after, read)
        found += works.differences(before, after)
        place, other = places[0].get(before.claim_id, ""), places[1].get(after.claim_id, "")
        if place != other:
            found.append(Difference(change=Change.MOVED, before=place, after=other))
    found.sort(key=lambda one: _GRAVITY.index(one.change))
    return ClaimChange(before=before, after=after, differences=tuple(found))


def _places(answer: Article | Abstention) -> dict[ClaimId, str]:
    """Return in which parts of the page each claim stands."""
    if isinstance(answer, Abstention):
        return {}
    laid_out = [(_ANSWER, answer.summary)]
    laid_out += [(part.title, block.claims) for part in answer.sections for block in part.blocks]
    found: defaultdict[ClaimId, dict[str, None]] = defaultdict(dict)
    for title, claims in laid_out:
        for claim in claims:
            found[claim][title] = None
    return {claim: " and ".join(titles) for claim, titles in found.items()}


def _text_changes(before: Sequence[Told], after: Sequence[Told]) -> Iterator[TextChange]:
    """Yield what only one version says, and what both say of the same thing differently."""
    ours, theirs = _counted(before), _counted(after)
    for key in sorted({**theirs, **ours}, key=lambda key: _PARTS.index(key[0])):
        if ours.get(key) != theirs.get(key):
            yield TextChange(part=key[0], before=ours.get(key), after=theirs.get(key))


def _counted(texts: Iterable[Told]) -> dict[tuple[Part, str, int], str]:
    """Return the texts by part and name; the second of one name is another than the first."""
    seen: Counter[tuple[Part, str]] = Counter()
    found = {}
    for part, name, text in texts:
        seen[part, name] += 1
        found[part, name, seen[part, name]] = text
    return found


def _texts(answer: Article | Abstention) -> list[Told]:
    """Return all that an answer says besides its claims and references."""
    match answer:
        case Abstention():
            found = _notices(answer.notices)
        case Article():
            sections = [part.notice for part in answer.sections if part.notice]
            found = [
                *_notices((*answer.notices, *sections)),
                *((Part.GAP, gap.question, f"{gap.question} {gap.reason}") for gap in answer.gaps),
                *_comparisons(answer),
                *((Part.GLOSSARY, e.term, f"{e.term}: {e.meaning}") for e in answer.glossary),
            ]
        case _:
            assert_never(answer)
    withheld = [(Part.WITHHELD, one.text, f"{one.text} {one.reason}") for one in answer.withheld]
    return [*found, *withheld]


def _notices(notices: Sequence[str]) -> list[Told]:
    return [(Part.NOTICE, notice, notice) for notice in notices]


def _comparisons(article: Article) -> Iterator[Told]:
    for pair in article.concordance:
        sides = f"{article.claim(pair.guideline).text} / {article.claim(pair.research).text}"
        yield Part.CONCORDANCE, sides, f"{pair.relation}: {sides}"


def _claims(answer: Article | Abstention) -> Sequence[Claim]:
    return answer.claims if isinstance(answer, Article) else ()


def _references(answer: Article | Abstention) -> Sequence[Reference]:
    return answer.references if isinstance(answer, Article) else ()


def _edition(answer: Article | Abstention, name: str) -> Edition:
    return Edition(
        name=name,
        outcome=answer.outcome if isinstance(answer, Article) else Outcome.ABSTAINED,
        reason=None if isinstance(answer, Article) else answer.reason,
        references=tuple(_references(answer)),
        provenance=answer.provenance,
    )
