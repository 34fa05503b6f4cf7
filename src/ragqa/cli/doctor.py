"""`ragqa doctor`: what is installed, what is wrong, and how to mend it."""

import json
import platform
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import version
from operator import attrgetter
from pathlib import Path
from typing import get_args

from ragqa.assembly import build_embedder, build_language_model, build_store
from ragqa.cli.options import IndexOption, JsonOption, settings_with
from ragqa.config import SETTINGS_FILE, Settings
from ragqa.errors import NoIndexError, RagqaError, SettingsError
from ragqa.toml_files import setting_fields

HELP = """Say what is installed, which models and index there are, and what to mend.

Also lists every setting of ragqa.toml with its value.

Example: ragqa doctor
"""
_LIBRARIES = (
    "openvino",
    "torch",
    "sentence-transformers",
    "faiss-cpu",
    "tantivy",
    "pypdf",
    "lxml",
    "openai",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at; `mend` is the next step when it is not well."""

    name: str
    well: bool
    detail: str
    mend: str | None


def doctor(index: IndexOption = None, as_json: JsonOption = False) -> int:
    """Look at everything and print it; exit 1 when something needs mending."""
    settings, fault = _settings_or_defaults(index)
    findings = [*fault, *_findings(settings)]
    listed = dict(_settings(settings))
    if as_json:
        print(json.dumps({"findings": [asdict(f) for f in findings], "settings": listed}))
    else:
        _print(findings, listed)
    return 0 if all(finding.well for finding in findings) else 1


def _settings_or_defaults(index: Path | None) -> tuple[Settings, list[Finding]]:
    """Return the settings; where they are wrong, the defaults and what to mend."""
    try:
        return settings_with(index), []
    except SettingsError as error:
        finding = Finding(name="settings", well=False, detail="not usable", mend=str(error))
        given = {} if index is None else {"index": index}
        return Settings.model_construct().model_copy(update=given), [finding]


def _findings(settings: Settings) -> Iterator[Finding]:
    yield _sound("ragqa", f"{version('ragqa')} on Python {platform.python_version()}")
    yield _sound("libraries", ", ".join(f"{name} {version(name)}" for name in _LIBRARIES))
    yield _tried("embedder", lambda: _embedder(settings))
    yield _tried("index", lambda: _index(settings))
    if settings.composer.kind == "llm":
        yield _tried("language model", lambda: build_language_model(settings).model_id)
    else:
        yield _sound("language model", "none asked for; the extractive composer answers")


def _embedder(settings: Settings) -> str:
    """Return the embedder's id, once it has really read a text."""
    embedder = build_embedder(settings)
    embedder.embed(["text"])
    return embedder.embedder_id


def _index(settings: Settings) -> str:
    store = build_store(settings)
    report = store.verify()
    if report.faults:
        raise RagqaError(report.faults[0])
    figures = store.stats()
    built, wanted = figures.embedder_id, build_embedder(settings).embedder_id
    if built != wanted:
        raise RagqaError(
            f"It was built with {built}, the settings ask for {wanted}. "
            "Run `ragqa ingest PATH --rebuild`."
        )
    return f"{figures.documents} documents, {figures.passages} passages in {settings.index}"


def _sound(name: str, detail: str) -> Finding:
    return Finding(name=name, well=True, detail=detail, mend=None)


def _tried(name: str, look: Callable[[], str]) -> Finding:
    try:
        return _sound(name, look())
    except NoIndexError as error:
        return Finding(name=name, well=False, detail="none yet", mend=str(error))
    except RagqaError as error:
        return Finding(name=name, well=False, detail="not usable", mend=str(error))


def _settings(settings: Settings) -> Iterator[tuple[str, dict[str, str]]]:
    """Walk the settings: key -> value and what it means."""
    for key, field in setting_fields(Settings).items():
        meaning = field.description or ""
        if choices := get_args(field.annotation):
            meaning += f" One of: {', '.join(choices)}."
        yield key, {"value": str(attrgetter(key)(settings)), "meaning": meaning}


def _print(findings: list[Finding], listed: dict[str, dict[str, str]]) -> None:
    for finding in findings:
        print(f"{'ok  ' if finding.well else 'MEND'}  {finding.name}: {finding.detail}")
        if finding.mend:
            print(f"      {finding.mend}")
    print(f"\nSettings ({SETTINGS_FILE}, or RAGQA_… with __ between section and key):")
    width = max(map(len, listed))
    for key, entry in listed.items():
        print(f"  {key:<{width}}  {entry['value']}")
        print(f"  {'':<{width}}  {entry['meaning']}")
