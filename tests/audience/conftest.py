"""The answers to the demo's gold questions, made once."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ragqa.assembly import build_pipeline, open_snapshot
from ragqa.config import Settings
from ragqa.indexing.snapshot import Snapshot
from ragqa.pipeline import Pipeline
from ragqa.schema.article import Article
from ragqa.schema.question import Question
from tests.conftest import ROOT


@dataclass(frozen=True)
class Demo:
    """Every article that the demo corpus gives, and what it was made from."""

    snapshot: Snapshot
    pipeline: Pipeline
    articles: tuple[Article, ...]


@pytest.fixture(scope="session")
def demo(demo_index: Path) -> Iterator[Demo]:
    gold = (ROOT / "evals" / "gold" / "demo.jsonl").read_text("utf-8").splitlines()
    settings = Settings(index=demo_index)
    with open_snapshot(settings) as snapshot:
        pipeline = build_pipeline(settings, snapshot)
        answers = [pipeline.answer(Question(text=json.loads(row)["question"])) for row in gold]
        articles = tuple(one for one in answers if isinstance(one, Article))
        yield Demo(snapshot=snapshot, pipeline=pipeline, articles=articles)
