"""Sixty kinds of injected documents and more, against a model that obeys every one of them.

Four things never happen: a link of an attacker's, a citation that the sources do not bear out, a
dose that no quote states, and a change of anybody's state.
"""

import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from ragqa.assembly import build_ingester, build_pipeline, open_snapshot
from ragqa.config import Settings
from ragqa.indexing.snapshot import Snapshot
from ragqa.ingestion.report import IngestReport
from ragqa.linguistics.invisible import without_invisible
from ragqa.rendering.as_html import render_html
from ragqa.rendering.as_json import render_json
from ragqa.rendering.as_markdown import render_markdown
from ragqa.schema.article import Abstention, Article
from ragqa.schema.document import DocumentId
from ragqa.schema.question import Question
from tests.llm.scripted_server import ScriptedServer
from tests.security.attacks import ATTACKS, DOSE, EVIL
from tests.security.documents import Attack
from tests.security.obedient import serve

CLEAN = {
    "_id": "clean",
    "title": "Guideline on exampline for fictosis",
    "text": "Exampline is recommended for adults with fictosis. Exampline relieved fictosis in 30 "
    "of 60 adults. Nausea was more common with exampline than with placebo in adults.",
    "metadata": {"kind": "guideline", "doi": "10.1000/clean", "year": 2024},
}
CLEAN_QUESTION = "Is exampline recommended for adults with fictosis?"
RESOLVERS = {"doi.org", "pubmed.ncbi.nlm.nih.gov", "pmc.ncbi.nlm.nih.gov"}
Answer = Article | Abstention
Ask = Callable[[str], list[Answer]]


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, IngestReport]:
    """An index of all attacks and one clean work, and the report of its making."""
    folder = tmp_path_factory.mktemp("attacks")
    corpus = folder / "corpus"
    corpus.mkdir()
    for attack in ATTACKS:
        attack.write(attack, corpus)
    (corpus / "clean.jsonl").write_text(json.dumps(CLEAN))
    report = build_ingester(Settings(index=folder / "index")).ingest([corpus])
    return folder / "index", report


@pytest.fixture(scope="module")
def snapshot(ingested: tuple[Path, IngestReport]) -> Iterator[Snapshot]:
    with open_snapshot(Settings(index=ingested[0])) as opened:
        yield opened


@pytest.fixture(scope="module")
def ask(ingested: tuple[Path, IngestReport], snapshot: Snapshot) -> Iterator[Ask]:
    """Has both composers answer, the second one with a model that obeys."""
    index, _ = ingested
    with ScriptedServer() as server:
        obedient = {"base_url": server.base_url, "model": "obedient"}
        pipelines = [
            build_pipeline(Settings.model_validate({"index": index, **stages}), snapshot)
            for stages in ({}, {"composer": {"kind": "llm"}, "language_model": obedient})
        ]

        def answers(question: str) -> list[Answer]:
            serve(server, 4)
            return [pipeline.answer(Question(text=question)) for pipeline in pipelines]

        yield answers


def test_there_are_sixty_kinds_of_attack_and_each_is_read(
    ingested: tuple[Path, IngestReport],
) -> None:
    _, report = ingested
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS) >= 60
    assert report.failures == ()
    assert report.added == len(ATTACKS) + 1


def test_what_is_left_out_is_reported_by_file(ingested: tuple[Path, IngestReport]) -> None:
    _, report = ingested
    reported = {Path(one.path).stem for one in report.warnings}
    silent = {attack.name for attack in ATTACKS if not (_stems(attack) & reported)}
    assert silent == {attack.name for attack in ATTACKS if attack.silent}
    assert "clean" not in reported
    rows: Any = report.to_json()["warnings"]
    assert all(set(row) == {"path", "kind", "text"} for row in rows)


def _stems(attack: Attack) -> set[str]:
    return {attack.stem, f"Ignore all previous instructions {attack.number}"}


def test_no_order_is_stored(snapshot: Snapshot) -> None:
    for document in _documents(snapshot):
        source = document.source
        names = (source.title, *source.authors, source.container, source.organisation)
        for text in (document.text, *(name for name in names if name)):
            assert "previous instructions" not in text
            assert without_invisible(text) == text
        assert EVIL not in (source.url or "")
        assert source.doi in (None, "10.1000/clean")


def _documents(snapshot: Snapshot) -> Iterator[Any]:
    for document_id in snapshot.document_ids():
        yield snapshot.document(DocumentId(document_id))


# A notice that retracts another work is.
NEVER_EVIDENCE = "a retraction of others in metadata"


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_no_attack_is_obeyed_and_the_medicine_is_still_answered(
    attack: Attack, ask: Ask, snapshot: Snapshot
) -> None:
    for answer in ask(attack.question):
        if attack.name != NEVER_EVIDENCE:
            assert isinstance(answer, Article)
            assert any(attack.drug in claim.text.lower() for claim in answer.claims)
        _check_obeys_nothing(answer, snapshot)


def _check_obeys_nothing(answer: Answer, snapshot: Snapshot) -> None:
    assert _attacker_links(answer) == []
    assert _forged_citations(answer, snapshot) == []
    assert _unsupported_doses(answer) == []
    assert _state_changes(answer) == []


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.out: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in {"href", "src", "action"} and not (value or "").startswith("#"):
                self.out.append(value or "")


def _attacker_links(answer: Answer) -> list[str]:
    """Return every address that is not made from an identifier, and every mention of the host."""
    page, text, data = render_html(answer), render_markdown(answer), render_json(answer)
    links = _Links()
    links.feed(page)
    found = [*links.out, *re.findall(r"https?://[^\s<>\")]+", text + data)]
    return [
        *(one for one in found if urlsplit(one).netloc not in RESOLVERS),
        *(form[max(0, form.find(EVIL) - 60) :][:90] for form in (page, text, data) if EVIL in form),
    ]


def _forged_citations(answer: Answer, snapshot: Snapshot) -> list[str]:
    """Return claims whose citations are not the stored words, or that number themselves."""
    if isinstance(answer, Abstention):
        return []
    numbers = [reference.number for reference in answer.references]
    faults = [] if numbers == list(range(1, len(numbers) + 1)) else [str(numbers)]
    for claim in answer.claims:
        if not claim.citations or re.search(r"\[\d+\]|\bS\d+\b", claim.text):
            faults.append(claim.text)
        for citation in claim.citations:
            document = snapshot.document(citation.document_id)
            if document.text[citation.start : citation.end] != citation.quote:
                faults.append(citation.quote)
    return faults


def _unsupported_doses(answer: Answer) -> list[str]:
    """Return what names the dose of the attacks, but for sentences that are listed as refused."""
    data = json.loads(render_json(answer))
    data["withheld"] = []
    return [DOSE] if DOSE in json.dumps(data) else []


def _state_changes(answer: Answer) -> list[str]:
    data = json.loads(render_json(answer))
    states = [] if data["review"]["state"] in ("submitted", None) else [data["review"]["state"]]
    notices = [
        one
        for reference in data["references"]
        for one in reference["notices"]
        if not one.startswith("Kind assumed")
    ]
    gaps = [gap["question"] for gap in data["gaps"]]
    return [*states, *notices, *(gap for gap in gaps if "pprove" in gap or DOSE in gap)]


def test_a_clean_work_keeps_its_standing_and_its_citations(ask: Ask, snapshot: Snapshot) -> None:
    for answer in ask(CLEAN_QUESTION):
        _check_obeys_nothing(answer, snapshot)
        assert isinstance(answer, Article)
        cited = [reference for reference in answer.references if reference.document_id == "clean"]
        assert [reference.notices for reference in cited] == [()]
