"""Two runs compared: differences worked out by hand, and the page that shows them."""

from pathlib import Path

import pytest

from ragqa.errors import RunError
from ragqa.evaluation.comparison import compare
from ragqa.evaluation.comparison_html import render_comparison
from ragqa.evaluation.run import run
from ragqa.evaluation.run_folder import RunFolder
from ragqa.evaluation.run_scores import RunScores
from ragqa.evaluation.spec import Gate
from tests.evaluation.runs import (
    NAUSEA,
    PAIN,
    QUESTIONS,
    TEXTS,
    TOLD,
    Answerer,
    gold,
    parts,
    shelf,
    spec,
)


def scored(folder: Path, name: str, *gates: Gate, **texts: tuple[str, ...]) -> RunScores:
    answerer = Answerer(shelf(), texts={**TEXTS, **texts})
    return run(spec(folder, *gates), QUESTIONS, parts(answerer), folder / name, TOLD)


@pytest.fixture
def runs(tmp_path: Path) -> tuple[RunScores, RunScores]:
    """The new run tells PAIN as well where it was nice to have, and answers what it should not."""
    gate = Gate(metric="should_abstain_caught", bound=0.95)
    return (
        scored(tmp_path, "old"),
        scored(tmp_path, "new", gate, harm=(NAUSEA, PAIN), pain=(NAUSEA,), moon=(PAIN,)),
    )


def test_differences_are_paired_by_question(runs: tuple[RunScores, RunScores]) -> None:
    found = compare(*runs, seed=0, resamples=200)
    by_name = {one.metric: one for one in found.differences}
    told = by_name["must_have_recall"]
    # pain 0.5 -> 0, harm 1 -> 1, sleep 0 -> 0
    assert (told.questions, told.old, told.new) == (3, 0.5, 0.3333)
    assert told.change == -0.1667
    assert (told.wins, told.losses, told.ties) == (0, 1, 2)
    assert told.low <= told.change <= told.high
    assert told.p == 1.0
    assert told.is_better is None
    caught = by_name["should_abstain_caught"]
    assert (caught.old, caught.new, caught.losses) == (1.0, 0.0, 1)
    contradicted = by_name["contradicted"]
    assert (contradicted.wins, contradicted.losses, contradicted.ties) == (0, 0, 3)


def test_changed_questions_are_told_worst_first_better_is_more(
    runs: tuple[RunScores, RunScores],
) -> None:
    changed = compare(*runs, seed=0, resamples=100).changed
    assert [(pair.new.question_id, pair.metric, pair.change) for pair in changed] == [
        ("moon", "should_abstain_caught", -1.0),
        ("pain", "must_have_recall", -0.5),
        ("harm", "nice_to_have_recall", 1.0),
    ]


def test_a_run_compared_with_itself_changed_nothing(runs: tuple[RunScores, RunScores]) -> None:
    found = compare(runs[0], runs[0], seed=0, resamples=100)
    assert found.changed == ()
    assert all(
        (one.change, one.p, one.wins, one.losses) == (0, 1, 0, 0) for one in found.differences
    )
    assert found.made_with == {}


def test_turning_the_runs_round_turns_the_signs(runs: tuple[RunScores, RunScores]) -> None:
    old, new = runs
    there, back = (compare(*pair, seed=0, resamples=100) for pair in ((old, new), (new, old)))
    for one, other in zip(there.differences, back.differences, strict=True):
        assert one.change == pytest.approx(-other.change, abs=1e-4)
        assert (one.wins, one.losses) == (other.losses, other.wins)
        assert one.p == other.p


def test_the_gates_of_the_new_run_decide(runs: tuple[RunScores, RunScores]) -> None:
    old, new = runs
    assert [gate.metric for gate in compare(old, new, seed=0, resamples=100).broken] == [
        "should_abstain_caught"
    ]
    assert compare(new, old, seed=0, resamples=100).broken == ()


def test_runs_of_other_questions_cannot_be_compared(
    runs: tuple[RunScores, RunScores], tmp_path: Path
) -> None:
    answerer = Answerer(shelf(), texts={"else": (PAIN,)})
    from tests.evaluation import runs as samples

    samples.CONFIDENCE["else"] = 0.5
    other = run(spec(tmp_path), [gold("else")], parts(answerer), tmp_path / "other", TOLD)
    with pytest.raises(RunError, match="share no question"):
        compare(runs[0], other, seed=0, resamples=100)


def test_the_page_shows_both_answers_side_by_side(
    runs: tuple[RunScores, RunScores], tmp_path: Path
) -> None:
    answers = [RunFolder(tmp_path / name).answers() for name in ("old", "new")]
    found = compare(*runs, seed=0, resamples=100)
    page = render_comparison(found, *answers, names=("<old>", "new"))
    assert "&lt;old&gt;" in page
    assert "<old>" not in page
    assert "Broken gate: should abstain caught has to be at least 0.95 and is 0.000." in page
    assert page.count(PAIN) >= 2
    assert "What of moon?" in page
    assert "<script" not in page
