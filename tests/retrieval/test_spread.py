"""Evidence on the subject, from many works."""

from ragqa.retrieval.spread import spread
from ragqa.retrieval.subject import SubjectReader
from tests.factories import make_evidence
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


def test_the_limit_holds() -> None:
    items = [make_evidence("Gout.", document_id=str(n)) for n in range(9)]
    assert len(spread(items, SUBJECT, limit=3, per_document=4)) == 3
