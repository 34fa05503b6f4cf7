"""A model that overstates gets the verb of its source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.generation.candidates import Candidate, candidates
from ragqa.generation.verbs import as_far_as, told
from ragqa.linguistics.stance import Stance, stance_of, stance_on
from ragqa.schema.source import Kind
from tests.factories import make_sentences, make_source

SUGGESTED = "The panel suggests drug A for adults with condition X (weak recommendation)."
ADVISED = "The panel recommends drug A for adults with condition X."
AGREED = "By consensus, the panel recommends drug A for adults with condition X."
UNKNOWN = "There is insufficient evidence to recommend for or against drug A in condition X."
POSSIBLE = "Drug A may reduce attacks in adults with condition X by 40%."
LINKED = "Drug A was associated with fewer attacks in adults with condition X."


def source(text: str, kind: Kind = Kind.GUIDELINE, grade: str | None = None) -> Candidate:
    work = make_source(title="A work", kind=kind, grade=grade)
    (candidate,) = candidates(make_sentences(text, source=work))
    return candidate


@pytest.mark.parametrize(
    ("text", "said", "corrected"),
    [
        (SUGGESTED, "The panel recommends drug A for adults with condition X.",
         "The panel suggests drug A for adults with condition X."),
        (SUGGESTED, "The panel strongly recommends drug A for adults with condition X.",
         "The panel suggests drug A for adults with condition X."),
        (SUGGESTED, "Adults with condition X should take drug A.",
         "Adults with condition X may take drug A."),
        (SUGGESTED, "Drug A is recommended for adults with condition X.",
         "Drug A is suggested for adults with condition X."),
        (SUGGESTED, "The panel suggests drug A for adults with condition X.",
         "The panel suggests drug A for adults with condition X."),
        (ADVISED, "The panel strongly recommends drug A for adults with condition X.",
         "The panel recommends drug A for adults with condition X."),
        (ADVISED, "Adults with condition X must take drug A.",
         "Adults with condition X should take drug A."),
        (AGREED, "The panel recommends drug A for adults with condition X.", AGREED),
        (UNKNOWN, "The panel recommends drug A in condition X.", UNKNOWN),
        (UNKNOWN, "Drug A should be used in condition X.", UNKNOWN),
        (POSSIBLE, "Drug A reduces attacks in adults with condition X by 40%.", POSSIBLE),
        (POSSIBLE, "Drug A will reduce attacks by 40%.", "Drug A may reduce attacks by 40%."),
        (LINKED, "Drug A caused fewer attacks in adults with condition X.",
         "Drug A is associated with fewer attacks in adults with condition X."),
    ],
)  # fmt: skip
def test_a_verb_goes_as_far_as_that_of_the_source(text: str, said: str, corrected: str) -> None:
    assert as_far_as(said, source(text)) == corrected


def test_a_grade_of_the_record_holds_the_verb_back() -> None:
    weak = source(ADVISED, grade="conditional")
    assert as_far_as("The panel recommends drug A for adults.", weak) == (
        "The panel suggests drug A for adults."
    )


def test_a_sentence_that_tells_another_one_is_left_to_the_gate() -> None:
    assert told("Drug B cures everybody at once.", (source(SUGGESTED),)) is None
    assert told("Drug A for condition X.", (source(SUGGESTED),)) is not None


VERBS = (
    *("recommends", "strongly recommends", "advises", "requires", "demands", "endorses"),
    *("suggests", "considers", "insists on", "must give", "should give", "mandates"),
)
ENDS = ("drug A for adults with condition X.", "drug A in condition X, which cures it.", "drug A.")


@given(
    st.sampled_from((SUGGESTED, ADVISED, AGREED, UNKNOWN)),
    st.sampled_from(VERBS),
    st.sampled_from(ENDS),
    st.sampled_from(("", "Definitely, ", "It is proven that ")),
)
def test_no_reply_raises_a_strength(text: str, verb: str, end: str, opening: str) -> None:
    made = as_far_as(f"{opening}The panel {verb} {end}", source(text))
    assert stance_of(made) < Stance.RECOMMENDS or stance_of(made) <= stance_on(made, text)
