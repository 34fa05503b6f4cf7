"""DOIs, PMIDs and PMCIDs in all their spellings."""

import pytest

from ragqa.linguistics.identifiers import identifier_of, normalise_doi, normalise_pmcid


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("https://doi.org/10.1000/AbC.1", "10.1000/abc.1"),
        ("doi: 10.1000/x(20)30.", "10.1000/x(20)30"),
        ("(see 10.1000/x)", "10.1000/x"),
        ("https://doi.org/10.1000/x/full", "10.1000/x"),
        ("none", None),
    ],
)
def test_dois_are_brought_into_one_spelling(text: str, doi: str | None) -> None:
    assert normalise_doi(text) == doi


def test_identifiers_carry_their_scheme() -> None:
    texts = ["10.1000/X", "PMID: 12", "12", "pmc7", "https://x.org/a", "nonsense"]
    assert [identifier_of(text) for text in texts] == [
        "doi:10.1000/x",
        "pmid:12",
        "pmid:12",
        "pmcid:pmc7",
        "url:https://x.org/a",
        None,
    ]
    assert normalise_pmcid("456") == "PMC456"
