"""What becomes of a sentence after its checks."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ragqa.linguistics.terms import content_terms
from ragqa.schema.article import Abstention, Article
from ragqa.schema.claim import DraftClaim, Label, Strength
from ragqa.schema.evidence import EvidenceSentence
from ragqa.schema.source import Kind
from ragqa.verification.gate import SEARCHES, Gate
from tests.factories import make_sentences
from tests.verification.library import (
    PROVENANCE,
    USAGE,
    Library,
    claim,
    draft,
    library,
    related,
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


def test_the_words_of_authors_about_themselves_take_no_place() -> None:
    ours = "Our study suggests that drug A reduced pain by 20% in adults."
    shelf = library((source("Pain under drug A"), ours))
    wrong = ours.replace("20%", "40%").replace("Our", "The")
    made = published(claim(shelf, wrong, ours), shelf=shelf)
    assert isinstance(made, Abstention)
    assert [one.text for one in made.withheld] == [wrong]


def test_what_is_far_from_its_quote_is_withheld_and_nothing_put_in_its_place() -> None:
    made = published(claim(SHELF, "Drug C cures everything at once for good.", PAIN))
    assert isinstance(made, Abstention)
    assert [w.text for w in made.withheld] == ["Drug C cures everything at once for good."]


class Shelves:
    """Looks claims up among whole passages of a small library, by the words they share."""

    def __init__(self, shelf: Library) -> None:
        self._shelf = shelf
        self.asked: list[str] = []

    def sentences_for(self, claim: str, kind: Kind | None) -> list[EvidenceSentence]:
        self.asked.append(claim)
        wanted = set(content_terms(claim))
        found = [
            (len(wanted & set(content_terms(passage.text))), sentence)
            for passage in self._shelf.held.values()
            for sentence in make_sentences(
                passage.text,
                document_id=passage.document_id,
                source=self._shelf.documents[passage.document_id].source,
            )
            if kind in (None, sentence.evidence.source.kind)
        ]
        return [sentence for _, sentence in sorted(found, key=lambda pair: -pair[0])][:3]


def searched(*claims: DraftClaim, shelf: Library = SHELF) -> tuple[Article | Abstention, Shelves]:
    shelves = Shelves(shelf)
    made = Gate(evidence=shelves).publish(
        draft(list(claims)), shelf, nearest=(), notices=(), provenance=PROVENANCE, usage=USAGE
    )
    return made, shelves


def test_a_sentence_on_the_wrong_passage_is_put_on_the_right_one() -> None:
    made, _ = searched(claim(SHELF, PAIN, SLEEP), claim(SHELF, SLEEP, COST))
    assert printed(made) == {PAIN: [PAIN], SLEEP: [SLEEP]}
    assert made.withheld == ()


def test_a_sentence_without_a_passage_finds_one() -> None:
    made, _ = searched(replace(claim(SHELF, PAIN), quotations=()))
    assert printed(made) == {PAIN: [PAIN]}


def test_what_no_passage_says_is_withheld_after_the_search_as_well() -> None:
    bold = "Drug A cured pain in all adults."
    made, shelves = searched(claim(SHELF, bold, SLEEP))
    assert isinstance(made, Abstention)
    assert [w.text for w in made.withheld] == [bold]
    assert shelves.asked == [bold]


def test_what_stands_is_not_looked_up() -> None:
    _, shelves = searched(claim(SHELF, PAIN), claim(SHELF, SLEEP))
    assert shelves.asked == []


def test_a_retracted_passage_is_found_and_refused() -> None:
    bad = source("Bad trial", relations=related("retracted", "pmid:1"))
    shelf = library((bad, PAIN), (source("Sleep"), SLEEP))
    made, _ = searched(claim(shelf, PAIN, SLEEP), shelf=shelf)
    assert isinstance(made, Abstention)


def test_only_some_sentences_of_a_draft_are_looked_up() -> None:
    many = [claim(SHELF, f"Drug {n} cures everything at once.", SLEEP) for n in range(3 * SEARCHES)]
    _, shelves = searched(*many)
    assert len(shelves.asked) == SEARCHES


def test_a_sentence_on_another_passage_has_the_strength_of_that_passage() -> None:
    advice = "We suggest drug A for adults with condition X (weak recommendation)."
    shelf = library((source("Guideline", Kind.GUIDELINE), advice), (source("Sleep"), SLEEP))
    strong = Strength(grade="strong", certainty="high", origin=None)
    made, _ = searched(claim(shelf, advice, SLEEP, strength=strong), shelf=shelf)
    assert isinstance(made, Article)
    assert made.claims[0].strength == Strength(grade="weak", certainty=None, origin=None)


SAYINGS = [
    PAIN,
    SLEEP,
    "Drug A was dear.",
    "Drug A reduced pain by 90% in adults.",
    "Drug B works.",
]


@given(st.lists(st.tuples(st.sampled_from(SAYINGS), st.sampled_from([PAIN, SLEEP, COST]))))
def test_whatever_is_cited_nothing_unsupported_is_printed(pairs: list[tuple[str, str]]) -> None:
    made, _ = searched(*(claim(SHELF, text, quote) for text, quote in pairs))
    for text, quotes in printed(made).items() if isinstance(made, Article) else ():
        assert any(Gate().judge(text, quote).label is Label.SUPPORTED for quote in quotes)
