"""Articles to put into a library in tests, without an index to make them from."""

from dataclasses import replace

import numpy as np

from ragqa.library.dependencies import Dependencies
from ragqa.library.store import Library, NewVersion, StoredVersion
from ragqa.rendering.as_json import render_json
from ragqa.rendering.from_json import read_json
from ragqa.schema.article import Abstention, Article
from ragqa.schema.question import Question
from tests.rendering.samples import ABSTENTION, ARTICLE

PLACES_CHECKED = read_json(render_json(ARTICLE))
"""The sample article with such addresses of its references as the gate gives them."""


def article(question: str = "Does drug A help?", text: str = "Drug A helps.") -> Article:
    """Return an article that answers `question` with `text` before all else."""
    assert isinstance(PLACES_CHECKED, Article)
    first, *others = PLACES_CHECKED.claims
    return replace(
        PLACES_CHECKED,
        question=Question(text=question),
        claims=(replace(first, text=text), *others),
    )


def abstention(question: str = "Does drug A help?") -> Abstention:
    """Return an abstention from answering `question`."""
    return replace(ABSTENTION, question=Question(text=question))


def stored(library: Library, answer: Article | Abstention, reason: str = "") -> StoredVersion:
    """Store an answer that rests on nothing but its snapshot."""
    library.remember_snapshot(answer.provenance.snapshot, np.zeros(0, dtype=np.int64))
    rests_on = Dependencies(provenance=answer.provenance, cited=(), sources=(), ranked=())
    vector = np.zeros(4, dtype=np.float32)
    return library.keep(
        NewVersion(answer=answer, dependencies=rests_on, vector=vector, reason=reason)
    )
