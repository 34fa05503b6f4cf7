"""What a text changes of the sentence that it retells."""

from hypothesis import given
from hypothesis import strategies as st

from ragqa.linguistics.alignment import Change, align


def words(text: str) -> list[str]:
    return text.split(" ")


SENTENCE = words("drug alpha decreas pain in adult with condit x")


def test_a_word_in_the_place_of_another_is_a_change() -> None:
    alignment = align(words("drug beta decreas pain in adult with condit x"), SENTENCE)
    assert alignment.changes == (Change(said=("beta",), instead_of=("alpha",)),)


def test_what_is_left_out_says_nothing() -> None:
    alignment = align(words("drug alpha decreas pain"), SENTENCE)
    assert [change.said for change in alignment.changes] == [()]
    assert alignment.kept == 1


def test_a_phrase_that_only_moved_says_nothing_new() -> None:
    alignment = align(words("in adult with condit x drug alpha decreas pain"), SENTENCE)
    assert all(change.said == () for change in alignment.changes)


def test_a_phrase_that_another_sentence_says_is_no_change() -> None:
    text = [*SENTENCE, *words("and improv sleep qualiti")]
    assert align(text, SENTENCE).changes[0].said == ("and", "improv", "sleep", "qualiti")
    others = [words("it improv sleep qualiti")]
    assert align(text, SENTENCE, others).changes[0].said == ("and",)


def test_other_words_in_another_order_keep_little() -> None:
    alignment = align(words("pain got less when alpha was given"), SENTENCE)
    assert alignment.kept < 0.5


@given(st.lists(st.sampled_from(SENTENCE), min_size=1), st.data())
def test_leaving_words_out_never_says_anything(sentence: list[str], data: st.DataObject) -> None:
    keep = data.draw(st.lists(st.booleans(), min_size=len(sentence), max_size=len(sentence)))
    text = [word for word, kept in zip(sentence, keep, strict=True) if kept]
    if text == sentence:
        assert align(text, sentence).changes == ()
    assert align(sentence, sentence).kept in (0, 1)
