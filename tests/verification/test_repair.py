"""What becomes of a sentence after its checks."""

from ragqa.schema.article import Abstention, Article
from ragqa.schema.claim import DraftClaim
from ragqa.verification.gate import Gate
from tests.verification.library import (
    PROVENANCE,
    USAGE,
    Library,
    claim,
    draft,
    library,
    source,
)

PAIN = "Drug A reduced pain by 20% in adults."
SLEEP = "Drug A did not improve sleep."
COST = "Drug A was dear, and drug B was given to twelve women."
SHELF = library(
    (source("Pain under drug A"), PAIN),
    (source("Sleep under drug A"), SLEEP),
    (source("Cost of drug A"), COST),
)


def published(*claims: DraftClaim, shelf: Library = SHELF) -> Article | Abstention:
    return Gate().publish(
        draft(list(claims)), shelf, nearest=(), notices=(), provenance=PROVENANCE, usage=USAGE
    )


def printed(outcome: Article | Abstention) -> dict[str, list[str]]:
    """Return the claims in reading order with the quotes that each cites."""
    assert isinstance(outcome, Article)
    return {c.text: [citation.quote for citation in c.citations] for c in outcome.claims}


def test_statements_with_sources_of_their_own_become_claims_of_their_own() -> None:
    both = "Drug A reduced pain by 20% in adults, but it did not improve sleep."
    made = published(claim(SHELF, both, PAIN, SLEEP))
    assert printed(made) == {
        "Drug A reduced pain by 20% in adults.": [PAIN],
        "It did not improve sleep.": [SLEEP],
    }
    assert made.withheld == ()


def test_a_quote_that_adds_nothing_is_not_cited() -> None:
    assert printed(published(claim(SHELF, PAIN, PAIN, SLEEP))) == {PAIN: [PAIN]}


def test_sources_that_each_carry_a_claim_are_all_cited() -> None:
    shelf = library((source("One"), PAIN), (source("Other"), f"{PAIN} {SLEEP}"))
    twice = claim(shelf, PAIN, PAIN, f"{PAIN} {SLEEP}")
    assert len(printed(published(twice, shelf=shelf))[PAIN]) == 2


def test_of_a_refused_sentence_the_statements_that_pass_are_printed() -> None:
    half = "Drug A was dear, and drug B was given to fifty women."
    made = published(claim(SHELF, half, COST))
    assert printed(made) == {"Drug A was dear.": [COST]}
    assert [(w.text, w.reason) for w in made.withheld] == [
        (
            "Drug B was given to fifty women.",
            "The number fifty is not in the quoted passage.",
        )
    ]


def test_a_refused_sentence_gives_way_to_the_one_it_meant_to_tell() -> None:
    bold = "Drug A reduced pain by 40% in adults."
    made = published(claim(SHELF, bold, PAIN))
    assert printed(made) == {PAIN: [PAIN]}
    assert [w.text for w in made.withheld] == [bold]


def test_what_is_far_from_its_quote_is_withheld_and_nothing_put_in_its_place() -> None:
    made = published(claim(SHELF, "Drug C cures everything at once for good.", PAIN))
    assert isinstance(made, Abstention)
    assert [w.text for w in made.withheld] == ["Drug C cures everything at once for good."]
