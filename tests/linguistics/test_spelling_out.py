import pytest

from ragqa.linguistics.spelling_out import in_full, introduced, plural

KNOWN = {"QZT": "quiet zone therapy", "QZE": "quiet zone exam"}


@pytest.mark.parametrize(
    ("singular", "expected"),
    [
        ("quiet zone exam", "quiet zone exams"),
        ("combination therapy", "combination therapies"),
        ("survey", "surveys"),
        ("meta-analysis", "meta-analyses"),
        ("restless legs", "restless legs"),
    ],
)
def test_plurals_are_formed_as_english_forms_them(singular: str, expected: str) -> None:
    assert plural(singular) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A quiet zone exam (QZE) helps.", {"QZE"}),
        ("Quiet zone therapies (QZTs) help.", {"QZT"}),
        ("Pain (quiet zone exam [QZE], 3) fell.", {"QZE"}),
        ("The QZE (Table 2) helps.", set()),
        ("A quick zest effort (QZE) helps.", set()),
    ],
)
def test_an_introduction_holds_the_known_meaning(text: str, expected: set[str]) -> None:
    assert set(introduced(text, KNOWN)) == expected


def test_both_ways_of_writing_turn_into_one() -> None:
    spelled = in_full("A quiet zone exam (QZE) may help; QZEs and QZTs are cheap.", KNOWN)
    bare = in_full("A QZE may help; QZEs and QZTs are cheap.", KNOWN)
    assert (
        spelled
        == bare
        == ("A quiet zone exam may help; quiet zone exams and quiet zone therapies are cheap.")
    )


def test_a_name_that_only_begins_like_an_abbreviation_is_left_alone() -> None:
    assert in_full("QZE-2 and QZEX", KNOWN) == "QZE-2 and QZEX"
    assert in_full("QZE-based", KNOWN) == "quiet zone exam-based"
