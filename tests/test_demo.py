"""The demo corpus, end to end: what a newcomer sees after one command."""

import json
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ragqa.assembly import build_pipeline, open_snapshot
from ragqa.config import Settings
from ragqa.rendering.as_json import render_json
from ragqa.schema.question import Question
from tests.cli.command import ragqa
from tests.conftest import ROOT

Ask = Callable[[str], dict[str, Any]]
SEED = (
    "Is it the low hemoglobin (Hb) or another factor that causes restless legs syndrome "
    "in iron deficiency?"
)
COVERED = [
    "Does vitamin D prevent falls in older adults?",
    "Who should take a statin for primary prevention of cardiovascular disease?",
    "When should pregnant women be screened for gestational diabetes?",
    "Do text messages help smokers to quit?",
    "At what ferritin level should iron be given in restless legs syndrome?",
    "What does the USPSTF recommend for adults with a BMI of 30 or higher?",
]
NOT_COVERED = [
    "What is the capital of France?",
    "How is malaria treated?",
    "Which antibiotic is best for community-acquired pneumonia?",
    "Is semaglutide effective for weight loss?",
    "Does iron improve attention deficit hyperactivity disorder?",
    "What is the dose of adrenaline in anaphylaxis?",
]


@pytest.fixture(scope="module")
def ask(demo_index: Path) -> Iterator[Ask]:
    """Answer questions as `ragqa ask --json` does, in one process."""
    settings = Settings(index=demo_index)
    with open_snapshot(settings) as snapshot:
        pipeline = build_pipeline(settings, snapshot)
        yield lambda text: json.loads(render_json(pipeline.answer(Question(text=text))))


@pytest.fixture(scope="module")
def seed_article(demo_index: Path) -> dict[str, Any]:
    run = ragqa("ask", SEED, "--json", "--index", demo_index)
    assert run.status == 0, run.err
    answer: dict[str, Any] = json.loads(run.out)
    return answer


def _texts(article: dict[str, Any], ids: list[str]) -> str:
    texts = {claim["id"]: claim["text"] for claim in article["claims"]}
    return " ".join(texts[name] for name in ids)


def test_the_seed_question_is_answered_in_both_parts(seed_article: dict[str, Any]) -> None:
    assert seed_article["outcome"] == "answered"
    assert [section["kind"] for section in seed_article["sections"]] == ["guidelines", "research"]
    assert all(section["blocks"] for section in seed_article["sections"])


def test_the_direct_answer_separates_anaemia_low_ferritin_and_brain_iron(
    seed_article: dict[str, Any],
) -> None:
    answer = _texts(seed_article, seed_article["summary"]).lower()
    assert "iron deficiency anemia" in answer
    assert "low serum ferritin" in answer
    assert "hemoglobin level is normal" in answer
    assert re.search(r"brain iron|iron in the brain", answer)


def test_every_sentence_is_cited_and_every_quote_is_the_stored_text(
    seed_article: dict[str, Any],
) -> None:
    printed = [*seed_article["summary"]]
    for section in seed_article["sections"]:
        printed += [name for block in section["blocks"] for name in block["claims"]]
    claims = {claim["id"]: claim for claim in seed_article["claims"]}
    assert set(printed) == set(claims)
    for claim in claims.values():
        assert claim["citations"]
        assert claim["verdict"]["label"] == "SUPPORTED"
        assert all(check["passed"] for check in claim["verdict"]["checks"])


def test_references_and_citations_are_a_bijection_with_identifiers(
    seed_article: dict[str, Any],
) -> None:
    cited = [c["reference"] for claim in seed_article["claims"] for c in claim["citations"]]
    listed = [reference["number"] for reference in seed_article["references"]]
    assert sorted(listed) == list(range(1, len(listed) + 1))
    assert set(cited) == set(listed)
    for reference in seed_article["references"]:
        assert any(reference[name] for name in ("doi", "pmid", "pmcid", "url")), reference
        assert any("igest" in notice for notice in reference["notices"])


def test_the_superseded_review_is_not_cited(seed_article: dict[str, Any]) -> None:
    assert not any(
        (reference["doi"] or "").lower().endswith("cd007834.pub2")
        for reference in seed_article["references"]
    )


def test_the_same_question_gives_the_same_bytes(demo_index: Path) -> None:
    runs = [ragqa("ask", SEED, "--index", demo_index, SOURCE_DATE_EPOCH="1700000000") for _ in "12"]
    assert runs[0].out == runs[1].out
    assert SEED in runs[0].out


@pytest.mark.parametrize("question", COVERED)
def test_a_covered_question_gets_an_article(question: str, ask: Ask) -> None:
    answer = ask(question)
    assert answer["outcome"] in {"answered", "partial"}
    assert answer["summary"]


@pytest.mark.parametrize("question", NOT_COVERED)
def test_a_question_that_is_not_covered_gets_the_nearest_sources(question: str, ask: Ask) -> None:
    answer = ask(question)
    assert answer["outcome"] == "abstained"
    assert answer["claims"] == []
    assert answer["reason"]
    assert 1 <= len(answer["nearest"]) <= 3


def test_a_part_without_evidence_says_so(ask: Ask) -> None:
    answer = ask("Do text messages help smokers to quit?")
    guidelines = answer["sections"][0]
    assert guidelines["blocks"] == []
    assert "guideline" in guidelines["notice"].lower()


def test_trec_output_has_one_line_for_each_document(demo_index: Path) -> None:
    run = ragqa("search", "iron in restless legs", "--format", "trec", "--index", demo_index)
    rows = [line.split() for line in run.out.splitlines()]
    assert len(rows) == 10
    assert all(len(row) == 6 and row[1] == "Q0" and row[5] == "ragqa" for row in rows)
    assert len({row[2] for row in rows}) == len(rows)
    assert [int(row[3]) for row in rows] == list(range(1, len(rows) + 1))
    scores = [float(row[4]) for row in rows]
    assert scores == sorted(scores, reverse=True)


def test_kinds_are_searched_apart(demo_index: Path) -> None:
    run = ragqa("search", "iron", "--kind", "guideline", "--json", "--index", demo_index)
    results = json.loads(run.out)["results"]
    assert results
    assert {row["kind"] for row in results} == {"guideline"}


def test_an_unchanged_corpus_is_left_alone(demo_index: Path) -> None:
    before = (demo_index / "CURRENT").read_bytes()
    run = ragqa("ingest", ROOT / "corpus", "--index", demo_index, "--json")
    counts = json.loads(run.out)["documents"]
    assert counts["unchanged"] > 40
    assert counts["added"] == counts["updated"] == counts["removed"] == 0
    assert (demo_index / "CURRENT").read_bytes() == before


def test_the_commands_of_the_readme_work_as_written(
    demo_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = re.findall(r"^\.venv/bin/ragqa (.+)$", readme, re.MULTILINE)
    assert len(lines) >= 3
    for line in lines:
        run = ragqa(*shlex.split(line), RAGQA_INDEX=str(demo_index))
        assert run.status == 0, (line, run.err)
        assert run.out.strip()


def test_a_model_that_is_down_costs_its_article_and_not_the_answer(demo_index: Path) -> None:
    run = ragqa(
        *("ask", COVERED[0], "--composer", "llm", "--json", "--index", demo_index),
        RAGQA_LANGUAGE_MODEL__BASE_URL="http://127.0.0.1:9/v1",
        RAGQA_LANGUAGE_MODEL__DEADLINE_SECONDS="3",
    )
    assert run.status == 0
    assert "127.0.0.1:9" in run.sentence
    answer = json.loads(run.out)
    assert answer["provenance"]["composer"].startswith("extractive")
    assert len(answer["notices"]) == 1
