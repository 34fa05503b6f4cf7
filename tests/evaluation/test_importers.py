"""Published sets become gold sets; another file is told in one sentence."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ragqa.errors import UsageError
from ragqa.evaluation.beir import import_beir
from ragqa.evaluation.bioasq import import_bioasq
from ragqa.evaluation.gold import Decision, GoldQuestion, GoldSource, read_gold
from ragqa.evaluation.kqa import import_kqa
from ragqa.evaluation.pubmedqa import import_pubmedqa
from tests.cli.command import ragqa

DATA = Path(__file__).parents[3] / "shared" / "data"

BIOASQ = {
    "id": "b1",
    "body": "Which drugs treat condition X?",
    "type": "list",
    "documents": ["http://www.ncbi.nlm.nih.gov/pubmed/11", "https://pubmed.ncbi.nlm.nih.gov/12/"],
    "snippets": [{"text": " Drug A treats it. ", "document": "x"}, {"text": "Drug A treats it."}],
    "exact_answer": [["drug A", "A-ine"], ["drug B"]],
    "ideal_answer": ["Drug A and drug B do.", "Several do."],
}
PUBMEDQA = {
    "QUESTION": "Does drug A relieve condition X?",
    "CONTEXTS": ["We asked 30 adults.", "20 were relieved."],
    "LABELS": ["METHODS", "RESULTS"],
    "LONG_ANSWER": "Drug A relieves condition X.",
    "final_decision": "yes",
}
KQA = {
    "Question": "What is drug A for?",
    "Free_form_answer": "It relieves condition X.",
    "Must_have": ["Drug A relieves condition X"],
    "Nice_to_have": ["Drug A is taken once a day"],
    "Sources": "https://example.org",
}
Import = Callable[..., list[GoldQuestion]]


def test_a_bioasq_question_keeps_names_prose_works_and_snippets(tmp_path: Path) -> None:
    file = tmp_path / "golden.json"
    file.write_text(json.dumps({"questions": [BIOASQ]}))
    (question,) = import_bioasq(file, strict=True)
    assert question == GoldQuestion(
        question_id="b1",
        question="Which drugs treat condition X?",
        answer="Drug A and drug B do.",
        must_have=("drug A", "drug B"),
        nice_to_have=(),
        sources=tuple(GoldSource(source_id=f"pmid:{one}", relevance=1) for one in (11, 12)),
        passages=("Drug A treats it.",),
        decision=None,
        should_abstain=False,
        tags=("list",),
    )


@pytest.mark.parametrize(
    ("kind", "exact", "names", "decision"),
    [
        ("yesno", "No", (), None),
        ("yesno", ["no"], (), Decision.NO),
        ("yesno", "yes", (), Decision.YES),
        ("factoid", "drug A", ("drug A",), None),
        ("factoid", [["drug A", "A-ine"]], ("drug A",), None),
        ("summary", None, (), None),
    ],
)
def test_each_kind_of_bioasq_question_has_its_own_gold(
    tmp_path: Path, kind: str, exact: object, names: tuple[str, ...], decision: Decision | None
) -> None:
    row = {**BIOASQ, "type": kind, "exact_answer": exact, "ideal_answer": "Prose."}
    file = tmp_path / "golden.jsonl"
    file.write_text(json.dumps(row))
    if exact == "No":
        with pytest.raises(UsageError, match="its `decision` is none of yes, no, maybe"):
            import_bioasq(file, strict=True)
        return
    (question,) = import_bioasq(file, strict=True)
    assert (question.must_have, question.decision) == (names, decision)
    assert question.answer == "Prose."


def test_pubmedqa_is_read_as_published_and_as_beir_queries(tmp_path: Path) -> None:
    official = tmp_path / "ori_pqal.json"
    official.write_text(json.dumps({"123": PUBMEDQA}))
    (question,) = import_pubmedqa(official, strict=True)
    assert question.sources == (GoldSource(source_id="pmid:123", relevance=1),)
    assert question.passages == ("We asked 30 adults.", "20 were relieved.")
    queries = tmp_path / "copy" / "queries_train.jsonl"
    queries.parent.mkdir()
    metadata = {
        "pmid": "123",
        "final_decision": "yes",
        "long_answer": "Drug A relieves condition X.",
    }
    queries.write_text(
        json.dumps({"_id": "q123", "text": PUBMEDQA["QUESTION"], "metadata": metadata})
    )
    (copy,) = import_pubmedqa(queries.parent, strict=True)
    assert copy.sources == (GoldSource(source_id="123", relevance=1),)
    assert (copy.question, copy.answer, copy.decision) == (
        question.question,
        question.answer,
        Decision.YES,
    )


def test_kqa_questions_are_called_after_their_words(tmp_path: Path) -> None:
    lines, whole = tmp_path / "questions_w_answers.jsonl", tmp_path / "list.json"
    lines.write_text(json.dumps(KQA))
    whole.write_text(json.dumps([KQA]))
    (question,) = import_kqa(tmp_path, strict=True)
    assert question.must_have == ("Drug A relieves condition X",)
    assert question.nice_to_have == ("Drug A is taken once a day",)
    assert import_kqa(whole, strict=True) == [question]


def beir(folder: Path, *splits: str, judged: str = "q1") -> Path:
    (folder / "qrels").mkdir(parents=True)
    (folder / "queries.jsonl.gz").write_bytes(
        gzip.compress(b'{"_id": "q1", "text": "Does it help?"}\n{"_id": "q2", "text": "Why?"}\n')
    )
    for split in splits:
        (folder / "qrels" / f"{split}.tsv").write_text(
            f"query-id\tcorpus-id\tscore\n{judged}\t{split}-1\t2\n{judged}\t{split}-2\t-1\n"
        )
    return folder


def test_beir_keeps_judged_queries_with_their_grades(tmp_path: Path) -> None:
    (question,) = import_beir(beir(tmp_path, "train"), strict=True)
    assert (question.question_id, question.question) == ("q1", "Does it help?")
    assert question.sources == (
        GoldSource(source_id="train-1", relevance=2),
        GoldSource(source_id="train-2", relevance=0),
    )


def test_of_several_splits_of_beir_test_is_taken_or_the_one_named(tmp_path: Path) -> None:
    folder = beir(tmp_path / "set", "dev", "test")
    assert import_beir(folder, strict=True)[0].sources[0].source_id == "test-1"
    dev = folder / "qrels" / "dev.tsv"
    assert import_beir(dev, strict=True)[0].sources[0].source_id == "dev-1"
    with pytest.raises(UsageError, match=r"several judgements.*dev\.tsv, train\.tsv"):
        import_beir(beir(tmp_path / "other", "dev", "train"), strict=True)


def test_beir_without_judgements_of_its_queries_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"judges no query of"):
        import_beir(beir(tmp_path / "a", "test", judged="q9"), strict=True)
    with pytest.raises(UsageError, match=r"holds no qrels/\*\.tsv\. Expected is a BEIR folder"):
        import_beir(tmp_path, strict=True)
    (beir(tmp_path / "b", "test") / "queries.jsonl.gz").unlink()
    with pytest.raises(UsageError, match=r"holds no queries\.jsonl\. Expected"):
        import_beir(tmp_path / "b", strict=True)
    lone = beir(tmp_path / "c", "test") / "qrels" / "test.tsv"
    lone.write_text("q1\td1\n")
    with pytest.raises(UsageError, match=r"test\.tsv, line 1 is not a judgement: it is not three"):
        import_beir(lone, strict=True)


@pytest.mark.parametrize("importer", [import_bioasq, import_pubmedqa, import_kqa])
@pytest.mark.parametrize(
    ("called", "content"),
    [
        ("notes.md", "# no JSON"),
        ("other.json", '{"a": 1}'),
        ("other.json", '{"questions": [1, 2]}'),
        ("other.json", "[[]]"),
        ("other.json", "7"),
        ("other.jsonl", '{"x": 1}\n' * 50),
        ("empty.jsonl", ""),
    ],
)
def test_another_file_is_told_in_one_sentence_with_what_was_expected(
    tmp_path: Path,
    importer: Import,
    called: str,
    content: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    (tmp_path / called).write_text(content)
    with pytest.raises(UsageError, match=r"(?:Expected is|Write) .*(?:answer|ANSWER)"):
        importer(tmp_path / called, strict=False)
    assert caplog.text == ""


@pytest.mark.parametrize("importer", [import_bioasq, import_pubmedqa, import_kqa])
def test_a_folder_without_the_file_is_told(tmp_path: Path, importer: Import) -> None:
    with pytest.raises(UsageError, match=r"should hold one file of .* Name the file itself"):
        importer(tmp_path, strict=True)


def test_the_command_leaves_wrong_rows_out_and_names_them(tmp_path: Path) -> None:
    rows, out = tmp_path / "rows.jsonl", tmp_path / "gold.jsonl"
    rows.write_text(f"{json.dumps(KQA)}\n{{}}\n{json.dumps(KQA)}\n")
    strict = ragqa("eval", "import", "kqa", rows, "--out", out, "--strict")
    assert strict.status == 2
    assert "line 2 is not a K-QA question: it has no `Question`." in strict.sentence
    assert not out.exists()
    run = ragqa("eval", "import", "kqa", rows, "--out", out, "--json")
    assert run.status == 0
    assert [line.rpartition("line ")[2][:1] for line in run.err.splitlines()] == ["2", "3"]
    assert json.loads(run.out) == {
        "format": "kqa", "out": str(out), "questions": 1, "with_answer": 1, "with_must_have": 1,
        "with_decision": 0, "with_sources": 0,
    }  # fmt: skip
    assert read_gold(out)[0].question == "What is drug A for?"


@pytest.mark.data
@pytest.mark.parametrize(
    ("importer", "folder", "questions"),
    [
        (import_beir, "scifact", 809),
        (import_bioasq, "bioasq12b", 170),
        (import_pubmedqa, "pubmedqa", 500),
        (import_kqa, "kqa", 100),
    ],
)
def test_the_public_sets_are_imported_whole(importer: Import, folder: str, questions: int) -> None:
    if not DATA.exists():
        pytest.skip("../shared/data is absent")
    assert len(importer(DATA / folder, strict=True)) == questions
