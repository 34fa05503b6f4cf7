"""Topical headings for research findings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.generation.candidates import candidates
from ragqa.generation.topics import Topic, by_topic, topic_of
from tests.factories import make_sentences

SAMPLES = {
    Topic.CAUSE: "Low iron in the brain was the main mechanism of condition X in adults.",
    Topic.FREQUENCY: "The prevalence of condition X was 12 in every hundred adults.",
    Topic.TESTING: "The questionnaire had a sensitivity of 80% and a specificity of 90%.",
    Topic.BENEFIT: "Drug A improved sleep in adults more than placebo did.",
    Topic.HARM: "Adverse events were more common with drug A than with placebo.",
    Topic.OPEN: "It remains unclear whether drug A improves sleep in adults.",
    Topic.OTHER: "Condition X was named by Doe in her book of that year.",
}


@pytest.mark.parametrize("topic", Topic)
def test_the_weightiest_cue_names_the_heading(topic: Topic) -> None:
    assert topic_of(SAMPLES[topic]) is topic


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("There was insufficient evidence on adverse events of drug A.", Topic.OPEN),
        ("Treated adults discontinued drug A because of nausea.", Topic.HARM),
        ("Screening with the test reduced deaths.", Topic.TESTING),
        ("Drug A reduced deaths, improved sleep and lowered pain after the test.", Topic.BENEFIT),
    ],
)
def test_the_weightier_word_wins_over_the_commoner_and_many_over_one(
    text: str, topic: Topic
) -> None:
    assert topic_of(text) is topic


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("The incidence of condition X was lower on drug A than on drug B.", Topic.BENEFIT),
        ("Unwanted symptoms were more common with drug A.", Topic.HARM),
        ("All-cause death was lower with drug A than with drug B.", Topic.BENEFIT),
        ("Liver iron fell in the adults on drug A (p = 0.03).", Topic.BENEFIT),
        ("The incidence of condition X was 12 in every hundred adults.", Topic.FREQUENCY),
    ],
)
def test_what_is_compared_was_not_counted_to_tell_how_common_it_is(text: str, topic: Topic) -> None:
    assert topic_of(text) is topic


@given(st.text(max_size=200))
def test_every_text_has_a_heading_whatever_its_case(text: str) -> None:
    assert topic_of(text) in Topic
    if text.isascii():
        assert topic_of(text.upper()) is topic_of(text.lower())


@given(st.lists(st.sampled_from(list(SAMPLES.values())), max_size=12))
def test_grouping_keeps_every_finding_once_in_order_under_its_heading(texts: list[str]) -> None:
    findings = [
        candidate
        for number, text in enumerate(texts)
        for candidate in candidates(
            make_sentences(text, document_id=f"doc{number}", section=("Results",))
        )
    ]
    groups = by_topic(findings)
    headings = [topic for topic, _ in groups]
    assert headings == [topic for topic in Topic if topic in headings]
    for topic, members in groups:
        assert members == [finding for finding in findings if topic_of(finding.text) is topic]
        assert members != []
    assert sum(len(members) for _, members in groups) == len(findings) == len(texts)


def test_nothing_found_gives_no_headings() -> None:
    assert by_topic([]) == []
