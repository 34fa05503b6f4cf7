"""Evidence on the subject, from many works."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from ragqa.linguistics.terms import naming_terms
from ragqa.retrieval.spread import spread
from ragqa.retrieval.subject import SubjectReader
from ragqa.schema.evidence import Evidence
from ragqa.schema.source import Relation, Standing
from tests.factories import make_evidence, make_source
from tests.retrieval.test_subject import WordCounts

SUBJECT = SubjectReader(WordCounts()).read("Does alphamab help in gout?")


def test_no_document_gives_more_than_its_part() -> None:
    many = [
        make_evidence(f"Alphamab relieves gout, note {n}.", document_id="one", start=100 * n)
        for n in range(5)
    ]
    other = make_evidence("Gout is common.", document_id="two")
    chosen = spread([*many, other], SUBJECT, limit=4, per_document=2)
    assert [item.passage.document_id for item in chosen] == ["one", "one", "two"]


def test_the_whole_subject_goes_before_likeness() -> None:
    alike = make_evidence("Gout hurts very much.", similarity=0.6, document_id="alike")
    whole = make_evidence("Alphamab relieves gout.", similarity=0.5, document_id="whole")
    assert spread([alike, whole], SUBJECT, limit=2, per_document=1) == [whole, alike]


def test_a_retracted_work_and_a_notice_are_no_evidence_and_an_old_version_is_less() -> None:
    def stands(standing: Standing, name: str) -> Evidence:
        relations = (Relation(standing=standing, other="doi:10.1/x"),)
        source = make_source(relations=relations)
        return make_evidence("Alphamab relieves gout.", source=source, document_id=name)

    current = make_evidence("Alphamab relieves gout.", similarity=0.45, document_id="current")
    old, retracted = stands(Standing.SUPERSEDED, "old"), stands(Standing.RETRACTED, "retracted")
    notice = stands(Standing.RETRACTS, "notice")
    found = spread([old, retracted, notice, current], SUBJECT, limit=3, per_document=1)
    assert found == [current, old]


def test_the_limit_holds() -> None:
    items = [make_evidence("Gout.", document_id=str(n)) for n in range(9)]
    assert len(spread(items, SUBJECT, limit=3, per_document=4)) == 3


TEXTS = ("Alphamab relieves gout.", "Gout hurts.", "Alphamab is new.", "Nothing of either.")
PIECES = st.tuples(
    st.sampled_from(TEXTS), st.sampled_from([0.1, 0.25, 0.4, 0.55, 0.7]), st.sampled_from("abc")
)


@given(st.lists(PIECES, max_size=12), st.integers(1, 8), st.integers(1, 3))
def test_the_choice_is_that_of_reading_and_sorting_all(
    pieces: list[tuple[str, float, str]], limit: int, per_document: int
) -> None:
    items = [
        make_evidence(text, similarity=score, document_id=name, start=100 * place)
        for place, (text, score, name) in enumerate(pieces)
    ]

    def rank(item: Evidence) -> float:
        text = f"{item.source.title} {item.passage.text}"
        return -item.score - 0.3 * SUBJECT.share((naming_terms(text), 1.0))

    taken: Counter[str] = Counter()
    wanted: list[Evidence] = []
    for item in sorted(items, key=rank):
        if len(wanted) < limit and taken[item.passage.document_id] < per_document:
            taken[item.passage.document_id] += 1
            wanted.append(item)
    assert spread(items, SUBJECT, limit=limit, per_document=per_document) == wanted
