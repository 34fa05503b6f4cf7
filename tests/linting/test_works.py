"""Titles, years and identifiers of entries as different styles write them."""

import pytest

from ragqa.linting.works import Work

TITLE = "Iron for restless legs: a trial"


@pytest.mark.parametrize(
    "entry",
    [
        f"Roe AB, van der Doe J, Poe C, et al. {TITLE}. J Iron. 2019;3(2):1-9.",
        f"Roe, A. B., & Doe, J. (2019). {TITLE}. Journal of Iron, 3(2), 1–9.",
        f"A. Roe and J. Doe, “{TITLE},” J. Iron, vol. 3, pp. 1-9, 2019.",
        f"Roe A. {TITLE}. J Iron 2019;3:1-9. Accessed 5 May 2024.",
        f"National Society of Iron. {TITLE}. Journal of Iron. 2019.",
        f"{TITLE}.\nThe journal of iron, 2019",
        f"Roe A et al. {TITLE}. J Iron. 2019. https://example.org/2021/05/iron",
    ],
)
def test_title_and_year_are_told_from_authors_and_journal(entry: str) -> None:
    work = Work(entry)
    assert work.title.strip(" .,") == TITLE
    assert work.year == 2019


def test_identifiers_are_read_in_any_dress_and_not_from_notices() -> None:
    work = Work("Roe A. Title. 2019. https://doi.org/10.1000/AbC. PMID: 12345. PMC7654321.")
    assert (work.doi, work.pmid, work.pmcid) == ("10.1000/abc", "12345", "7654321")
    assert Work("Roe A. Title. 2019. Corrected by doi:10.1000/err.").doi is None
    assert Work("Title. https://www.ncbi.nlm.nih.gov/pubmed/12345").pmid == "12345"


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        ("Roe A. Title. J Iron. 2019;1:2-3.", False),
        ("Roe A. Title. J Iron. 2019;1:2-3. https://example.org", True),
        ("Roe A. Handbook of iron. 3rd ed. London: Press; 2019.", True),
        ("Roe A. Handbook of iron. ISBN 978-0-00-000000-2.", True),
        ("World Health Organization. Iron in young children. Geneva: WHO; 2019.", True),
        ("Society of Iron. Iron in adults. Journal of Iron. 2019.", False),
    ],
)
def test_books_and_reports_are_found_by_name_and_journal_articles_by_identifier(
    entry: str, *, found: bool
) -> None:
    assert Work(entry).can_be_found is found
