"""What a reference list says of the standing of its works."""

import pytest

from ragqa.schema.source import Relation, Standing, Witness
from ragqa.verification.references import notices_of
from tests.verification.library import source


def notice(relation: Relation) -> tuple[str, ...]:
    return notices_of(source("Review", relations=(relation,)))


@pytest.mark.parametrize(
    ("standing", "other", "words"),
    [
        (Standing.SUPERSEDED, "doi:10.1/x.pub3", "Superseded by doi:10.1/x.pub3"),
        (Standing.CORRECTED, "pmid:7", "Corrected by PMID 7"),
        (Standing.RETRACTED, "pmcid:pmc7", "Retracted, see PMC7"),
        (Standing.RETRACTED, "note:J X. 2020;1:3", "Retracted, see J X. 2020;1:3"),
        (
            Standing.CONCERN,
            "url:https://example.org/a",
            "Expression of concern, see https://example.org/a",
        ),
        (
            Standing.SUCCESSOR_RETRACTED,
            "pmid:7",
            "Superseded by PMID 7, which has been retracted itself",
        ),
        (
            Standing.CONTESTED,
            "pmid:7",
            "Not settled whether PMID 7 supersedes it, or the reverse",
        ),
    ],
)
def test_what_another_work_does_to_it_is_said_with_its_identifier(
    standing: Standing, other: str, words: str
) -> None:
    assert notice(Relation(standing=standing, other=other)) == (words,)


@pytest.mark.parametrize(
    "standing", [Standing.SUPERSEDES, Standing.RETRACTS, Standing.CORRECTS, Standing.QUESTIONS]
)
def test_what_a_work_does_to_others_is_no_notice_on_itself(standing: Standing) -> None:
    assert notice(Relation(standing=standing, other="pmid:7")) == ()


def test_a_notice_says_which_work_states_it() -> None:
    witness = Witness(title="Erratum: Review", identifier="pmid:9")
    corrected = Relation(standing=Standing.CORRECTED, other="doi:10.1/e", stated_by=witness)
    assert notice(corrected) == ("Corrected by doi:10.1/e, as “Erratum: Review” (PMID 9) says",)


def test_the_work_that_states_it_is_not_named_twice() -> None:
    witness = Witness(title="Erratum " * 40, identifier="pmid:9")
    (said,) = notice(Relation(standing=Standing.CORRECTED, other="pmid:9", stated_by=witness))
    assert said.startswith("Corrected by PMID 9, as “Erratum Erratum")
    assert said.endswith("Erratum…” says")
    assert said.count("PMID 9") == 1
    assert len(said) < 170
