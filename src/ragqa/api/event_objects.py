"""Events of an answer as programs get them: a name, and one object of JSON."""

import json
from typing import NamedTuple, assert_never

from ragqa.api.problems import problem_object
from ragqa.desk.events import Checked, Drafted, Event, Failed, Finished, Found, Passed, Waiting
from ragqa.problems import Problem, problem_of
from ragqa.rendering.as_json import JsonObject, claim_object, render_json
from ragqa.rendering.rows_as_json import found_row
from ragqa.schema.article import Article


class Told(NamedTuple):
    """One event by its name, with the object that it carries."""

    name: str
    content: JsonObject


def told(event: Event, *, instance: str) -> Told:
    """Return an event as it is told; `instance` is the address that was asked."""
    match event:
        case Finished(answer=answer):
            name = "article" if isinstance(answer, Article) else "abstention"
            return Told(name, json.loads(render_json(answer)))
        case Failed():
            return Told("problem", problem_object(failure(event), instance=instance))
        case _:
            return _on_the_way(event)


def _on_the_way(event: Waiting | Found | Drafted | Checked | Passed) -> Told:
    match event:
        case Waiting(ahead=ahead):
            return Told("waiting", {"ahead": ahead})
        case Found(evidence=evidence):
            rows = [found_row(rank, item) for rank, item in enumerate(evidence, start=1)]
            return Told("found", {"passages": rows})
        case Drafted(sentences=sentences):
            return Told("drafted", {"sentences": sentences})
        case Checked(sentences=sentences):
            return Told("checked", {"sentences": sentences})
        case Passed(claim=claim, part=part):
            return Told("claim", {"part": part, "claim": claim_object(claim)})
        case _:
            assert_never(event)


def failure(event: Failed) -> Problem:
    """Return why there is no answer."""
    if event.cause is not None:
        return problem_of(event.cause)
    return problem_of(RuntimeError(event.error))
