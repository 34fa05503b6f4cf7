"""ALCE's recall and precision on every case of its definition."""

from dataclasses import replace

import pytest

from ragqa.evaluation.citation_scores import alce, citation_values
from ragqa.schema.article import Article
from tests.evaluation.runs import NAUSEA, PAIN, answer_of, shelf


def holds(claim: str, premise: str) -> bool:
    """Support a claim whose every letter the premise holds."""
    return set(claim) <= set(premise)


@pytest.mark.parametrize(
    ("claim", "premises", "recalled", "needed"),
    [
        ("ab", [], False, []),
        ("ab", ["abc"], True, [True]),
        ("ab", ["a"], False, [False]),
        ("ab", ["a", "b"], True, [True, True]),  # neither alone, neither without the other
        ("ab", ["ab", "c"], True, [True, False]),  # the second does nothing
        ("ab", ["ab", "ab"], True, [True, True]),  # each alone
        ("ab", ["ab", "a"], True, [True, False]),
        ("abc", ["a", "b"], False, [False, False]),  # nothing is precise without recall
    ],
)
def test_a_citation_is_precise_when_its_claim_needs_it(
    claim: str, premises: list[str], recalled: bool, needed: list[bool]
) -> None:
    judged = alce(claim, premises, holds)
    assert judged.recalled is recalled
    assert list(judged.needed) == needed


def article() -> Article:
    made = answer_of(shelf(), "What?", (PAIN, NAUSEA))
    assert isinstance(made, Article)
    return made


def test_the_premise_is_the_passage_below_its_title() -> None:
    seen = []

    def remember(claim: str, premise: str) -> bool:
        seen.append(premise)
        return True

    citation_values(article(), shelf(), remember)
    assert any("Pain trial: Results" in premise and PAIN in premise for premise in seen)


def test_a_quote_that_was_changed_and_one_that_is_gone_are_not_intact() -> None:
    whole = article()
    first, second = whole.claims
    changed = replace(first, citations=(replace(first.citations[0], quote="Other words."),))
    gone = replace(second, citations=(replace(second.citations[0], passage_id="0" * 16),))
    values = citation_values(replace(whole, claims=(changed, gone)), shelf(), lambda c, p: bool(p))
    assert values["intact_quotes"] == 0.0
    assert values["citation_recall"] == 0.5


def test_a_reference_resolves_by_any_identifier_if_the_index_holds_it() -> None:
    whole = article()
    bare = replace(whole.references[0], doi=None, pmid=None, pmcid=None, url=None)
    values = citation_values(
        replace(whole, references=(bare, *whole.references[1:])), shelf(), lambda c, p: True
    )
    assert values["resolvable_references"] == 0.5
