"""The concepts that a question names."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.linguistics.terms import content_terms, naming_terms
from ragqa.retrieval.subject import SubjectReader
from ragqa.schema.evidence import WHOLE

TEXTS = ["drug alphamab relieves gout", "gout is common", "body mass index and gout", "iron"]


class WordCounts:
    """Word counts of the texts above."""

    passage_count = len(TEXTS)

    def passage_frequency(self, term: str) -> int:
        return Counter(t for text in TEXTS for t in set(content_terms(text)))[term]


READER = SubjectReader(WordCounts())


def _terms(text: str) -> frozenset[str]:
    return frozenset(content_terms(text))


def _words(question: str) -> list[tuple[str, ...]]:
    return [concept.words for concept in READER.read(question).concepts]


def test_neighbouring_words_are_one_concept_and_framing_words_part_them() -> None:
    assert _words("Does alphamab help in acute gout arthritis?") == [
        ("alphamab",),
        ("acute", "gout", "arthritis"),
    ]


def test_the_kind_of_thing_that_is_asked_for_names_nothing() -> None:
    assert _words("Which antibiotic is best in gout?") == [("gout",)]
    assert _words("Which classes of antibiotics help in gout?") == [("gout",)]
    assert _words("Do antibiotics help in gout?") == [("antibiotics",), ("gout",)]


def test_what_people_say_around_a_question_names_nothing() -> None:
    assert _words("Alright so I dont know, maybe tell me a bit about gout please?") == [("gout",)]


def test_where_something_is_so_names_nothing() -> None:
    assert _words("How common is gout in the United States each month?") == [
        ("gout",),
        ("month",),
    ]


def test_verbs_bent_without_an_ending_are_one() -> None:
    subject = READER.read("When is blood drawn in gout?")
    assert subject.weakest((naming_terms("Draw blood early in gout."), 1.0)) == 1.0


def test_a_letter_makes_another_vitamin() -> None:
    subject = READER.read("Does vitamin K prevent gout?")
    held = naming_terms("Vitamin D prevents gout.")
    assert subject.missing(held) == ("vitamin K",)
    assert subject.weakest((held, 1.0)) == 0.0


def test_a_tie_of_words_may_stand_in_a_question() -> None:
    assert _words("_ gout_arthritis _") == [("gout", "arthritis")]


def test_numbers_and_framing_words_name_nothing() -> None:
    assert _words("What is the best treatment of 60 patients?") == []
    assert _words("Who should receive alphamab, who undergo surgery?")[0] == ("alphamab",)


def test_an_abbreviation_that_the_question_spells_out_is_not_asked_twice() -> None:
    assert _words("Is body mass index (BMI) high in gout?") == [
        ("body", "mass", "index"),
        ("gout",),
    ]


def test_an_abbreviation_that_nobody_uses_stands_for_its_meaning() -> None:
    subject = READER.read("Does BMI alter gout?")
    assert subject.missing(_terms("The body mass index is high in gout.")) == ("alter",)


def test_the_share_is_whole_when_all_is_held_and_nothing_when_none_is() -> None:
    subject = READER.read("Does alphamab help in gout?")
    assert subject.share((_terms("Alphamab relieves gout."), 1.0)) == 1.0
    assert subject.share((_terms("Iron is a metal."), 1.0)) == 0.0


def test_a_title_counts_in_part() -> None:
    subject = READER.read("Does alphamab help in gout?")
    sentence, title = (_terms("Pain fell."), 1.0), (_terms("Alphamab for gout"), 0.6)
    assert subject.share(sentence, title) == 0.6


def test_words_of_one_stem_family_hold_each_other() -> None:
    subject = READER.read("Fractures after menopause?")
    assert subject.missing(_terms("Fractures in postmenopausal women")) == ()


def test_words_of_one_beginning_may_name_different_things() -> None:
    subject = READER.read("How is cellulitis treated?")
    assert subject.missing(_terms("A mask of cellulose on the skin.")) == ("cellulitis",)


def test_one_side_of_a_choice_is_enough_and_the_other_is_still_missed() -> None:
    subject = READER.read("Alphamab or iron in gout?")
    terms = _terms("Alphamab relieves gout.")
    assert subject.share((terms, 1.0)) == 1.0
    assert subject.missing(terms) == ("iron",)


def test_something_else_takes_the_need_from_what_is_named() -> None:
    subject = READER.read("Is it alphamab or another factor that causes gout?")
    assert subject.share((_terms("Age causes gout."), 1.0)) == 1.0


@given(st.text(max_size=80), st.text(max_size=80))
def test_a_share_is_between_nothing_and_all(question: str, text: str) -> None:
    subject = READER.read(question)
    share = subject.share((_terms(text), 1.0))
    assert 0.0 <= share <= 1.0 + 1e-9
    named = {word for concept in subject.concepts for word in concept.words}
    assert set(subject.missing(_terms(text))) <= named


@pytest.mark.parametrize(
    ("question", "text", "held"),
    [
        ("Alphamab in gout?", "Alphamab relieves gout.", True),
        ("Alphamab in gout?", "Alphamab relieves fever.", False),
        ("Treatment of vitamin D deficiency?", "Vitamin D prevents no falls.", False),
        ("Treatment of vitamin D deficiency?", "Vitamin D is given for low vitamin D.", True),
        ("How is type 1 diabetes treated?", "Exercise prevents type 2 diabetes.", False),
        ("How is type 1 diabetes treated?", "Type I diabetes needs insulin.", True),
        ("Breast cancer screening?", "Drug A prevents breast cancer.", False),
        ("Does a statin help?", "The fall was statistically significant.", False),
        ("Is the ovary old?", "Ovarian swelling was seen.", True),
        ("Is the heart old?", "The hearthstone was cold.", False),
        ("Does gout harm teenagers?", "Gout in adolescents", True),
        ("How to quit smoking?", "Drug A helps smoking cessation.", True),
    ],
)
def test_each_thing_that_is_asked_about_has_to_be_held(
    question: str, text: str, held: bool
) -> None:
    assert (READER.read(question).weakest((naming_terms(text), 1.0)) >= WHOLE) is held


@pytest.mark.parametrize(
    ("work", "sentence", "strays"),
    [
        (
            "Ovarian cancer",
            "The lung, colorectal, and ovarian trial (of 4 years) met cancer.",
            True,
        ),
        ("Ovarian cancer", "Cancer of the lung is common.", False),
        ("Lung cancer", "The trial lasted 4 years.", False),
        ("Gout", "The lung trial of 4 long years met some cancer.", False),
        ("Ovarian cancer", "The cancer was rare.", False),
    ],
)
def test_words_that_meet_by_chance_in_a_work_on_its_like_name_nothing(
    work: str, sentence: str, strays: bool
) -> None:
    subject = READER.read("Is lung cancer common?")
    assert subject.strays(naming_terms(work), content_terms(sentence)) is strays


def test_a_word_for_a_kind_of_thing_weighs_little_beside_another() -> None:
    beside = READER.read("Laparoscopic surgery in gout?")
    assert beside.weakest((naming_terms("Laparoscopic treatment of gout"), 1.0)) >= WHOLE
    alone = READER.read("Surgery in gout?")
    assert alone.weakest((naming_terms("Laparoscopic treatment of gout"), 1.0)) == 0.0


def test_what_a_text_names_is_told_as_it_was_asked() -> None:
    subject = READER.read("Alphamab or vitamin D in gout?")
    assert subject.named_in(naming_terms("Vitamin D in gout")) == {"vitamin D", "gout"}


def test_what_a_sentence_names_without_the_word_is_no_chance() -> None:
    subject = READER.read("Does exampline relieve iron deficiency?")
    sentence = "Exampline helps adults with low iron in the brain."
    words, work = content_terms(sentence), naming_terms("Exampline and iron")
    implied = naming_terms(sentence).difference(words)
    assert not subject.strays(work, words, implied)
    apart = content_terms("Exampline holds iron; later reports of its makers saw a deficiency.")
    assert subject.strays(work, apart)
