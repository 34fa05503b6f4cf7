"""The promises that the documentation makes of the code."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

import ragqa
from ragqa.cli import doctor
from ragqa.config import Settings

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "ragqa"
HEAVY = {"torch", "transformers", "sentence_transformers", "faiss", "openai", "pint", "tantivy"}


def _modules() -> list[Path]:
    return sorted(path for path in SOURCE.rglob("*.py"))


def _setting_keys(model: type[BaseModel], prefix: str = "") -> Iterator[str]:
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from _setting_keys(kind, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}"


def test_the_map_names_every_package_and_module_of_the_top() -> None:
    mapped = set(re.findall(r"^    ([a-z_]+(?:/|\.py))", ragqa.__doc__ or "", re.MULTILINE))
    there = {f"{path.name}/" for path in SOURCE.iterdir() if (path / "__init__.py").exists()}
    there |= {path.name for path in SOURCE.glob("*.py")} - {"__init__.py"}
    assert mapped == there


def test_importing_any_module_loads_no_model_library() -> None:
    names = [
        ".".join(("ragqa", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(
            ".__init__"
        )
        for path in _modules()
    ]
    program = (
        f"import importlib, sys\nfor name in {names!r}: importlib.import_module(name)\n"
        f"print(sorted({HEAVY!r} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def _makers(name: str) -> set[str]:
    """Return the modules that build the class of this name."""
    return {
        path.relative_to(SOURCE).as_posix()
        for path in _modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name
    }


def test_only_the_gate_makes_articles() -> None:
    assert _makers("Article") == {"verification/gate.py"}


def test_only_the_steps_of_a_review_make_approvals() -> None:
    assert _makers("Approval") == {"library/review.py"}


def test_only_the_wording_of_the_status_says_reviewed_or_approved() -> None:
    said = set()
    for path in (SOURCE / "rendering").glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
        told = texts - {ast.get_docstring(node, clean=False) for node in _documented(tree)}
        if any(re.search(r"\b(?:reviewed|approved)\b", str(text), re.IGNORECASE) for text in told):
            said.add(path.name)
    for path in (SOURCE / "rendering" / "templates").glob("*.html"):
        if re.search(r"\b(?:reviewed|approved)\b", path.read_text(encoding="utf-8"), re.IGNORECASE):
            said.add(path.name)
    assert said == {"wording.py"}


def _documented(tree: ast.Module) -> Iterator[ast.Module | ast.ClassDef | ast.FunctionDef]:
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
    yield from (node for node in ast.walk(tree) if isinstance(node, kinds))


def test_only_the_command_line_prints_and_only_the_assembly_reads_the_environment() -> None:
    for path in _modules():
        place = path.relative_to(SOURCE).as_posix()
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = {
            getattr(node.func, "id", "") for node in ast.walk(tree) if isinstance(node, ast.Call)
        }
        reads = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert "print" not in calls or place.startswith("cli/"), place
        allowed = {"assembly.py", "cli/app.py"}
        assert not reads & {"environ", "getenv"} or place in allowed, place


def test_every_setting_stands_in_the_readme_with_its_default() -> None:
    table = dict(
        re.findall(r"^\| `([a-z_.]+)` \| `?([^`|]+?)`? \|", (ROOT / "README.md").read_text(), re.M)
    )
    shown = {key: entry["value"] for key, entry in doctor._settings(Settings())}
    shown["language_model.api_key"] = "none"
    assert set(table) == set(_setting_keys(Settings))
    assert table == shown


def test_every_setting_says_what_it_means() -> None:
    assert all(entry["meaning"] for _, entry in doctor._settings(Settings()))


@pytest.mark.parametrize("path", ["README.md", "CONTRIBUTING.md", "corpus/README.md"])
def test_links_between_the_documents_lead_somewhere(path: str) -> None:
    document = ROOT / path
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target
