"""Gold sets are read as they were written, and what is wrong with one is told."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.errors import UsageError
from ragqa.evaluation.gold import Decision, GoldQuestion, GoldSource, read_gold, write_gold

WHOLE = {
    "id": "q1",
    "question": "Does drug A relieve condition X?",
    "answer": "Yes.",
    "must_have": ["Drug A relieves condition X."],
    "nice_to_have": ["Drug A is cheap."],
    "sources": [{"id": "pmid:1", "relevance": 2}, {"id": "near", "relevance": 0}],
    "passages": ["Drug A relieved condition X in 20 of 30 adults."],
    "decision": "yes",
    "tags": ["research"],
}

words = st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip)
texts = st.lists(words, max_size=3).map(tuple)


@st.composite
def gold(draw: st.DrawFn) -> GoldQuestion:
    abstain = draw(st.booleans())
    return GoldQuestion(
        question_id=draw(words),
        question=draw(words),
        answer=None if abstain else draw(st.none() | words),
        must_have=() if abstain else draw(texts),
        nice_to_have=draw(texts),
        sources=draw(
            st.lists(
                st.builds(GoldSource, source_id=words, relevance=st.integers(0, 3)), max_size=3
            ).map(tuple)
        ),
        passages=draw(texts),
        decision=draw(st.none() | st.sampled_from(Decision)),
        should_abstain=abstain,
        tags=draw(texts),
    )


@given(st.lists(gold(), min_size=1, max_size=4, unique_by=lambda one: one.question_id))
def test_a_gold_set_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, questions: list[GoldQuestion]
) -> None:
    file = tmp_path_factory.mktemp("gold") / "gold.jsonl"
    write_gold(questions, file)
    assert read_gold(file) == questions


def test_every_field_is_read(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text(json.dumps(WHOLE))
    assert read_gold(file) == [
        GoldQuestion(
            question_id="q1",
            question="Does drug A relieve condition X?",
            answer="Yes.",
            must_have=("Drug A relieves condition X.",),
            nice_to_have=("Drug A is cheap.",),
            sources=(
                GoldSource(source_id="pmid:1", relevance=2),
                GoldSource(source_id="near", relevance=0),
            ),
            passages=("Drug A relieved condition X in 20 of 30 adults.",),
            decision=Decision.YES,
            should_abstain=False,
            tags=("research",),
        )
    ]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"id": "q1"}, "the id 'q1' is used twice"),
        ({"id": None}, "its `id` is not text"),
        ({"question": "  "}, "its `question` holds something other than words"),
        ({"answer": 7}, "its `answer` is not text"),
        ({"must_haves": []}, "`must_haves` is no field of it"),
        ({"must_have": "x"}, "its `must_have` is no list of texts"),
        ({"must_have": [1]}, "its `must_have` holds something other than words"),
        ({"passages": ["\ud800"]}, "its `passages` holds half a character"),
        ({"sources": {}}, "its `sources` are no list"),
        ({"sources": ["pmid:1"]}, 'a source is not {"id": "…", "relevance": 1}'),
        ({"sources": [{"relevance": 1}]}, "its `sources` holds something other than words"),
        ({"sources": [{"id": "x", "relevance": True}]}, "no whole number from 0 on"),
        ({"sources": [{"id": "x", "relevance": -1}]}, "no whole number from 0 on"),
        ({"decision": "perhaps"}, "its `decision` is none of yes, no, maybe"),
        ({"should_abstain": 1}, "its `should_abstain` is neither true nor false"),
        ({"should_abstain": True}, "it should be abstained from, and has an answer"),
    ],
)
def test_a_row_that_is_no_gold_question_is_told_or_left_out(
    tmp_path: Path, change: dict[str, object], told: str, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text(f"{json.dumps(WHOLE)}\n{json.dumps({**WHOLE, 'id': 'q2', **change})}\n")
    with pytest.raises(UsageError) as raised:
        read_gold(file)
    assert f"{file}, line 2 is not a gold question: " in str(raised.value)
    assert told in str(raised.value)
    assert [one.question_id for one in read_gold(file, strict=False)] == ["q1"]
    assert "line 2" in caplog.text


def test_an_empty_set_is_told(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text("\n")
    with pytest.raises(UsageError, match="holds no gold question"):
        read_gold(file)


def test_a_set_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"cannot be written .*Name a file in a folder"):
        write_gold([], tmp_path / "none" / "gold.jsonl")
