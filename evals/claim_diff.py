"""How often `ragqa batch diff` tells a change as what it is: changes planted in real articles.

    python evals/claim_diff.py ARTICLES

ARTICLES is a folder of what `ragqa ask --format json` prints. Into each claim of each article one
change of each kind is planted, wherever its words allow it. Told is how often the changed claim is
reported with that kind as its gravest; alarms counts the other claims of the same article that
are then reported as changed, of which there are none.
"""

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ragqa.library.claim_diff import claim_diff
from ragqa.linguistics.abbreviations import definitions
from ragqa.linguistics.spelling_out import in_full
from ragqa.rendering.from_json import read_json
from ragqa.schema.article import Article
from ragqa.schema.claim import Claim, ClaimId
from ragqa.schema.claim_diff import Change


def _number(text: str) -> str:
    return re.sub(
        r"(?<![\w.,-])(\d+)(?![\w.,-]|\s*(?:to|and)\b)",
        lambda m: str(int(m[1]) * 2 + 1),
        text,
        count=1,
    )


def _swapped(*pairs: tuple[str, str]) -> Callable[[str], str]:
    """Return what puts the one word of the first pair that a text holds in the other's place."""

    def swap(text: str) -> str:
        for one, other in pairs:
            for old, new in ((one, other), (other, one)):
                found = re.sub(rf"\b{old}\b", new, text, count=1)
                if found != text:
                    return found
        return text

    return swap


def _negated(text: str) -> str:
    found = re.sub(r"\b(is|are|was|were|should|may|can)\b(?! not)", r"\1 not", text, count=1)
    return (
        found if found != text else re.sub(r"\brecommends (?!against)", "recommends against ", text)
    )


def _bound(text: str) -> str:
    found = re.sub(r"\b(?:at least|more than|above) (?=\d)", "", text, count=1)
    return (
        found
        if found != text
        else re.sub(r"(?<= of )(?=\d)(?!\S+ (?:\S+ )?or )", "at least ", text, count=1)
    )


PLANTED: tuple[tuple[str, Change, Callable[[str], str]], ...] = (
    ("negated", Change.DIRECTION, _negated),
    (
        "turned",
        Change.DIRECTION,
        _swapped(
            ("higher", "lower"),
            ("increased", "decreased"),
            ("more", "less"),
            ("before", "after"),
            ("improved", "worsened"),
        ),
    ),
    ("number", Change.NUMBER, _number),
    ("unit", Change.NUMBER, _swapped(("mg", "µg"), ("weeks", "months"), ("mmol", "mol"))),
    ("bound", Change.NUMBER, _bound),
    (
        "strength",
        Change.STRENGTH,
        _swapped(("recommends", "suggests"), ("should", "may"), ("causes", "is associated with")),
    ),
    ("degree", Change.STRENGTH, _swapped(("most", "some"), ("all", "many"), ("often", "rarely"))),
    ("people", Change.CONTENT, _swapped(("adults", "newborns"), ("women", "men"))),
    (
        "reworded",
        Change.REWORDED,
        _swapped(("patients", "participants"), ("compared with", "compared to"),
                 ("approximately", "about"), ("children", "paediatric patients")),
    ),
)  # fmt: skip


def main(folder: Path) -> None:
    told: Counter[str] = Counter()
    planted: Counter[str] = Counter()
    alarms: Counter[str] = Counter()
    wrong: list[str] = []
    articles = list(_articles(folder))
    for article in articles:
        planted_here = [*_changes(article), *_replaced(article, articles)]
        for name, claim, after, expected in planted_here:
            planted[name] += 1
            diff = claim_diff(article, after)
            found = [one for one in diff.claims if claim in (one.before, one.after)]
            others = [one for one in diff.claims if one.before in article.claims]
            alarms[name] += sum(
                one.change is not Change.UNCHANGED for one in others if one not in found
            )
            if found[0].change is expected:
                told[name] += 1
            else:
                changed = found[0].after.text if found[0].after else "nothing"
                wrong.append(f"{name}: {found[0].change}\n  {claim.text}\n  {changed}")
    print(f"{'planted':<12}{'times':>6}{'told':>8}{'alarms':>8}")
    for name, times in planted.items():
        print(f"{name:<12}{times:>6}{told[name] / times:>8.1%}{alarms[name]:>8}")
    print("\n".join(wrong), file=sys.stderr)


def _articles(folder: Path) -> Iterator[Article]:
    for path in sorted(folder.glob("*.json")):
        answer = read_json(path.read_text(encoding="utf-8"))
        if isinstance(answer, Article):
            yield answer


def _changes(article: Article) -> Iterator[tuple[str, Claim, Article, Change]]:
    """Yield each planted change: its name, the claim, the changed article, what to be told."""
    bare = replace(article, concordance=())
    for at, claim in enumerate(article.claims):
        others = (*article.claims[:at], *article.claims[at + 1 :])
        yield "withdrawn", claim, replace(bare, claims=others), Change.WITHDRAWN
        cited = tuple(
            replace(one, reference=one.reference % len(article.references) + 1)
            for one in claim.citations
        )
        if len(article.references) > 1:
            moved = replace(claim, claim_id=_other(claim), citations=cited)
            yield "source", claim, _with(article, at, moved), Change.SOURCE
        for name, expected, plant in PLANTED:
            text = plant(claim.text)
            if text != claim.text:
                changed = replace(claim, text=text, claim_id=_other(claim))
                yield name, claim, _with(article, at, changed), expected


def _replaced(
    article: Article, articles: Sequence[Article]
) -> Iterator[tuple[str, Claim, Article, Change]]:
    """Yield each claim replaced by another statement on the same work, which is not its version."""
    texts = {claim.text for claim in article.claims}
    others = [claim for one in articles for claim in one.claims if claim.text not in texts]
    for at, claim in enumerate(article.claims):
        works = {citation.document_id for citation in claim.citations}
        for other in others:
            cited = {citation.document_id for citation in other.citations}
            if works & cited and not _same_statement(claim.text, other.text):
                yield "replaced", claim, _with(article, at, other), Change.WITHDRAWN
                break


def _same_statement(one: str, other: str) -> bool:
    """Say whether two texts differ in an abbreviation alone, which one of them spells out."""
    known = {**definitions(one), **definitions(other)}
    return in_full(one, known).casefold() == in_full(other, known).casefold()


def _with(article: Article, at: int, claim: Claim) -> Article:
    """Return the article with one claim in the place of another, wherever that is laid out."""
    old = article.claims[at].claim_id

    def named(ids: tuple[ClaimId, ...]) -> tuple[ClaimId, ...]:
        return tuple(claim.claim_id if one == old else one for one in ids)

    return replace(
        article,
        summary=named(article.summary),
        sections=tuple(
            replace(part, blocks=tuple(replace(b, claims=named(b.claims)) for b in part.blocks))
            for part in article.sections
        ),
        claims=(*article.claims[:at], claim, *article.claims[at + 1 :]),
        concordance=(),
    )


def _other(claim: Claim) -> ClaimId:
    return ClaimId(f"{claim.claim_id}-changed")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
