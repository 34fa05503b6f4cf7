"""Names of authors in their parts."""

import pytest

from ragqa.rendering.author_names import author_name, author_names


@pytest.mark.parametrize(
    ("text", "family", "given", "vancouver"),
    [
        ("Roe, Anna B.", "Roe", "Anna B.", "Roe AB"),
        ("van der Roe, Jean-Luc", "van der Roe", "Jean-Luc", "van der Roe JL"),
        ("Roe AB", "Roe", "A. B.", "Roe AB"),
        ("de la Roe J", "de la Roe", "J.", "de la Roe J"),
        ("O'Roe A", "O'Roe", "A.", "O'Roe A"),
        ("Rœ É", None, None, "Rœ É"),
        ("Anna Roe", None, None, "Anna Roe"),
        ("National Task Force", None, None, "National Task Force"),
        ("Study Group B", None, None, "Study Group B"),
        ("WHO", None, None, "WHO"),
        ("World Health Organization, Geneva", None, None, "World Health Organization, Geneva"),
    ],
)
def test_persons_are_told_from_organisations(
    text: str, family: str | None, given: str | None, vancouver: str
) -> None:
    name = author_name(f" {text} ")
    assert (name.whole, name.family, name.given) == (text, family, given)
    assert name.vancouver == vancouver
    assert name.inverted == (f"{family}, {given}" if family else text)


def test_blank_names_are_none_and_others_stand_on_one_line() -> None:
    assert [name.whole for name in author_names(["", " \n", "Task\nForce\u200b"])] == ["Task Force"]
