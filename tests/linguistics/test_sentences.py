import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.linguistics.sentences import sentence_spans

prose = st.text(alphabet=st.sampled_from("aA1 .?!,()[]\"'\n•-…:;%²µ”“"), max_size=120)


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Drug A was better vs. placebo in most patients.",
        "Some causes, i.e. X and e.g. Y, are rare.",
        "Smith et al. 2010 found it.",
        "The curve in Fig. 2 rises.",
        "Dr. Smith and J. F. Brown wrote it.",
        "It is listed as No. 3 of ten.",
        "Values were low (Ref. 14. of the list) in all.",
        "Take 5 mg b.i.d. with food.",
        "The dose was approx. 5 mg.",
        "The rate fell (P < .001) by 2.5 points.",
        "S. aureus and E. coli grew.",
        "The U.S. Preventive Services Task Force met.",
        "Brassica rapa (L.) Makino was grown.",
        "They gave it (50 mg, i.p.) 24 h later.",
    ],
)
def test_a_stop_inside_a_sentence_does_not_end_it(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Iron was low in anemia.12 The dose was doubled.",
        "It was seen (P < .001). Nothing else was.",
        "He called it “mild.” Others disagreed.",
        "Is it safe? We do not know.",
        "Low vitamin D. Iron was normal.",
        "They lived in the U.S. The others did not.",
        "It rose over 24 h. Patients then left.",
        "We studied mTOR. mTOR was active.",
        "It waned... Then it returned.",
        "Ten patients had MS. Nine recovered.",
    ],
)
def test_the_end_of_a_sentence_is_found(text: str) -> None:
    assert len(split(text)) == 2
    assert " ".join(split(text)) == text


def test_a_blank_line_separates_without_a_stop() -> None:
    assert split("Iron deficiency\n\nIt is common.") == ["Iron deficiency", "It is common."]


def test_a_line_break_alone_does_not_separate() -> None:
    assert split("Iron deficiency\nis common.") == ["Iron deficiency\nis common."]


def test_bullets_separate_and_stay_outside() -> None:
    assert split("• low iron\n• pregnancy\n- uraemia") == ["low iron", "pregnancy", "uraemia"]


def test_enumerators_at_the_head_of_a_line_stay_outside() -> None:
    text = "Causes:\n1. Low iron.\n2. Pregnancy."
    assert split(text) == ["Causes:", "Low iron.", "Pregnancy."]


def test_enumerators_that_count_on_need_no_stop_before_them() -> None:
    assert split("1. Low iron\n2. Pregnancy\n3. Uraemia") == ["Low iron", "Pregnancy", "Uraemia"]


def test_a_wrapped_number_is_no_enumerator() -> None:
    assert split("The women were aged\n45. They were well.") == [
        "The women were aged\n45.",
        "They were well.",
    ]


def test_nothing_in_gives_nothing_out() -> None:
    assert sentence_spans("") == sentence_spans(" \n\t ") == []


@given(prose)
def test_spans_are_ordered_disjoint_and_without_surrounding_space(text: str) -> None:
    spans = sentence_spans(text)
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    assert all(text[a:b] == text[a:b].strip() != "" for a, b in spans)


@given(prose)
def test_only_space_bullets_and_enumerators_lie_outside_the_spans(text: str) -> None:
    covered = {i for start, end in sentence_spans(text) for i in range(start, end)}
    outside = "".join(c for i, c in enumerate(text) if i not in covered)
    assert set(outside) <= set(" \n•-1a().")


@given(st.lists(st.sampled_from(["Iron fell.", "Drug A helped.", "Was it safe?"]), max_size=6))
def test_plain_sentences_come_back_as_they_were_joined(sentences: list[str]) -> None:
    assert split(" ".join(sentences)) == sentences
