from ragqa.ingestion.list_depth import ListDepth


def depths(*marks: tuple[str, int]) -> list[int]:
    lists = ListDepth()
    return [lists.of(mark, indent) for mark, indent in marks]


def test_a_larger_indent_opens_a_list_and_a_smaller_one_closes_it() -> None:
    assert depths(("-", 0), ("-", 2), ("-", 4), ("-", 2), ("-", 0)) == [1, 2, 3, 2, 1]


def test_without_indents_a_new_mark_opens_a_list_and_the_old_one_closes_it() -> None:
    assert depths(("•", 0), ("-", 0), ("–", 0), ("・", 0), ("-", 0)) == [1, 2, 2, 1, 2]


def test_numbers_and_letters_are_marks_of_their_own() -> None:
    assert depths(("1.", 0), ("a)", 0), ("b)", 0), ("2.", 0)) == [1, 2, 2, 1]


def test_what_has_no_mark_stands_below_the_item_that_is_open() -> None:
    lists = ListDepth()
    assert [lists.of("•", 0), lists.below(), lists.below(), lists.of("•", 0)] == [1, 2, 2, 1]


def test_a_list_goes_on_behind_or_and_ends_at_prose() -> None:
    lists = ListDepth()
    lists.of("•", 0)
    lists.pause("Or:")
    assert lists.of("-", 0) == 2
    lists.pause("All of this is given for a week.")
    assert lists.of("-", 0) == 1
