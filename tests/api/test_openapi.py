"""The OpenAPI document is valid, whole, and its examples work on the demonstration corpus."""

import importlib
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema
import pytest
from fastapi import FastAPI
from fastapi.openapi.models import OpenAPI
from fastapi.testclient import TestClient

from ragqa.api.openapi import TAGS, examples, operations
from ragqa.server import build_app
from tests.api.conftest import HOST, settings_in

EVALS = Path(__file__).parents[2] / "evals"
Node = dict[str, Any]


@pytest.fixture(scope="module")
def api_examples() -> Iterator[ModuleType]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", [str(EVALS), *sys.path])
        yield importlib.import_module("api_examples")


@pytest.fixture(scope="module")
def document(app: FastAPI) -> Node:
    found: Node = json.loads(json.dumps(app.openapi()))
    return found


def test_the_document_is_valid_and_every_reference_in_it_leads_somewhere(document: Node) -> None:
    OpenAPI.model_validate(document)
    for schema in document["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)
    names = {reference.rpartition("/")[2] for reference in _references(document)}
    assert names
    assert names <= document["components"]["schemas"].keys()


def test_every_operation_is_described(document: Node) -> None:
    found = list(operations(document))
    names = [operation["operationId"] for *_, operation in found]
    assert len(set(names)) == len(names)
    for path, _, operation in found:
        assert set(operation["tags"]) <= {name for name, _ in TAGS}
        assert operation["summary"]
        assert operation["description"].endswith((".", "`")), path
        if path.startswith("/v1/"):
            assert "admin" in operation["x-roles"]
            assert {"401", "403", "429", "503"} <= operation["responses"].keys()


def test_every_operation_has_an_example_that_fits_its_description(document: Node) -> None:
    for path, _, operation in operations(document):
        if path == "/metrics":
            continue
        example = examples()[operation["operationId"]]
        content = operation.get("requestBody", {}).get("content", {})
        for media_type, body in content.items():
            if media_type == "application/json":
                _check(document, body["schema"], example["body"])
        if "response" in example:
            schema = operation["responses"][str(example["status"])]["content"]["application/json"]
            assert schema["example"] == example["response"]
            _check(document, schema["schema"], example["response"])


def test_every_example_works(
    demo_index: Path,
    tmp_path: Path,
    document: Node,
    api_examples: ModuleType,
) -> None:
    described = {one["operationId"]: one for *_, one in operations(document)}
    app = build_app(settings_in(tmp_path, demo_index))
    with TestClient(app, base_url=HOST) as client:
        for name, example, answer in api_examples.walk(client, examples()):
            assert answer.status_code == example["status"], answer.text
            if "response" in example:
                told = answer.json()
                content = described[name]["responses"][str(answer.status_code)]["content"]
                _check(document, content["application/json"]["schema"], told)
                assert told.keys() == example["response"].keys()


def _check(document: Node, schema: Node, value: object) -> None:
    whole = {**schema, "components": document["components"]}
    jsonschema.Draft202012Validator(whole).validate(value)


def _references(node: object) -> Iterator[str]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            if key == "$ref" and isinstance(value, str):
                yield value
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)
