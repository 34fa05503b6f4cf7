"""The OpenAPI document: what FastAPI reads from the routes, and what only we know of them.

Each operation says which roles may call it (`x-roles`), which problems it answers, and shows a
request that works on the demonstration corpus with what comes back.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import iter_route_contexts

from ragqa.api.chat_shapes import OpenAIError
from ragqa.api.declared_roles import KEY, with_roles
from ragqa.api.documents import problems
from ragqa.api.problem_shapes import ProblemShape
from ragqa.api.problems import OPENAI

# The document is open-ended JSON: what is in it is checked by a test against OpenAPI's own schema.
Node = dict[str, Any]
Document = Node

DESCRIPTION: Final = """\
Clinical questions, answered from the guidelines and papers that the owner of this server has \
collected. Every sentence of an answer carries numbered citations, and each was checked against \
the passage that it names before it was sent.

Errors are problem documents (RFC 9457): `type` is stable, `detail` says what happened and what \
to do. Where the server asks for keys, send yours as `Authorization: Bearer`."""
TAGS: Final = (
    ("ask", "Questions in, articles out."),
    ("conversations", "Questions that lean on one another."),
    ("search", "Passages without an answer."),
    ("check", "Claims and articles that somebody else wrote."),
    ("articles", "The library."),
    ("reviews", "Where an article stands, and each step of its review."),
    ("sources", "The documents of the index."),
    ("jobs", "What takes longer than a request."),
    ("chat", "The same for whatever speaks OpenAI's protocol."),
    ("health", "Whether the server lives, can answer, and what it does."),
)
_EVERYWHERE: Final = (401, 403, 429, 503)
_WITH_PARAMETERS: Final = (422,)
_WITH_BODY: Final = (400, 413, 415, 422)
_METHODS: Final = frozenset({"get", "post", "put", "patch", "delete"})


def openapi_document(app: FastAPI, *, by_keys: bool) -> Document:
    """Return the document of all addresses that programs call.

    Args:
        app: the application that it describes.
        by_keys: whether whoever calls has to prove who they are.
    """
    document: Document = get_openapi(
        title="ragqa",
        version=version("ragqa"),
        summary="Clinical questions, answered from your own documents",
        description=DESCRIPTION,
        routes=app.routes,
        tags=[{"name": name, "description": told} for name, told in TAGS],
        license_info={"name": "MIT", "identifier": "MIT"},
    )
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for name, shape in (("Problem", ProblemShape), ("OpenAIError", OpenAIError)):
        described = shape.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= described.pop("$defs", {})
        schemas[name] = described
    with_roles(app, document, by_keys=by_keys)
    names = _names(app)
    for path, method, operation in operations(document):
        _describe(path, operation, names[path, method])
    return document


def operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str, Node]]:
    """Yield every operation of a document with its address and method."""
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method in _METHODS:
                yield path, method, operation


def _names(app: FastAPI) -> dict[tuple[str, str], str]:
    """Return the name of the route for each address and method."""
    return {
        (route.path_format or "", method.lower()): route.name or ""
        for route in iter_route_contexts(app.routes)
        for method in route.methods or ()
    }


def _describe(path: str, operation: Node, name: str) -> None:
    operation["operationId"] = name
    if operation["responses"].get("422", {}).get("description") == "Validation Error":
        del operation["responses"]["422"]
    if KEY in operation:
        _tell_problems(path, operation)
    if name in examples():
        _show(operation, examples()[name])


def _tell_problems(path: str, operation: Node) -> None:
    """Say which problems an operation answers, in the shape that its clients read."""
    statuses = set(_EVERYWHERE)
    if "parameters" in operation:
        statuses.update(_WITH_PARAMETERS)
    if "requestBody" in operation:
        statuses.update(_WITH_BODY)
    if path.startswith(OPENAI):
        # Their clients know no other status for a request that is wrong.
        statuses = statuses - {422} | {400}
    told = {str(status): one for status, one in problems(*sorted(statuses)).items()}
    operation["responses"] = {**told, **operation["responses"]}
    if path.startswith(OPENAI):
        for status, response in operation["responses"].items():
            if int(status) >= 400:
                response["content"] = {
                    "application/json": {"schema": {"$ref": "#/components/schemas/OpenAIError"}}
                }


def _show(operation: Node, example: Node) -> None:
    """Add the example of an operation to its parameters, its body and its response."""
    given = {**example.get("path", {}), **example.get("query", {})}
    for parameter in operation.get("parameters", ()):
        if parameter["name"] in given:
            parameter["example"] = given[parameter["name"]]
    if "body" in example:
        for content in operation["requestBody"]["content"].values():
            content["example"] = example["body"]
    if "response" in example:
        response = operation["responses"][str(example["status"])]
        response["content"]["application/json"]["example"] = example["response"]


@cache
def examples() -> Mapping[str, Node]:
    """Return for each operation, by its name, a request that works and what comes back.

    `evals/api_examples.py` writes down what comes back.
    """
    text = (files("ragqa.api") / "examples.json").read_text("utf-8")
    found: dict[str, Node] = json.loads(text)
    return found
