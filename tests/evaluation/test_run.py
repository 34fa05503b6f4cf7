"""A run from its specification to its folder: every value worked out by hand."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from ragqa.errors import JudgeError, RunError, UsageError
from ragqa.evaluation.gold import GoldSource
from ragqa.evaluation.run import run
from ragqa.evaluation.run_scores import RunScores, read_scores
from ragqa.evaluation.spec import Gate
from tests.evaluation.runs import (
    NAUSEA,
    PAIN,
    QUESTIONS,
    TOLD,
    Answerer,
    gold,
    parts,
    shelf,
    spec,
)

FILES = {"answers.jsonl", "scores.json", "settings.toml", "report.html", "report.md"}


@pytest.fixture
def answerer() -> Answerer:
    return Answerer(shelf())


@pytest.fixture
def scores(tmp_path: Path, answerer: Answerer) -> RunScores:
    return run(spec(tmp_path), QUESTIONS, parts(answerer), tmp_path / "run", TOLD)


def value(scores: RunScores, metric: str) -> tuple[float, int]:
    figure = scores.metrics[metric]
    return figure.value, figure.questions


def test_the_folder_holds_the_whole_run(scores: RunScores, tmp_path: Path) -> None:
    assert {one.name for one in (tmp_path / "run").iterdir()} >= FILES
    lines = (tmp_path / "run" / "answers.jsonl").read_text().splitlines()
    rows = [json.loads(line) for line in lines]
    assert [row["question_id"] for row in rows] == ["pain", "harm", "sleep", "moon"]
    assert [row["outcome"] for row in rows] == ["answered", "answered", "answered", "abstained"]
    assert rows[0]["schema_version"] == 1
    assert rows[0]["ranking"] == ["d0", "d1", "d2", "d3"]
    assert read_scores(tmp_path / "run" / "scores.json") == scores


def test_statements_are_told_left_out_or_contradicted(scores: RunScores) -> None:
    # pain: one of two; harm: one of one; sleep: contradicted, so none of one
    assert value(scores, "must_have_recall") == (0.5, 3)
    assert value(scores, "contradicted") == (0.3333, 3)
    assert value(scores, "nice_to_have_recall") == (0.0, 1)
    labels = {one.text: one.label for each in scores.questions for one in each.statements}
    assert labels[NAUSEA] == "SUPPORTED"
    assert labels["Drug A cured condition X in 90% of children."] == "NOT_ENOUGH_INFO"
    assert labels["Drug B improved sleep in adults with condition Y."] == "CONTRADICTED"


def test_sources_are_found_by_doi_pmid_and_id(scores: RunScores) -> None:
    # pain: its source is first; harm: second, so the reciprocal rank is 1/2 and nDCG 1/log2(3)
    assert value(scores, "mrr") == (0.75, 2)
    assert value(scores, "ndcg_at_10") == (round((1 + 0.6309297) / 2, 4), 2)
    assert value(scores, "recall_at_10") == (1.0, 2)
    assert value(scores, "gold_source_cited") == (1.0, 2)


def test_citations_are_intact_and_only_identified_works_resolve(scores: RunScores) -> None:
    assert value(scores, "intact_quotes") == (1.0, 3)
    assert value(scores, "citation_recall") == (1.0, 3)
    assert value(scores, "citation_precision") == (1.0, 3)
    assert value(scores, "resolvable_references") == (1.0, 3)


def test_abstentions_are_held_against_the_gold_set(scores: RunScores) -> None:
    assert value(scores, "answered") == (0.75, 4)
    assert value(scores, "should_abstain_caught") == (1.0, 1)
    assert value(scores, "false_abstention") == (0.0, 3)
    # risks by confidence: pain 0.5, harm 0, sleep 1; means of the first 1, 2, 3: 0.5, 0.25, 0.5
    assert value(scores, "aurc") == (round((0.5 + 0.25 + 0.5) / 3, 4), 3)
    assert [(one.coverage, one.risk) for one in scores.risk_coverage] == [
        (0.25, 0.5), (0.5, 0.25), (0.75, 0.5),
    ]  # fmt: skip


def test_form_time_and_decisions_are_measured(scores: RunScores) -> None:
    assert value(scores, "sound_references") == (1.0, 3)
    assert value(scores, "cited_statements") == (1.0, 3)
    assert value(scores, "seconds") == (0.75, 4)
    assert value(scores, "decision_accuracy") == (1.0, 1)
    assert value(scores, "decision_macro_f1") == (1.0, 1)
    assert value(scores, "token_similarity") == (0.5, 1)


def test_each_tag_has_its_own_figures(scores: RunScores) -> None:
    assert list(scores.tags) == ["drug a"]
    tagged = scores.tags["drug a"]["must_have_recall"]
    assert (tagged.value, tagged.questions) == (0.75, 2)


def test_an_answer_where_there_is_none_is_the_worst_case(
    tmp_path: Path, answerer: Answerer
) -> None:
    answerer.texts = {**answerer.texts, "moon": (PAIN,), "harm": ()}
    out = tmp_path / "run"
    scores = run(spec(tmp_path), QUESTIONS, parts(answerer), out, TOLD)
    assert value(scores, "should_abstain_caught") == (0.0, 1)
    assert value(scores, "false_abstention") == (0.3333, 3)
    assert value(scores, "must_have_recall") == (round(0.5 / 3, 4), 3)
    page = (out / "report.html").read_text()
    assert "answered, and should be abstained from" in page
    assert "abstained from, and has an answer" in page


def test_a_broken_gate_is_told_and_everything_is_written(
    tmp_path: Path, answerer: Answerer
) -> None:
    gates = (
        Gate(metric="must_have_recall", bound=0.85),
        Gate(metric="contradicted", bound=0.5),
        Gate(metric="intact_quotes", bound=1.0),
        Gate(metric="rouge_l", bound=0.1),
    )
    out = tmp_path / "run"
    scores = run(spec(tmp_path, *gates), QUESTIONS, parts(answerer), out, TOLD)
    assert [gate.metric for gate in scores.broken] == ["must_have_recall"]
    assert {one.name for one in out.iterdir()} >= FILES
    assert "**broken**" in (out / "report.md").read_text()


def test_a_gate_on_what_was_not_measured_is_broken(tmp_path: Path, answerer: Answerer) -> None:
    asked = spec(tmp_path, Gate(metric="must_have_recall", bound=0.0))
    scores = run(asked, [gold("moon")], parts(answerer), tmp_path / "run", TOLD)
    (gate,) = scores.broken
    assert gate.value is None


class KilledError(Exception):
    """Stands for the end of the process."""


def kill_at_sleep(name: str) -> None:
    if name == "sleep":
        raise KilledError


def test_a_killed_run_goes_on_with_what_is_left(tmp_path: Path, answerer: Answerer) -> None:
    whole = run(spec(tmp_path), QUESTIONS, parts(Answerer(shelf())), tmp_path / "whole", TOLD)
    out = tmp_path / "run"
    answerer.before = kill_at_sleep
    with pytest.raises(KilledError):
        run(spec(tmp_path), QUESTIONS, parts(answerer), out, TOLD)
    with (out / "answers.jsonl").open("ab") as torn:
        torn.write(b'{"question_id": "sleep", "sche')
    again = Answerer(shelf())
    assert run(spec(tmp_path), QUESTIONS, parts(again), out, TOLD) == whole
    assert again.asked == ["sleep", "moon"]
    for name in FILES:
        assert (out / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()


def test_a_finished_run_is_scored_again_without_asking(
    tmp_path: Path, answerer: Answerer, scores: RunScores
) -> None:
    answerer.asked.clear()
    asked = spec(tmp_path, Gate(metric="contradicted", bound=0.0))
    again = run(asked, QUESTIONS, parts(answerer), tmp_path / "run", TOLD)
    assert answerer.asked == []
    assert again.metrics == scores.metrics
    assert len(again.broken) == 1


@pytest.mark.parametrize(
    ("changes", "given", "told"),
    [
        ({"fingerprint": "beef"}, {}, "its settings was 'f00d' and is 'beef' now"),
        ({}, {"limit": 3}, "its limit was 0 and is 3 now"),
        ({}, {"audience": "patient"}, "its audience was 'clinician'"),
    ],
)
def test_a_folder_of_another_run_is_refused(
    changes: dict[str, object],
    given: dict[str, object],
    told: str,
    scores: RunScores,
    tmp_path: Path,
    answerer: Answerer,
) -> None:
    before = {one: one.read_bytes() for one in (tmp_path / "run").iterdir()}
    with pytest.raises(RunError, match="holds the answers of another run") as raised:
        run(spec(tmp_path, **given), QUESTIONS, parts(answerer, **changes), tmp_path / "run", TOLD)
    assert told in str(raised.value)
    assert {one: one.read_bytes() for one in (tmp_path / "run").iterdir()} == before


def test_a_run_of_another_snapshot_is_refused(
    scores: RunScores, tmp_path: Path, answerer: Answerer
) -> None:
    answerer.held.snapshot_id = "0th3r"
    with pytest.raises(RunError, match="its snapshot was '5h3lf' and is '0th3r' now"):
        run(spec(tmp_path), QUESTIONS, parts(answerer), tmp_path / "run", TOLD)


def test_a_gold_set_that_changed_is_another_run(
    scores: RunScores, tmp_path: Path, answerer: Answerer
) -> None:
    (tmp_path / "gold.jsonl").write_text("changed")
    with pytest.raises(RunError, match="its gold_sha256 was"):
        run(spec(tmp_path), QUESTIONS, parts(answerer), tmp_path / "run", TOLD)


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path, answerer: Answerer) -> None:
    out = tmp_path / "run"
    out.mkdir()
    (out / "thesis.txt").write_text("mine")
    with pytest.raises(RunError, match=r"holds 'thesis.txt' and no run"):
        run(spec(tmp_path), QUESTIONS, parts(answerer), out, TOLD)
    assert answerer.asked == []


def test_a_file_in_place_of_the_folder_is_told(tmp_path: Path, answerer: Answerer) -> None:
    out = tmp_path / "run"
    out.write_text("")
    with pytest.raises(RunError, match=r"is a file\. Name a folder"):
        run(spec(tmp_path), QUESTIONS, parts(answerer), out, TOLD)


def test_a_question_that_cannot_be_asked_is_named(tmp_path: Path, answerer: Answerer) -> None:
    def refuse(name: str) -> None:
        if name == "harm":
            raise UsageError("It is too long.")

    answerer.before = refuse
    with pytest.raises(UsageError, match=r"The gold question 'harm': It is too long\."):
        run(spec(tmp_path), QUESTIONS, parts(answerer), tmp_path / "run", TOLD)
    assert answerer.asked == ["pain"]


def test_two_runs_in_one_folder_at_once_are_refused(tmp_path: Path, answerer: Answerer) -> None:
    out = tmp_path / "run"
    out.mkdir()
    with FileLock(out / ".lock"), pytest.raises(RunError, match="Another process is writing"):
        run(spec(tmp_path), QUESTIONS, parts(answerer), out, TOLD)


@pytest.mark.parametrize(
    "damage", [b"{}\n", b'{"question_id": "pain"}\n', b"\xff\xfe\n", b"[1]\n", b"\n"]
)
def test_a_damaged_answer_is_told_with_its_line(
    damage: bytes, scores: RunScores, tmp_path: Path, answerer: Answerer
) -> None:
    file = tmp_path / "run" / "answers.jsonl"
    file.write_bytes(file.read_bytes() + damage)
    with pytest.raises(RunError, match="is damaged"):
        run(spec(tmp_path), QUESTIONS, parts(answerer), tmp_path / "run", TOLD)


def test_damaged_settings_are_told(scores: RunScores, tmp_path: Path, answerer: Answerer) -> None:
    (tmp_path / "run" / "settings.toml").write_text("rests_on = [")
    with pytest.raises(RunError, match=r"settings.toml is damaged"):
        run(spec(tmp_path), QUESTIONS, parts(answerer), tmp_path / "run", TOLD)


def test_a_gold_source_that_the_index_lacks_is_refused_or_counted(
    tmp_path: Path, answerer: Answerer
) -> None:
    asked = [
        replace(QUESTIONS[0], sources=(GoldSource(source_id="doi:10.1000/gone", relevance=1),))
    ]
    with pytest.raises(UsageError, match=r"names the source 'doi:10.1000/gone', which the index"):
        run(spec(tmp_path), asked, parts(answerer), tmp_path / "run", TOLD)
    gone = GoldSource(source_id="pmid:1", relevance=1)
    two = [replace(asked[0], sources=(*asked[0].sources, gone))]
    with pytest.raises(UsageError, match=r"gone' and 1 more, which .* Ingest them, mend"):
        run(spec(tmp_path), two, parts(answerer), tmp_path / "run", TOLD)
    assert answerer.asked == []
    counting = spec(tmp_path, missing_sources="count")
    scores = run(counting, asked, parts(answerer), tmp_path / "run", TOLD)
    assert value(scores, "recall_at_100") == (0.0, 1)


def test_a_judge_that_was_never_validated_does_not_score(
    tmp_path: Path, answerer: Answerer
) -> None:
    class Stranger:
        judge_id = "stranger"

    with pytest.raises(JudgeError, match="'stranger' was never validated") as raised:
        run(
            spec(tmp_path, judge_unvalidated=False), QUESTIONS,
            parts(answerer, judge=Stranger()), tmp_path / "run", TOLD,
        )  # fmt: skip
    assert "ragqa eval judge" in str(raised.value)
    assert not (tmp_path / "run").exists()


DISK = """
import resource, sys
from pathlib import Path
from ragqa.errors import RunError
from ragqa.evaluation.run import run
from tests.evaluation.runs import QUESTIONS, TOLD, Answerer, parts, shelf, spec
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), -1))
folder = Path(sys.argv[1])
try:
    run(spec(folder), QUESTIONS, parts(Answerer(shelf())), folder / "run", TOLD)
except RunError as error:
    print(error)
"""


@pytest.mark.parametrize("limit", [5_000, 12_000])
def test_a_full_disk_is_one_sentence_and_keeps_what_was_answered(
    limit: int, tmp_path: Path, answerer: Answerer
) -> None:
    """A limit on the size of files fails a write as a full disk does."""
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", DISK, str(tmp_path), str(limit)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    assert "Free some space" in done.stdout
    assert done.stdout.count("\n") == 1
    scores = run(spec(tmp_path), QUESTIONS, parts(answerer), tmp_path / "run", TOLD)
    assert value(scores, "must_have_recall") == (0.5, 3)
    rows = (tmp_path / "run" / "answers.jsonl").read_text().splitlines()
    assert len(rows) == len(QUESTIONS)
