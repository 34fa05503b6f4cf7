"""Settings in TOML files: read strictly, and what is wrong with them told in plain words.

`config.py` reads ragqa.toml with it, `evaluation.spec` the specification of a run.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from types import NoneType
from typing import get_args

from pydantic import BaseModel, ConfigDict, SecretStr, ValidationInfo, field_validator
from pydantic.fields import FieldInfo

from ragqa.errors import SettingsError

Table = dict[str, object]

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_LONGEST_SHOWN = 60
_NOUNS = {
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    Path: "the path of a folder",
}
_BOUNDS = {"ge": "at least", "gt": "above", "le": "at most"}


def usable(value: object, *, switch: bool = False) -> object:
    """Refuse a switch where none stands, and text that names nothing."""
    if isinstance(value, bool) and not switch:
        raise ValueError
    if isinstance(value, str) and (not value or "\x00" in value):
        raise ValueError
    return value


class Section(BaseModel):
    """Settings that belong together: frozen, no unknown key, no infinite number."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @field_validator("*", mode="before")
    @classmethod
    def _all_usable(cls, value: object, field: ValidationInfo) -> object:
        name = field.field_name or ""
        return usable(value, switch=cls.model_fields[name].annotation is bool)


def read_table(file: Path) -> Table:
    """Return what a TOML file holds.

    Raises:
        FileNotFoundError: there is no such file.
        SettingsError: it cannot be read, or is not TOML.
    """
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise
    except tomllib.TOMLDecodeError as error:
        told, step = f"is not valid TOML: {error}", "Mend that line."
    except UnicodeDecodeError:
        told, step = "is not UTF-8 text", "Save it as UTF-8."
    except OSError as error:
        told, step = f"cannot be read ({error.strerror})", "Make it a readable file, or remove it."
    raise SettingsError(f"{file} {told}. {step}")


def setting_fields(schema: type[BaseModel], prefix: str = "") -> dict[str, FieldInfo]:
    """Return every setting by its key, such as `retrieval.passages`."""
    fields: dict[str, FieldInfo] = {}
    for name, field in schema.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            fields |= setting_fields(kind, f"{prefix}{name}.")
        else:
            fields[f"{prefix}{name}"] = field
    return fields


def fault(
    schema: type[BaseModel],
    path: tuple[str, ...],
    value: object,
    *,
    file: Path,
    place: str | None = None,
    listed: str,
) -> str:
    """Say which key is wrong, where it was set, and what it takes.

    Args:
        schema: the settings that the file may hold.
        path: the sections of the key, and its name.
        value: what was given.
        file: where.
        place: where, if not in the file.
        listed: the sentence that tells where all settings are listed.
    """
    key, fields = ".".join(path), setting_fields(schema)
    if key in fields:
        shown = "" if fields[key].annotation is SecretStr else f" is {_short(value)} but"
        where = place or f"{key!r} in {file}"
        return f"{where}{shown} must be {_rule(fields[key])}. Change it there."
    if path[0] in schema.model_fields and len(path) == 1:
        return f"{key!r} in {file} is a section. Write [{key}] and its keys below it."
    step = did_you_mean(key, fields) or listed
    return f"There is no setting {key!r}, which {file} sets. {step}"


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return the question for the nearest of the known names; nothing where none is near."""
    near = get_close_matches(name, list(known), n=1)
    return f"Did you mean {near[0]!r}?" if near else ""


def written(table: Mapping[str, object]) -> str:
    """Return a table as TOML, its sections last; what is None is left out.

    It holds texts, numbers, switches, lists of these, and tables.
    """
    return "\n".join(_lines(table, ())).lstrip("\n") + "\n"


def _lines(table: Mapping[str, object], path: tuple[str, ...]) -> Iterator[str]:
    sections = {key: value for key, value in table.items() if isinstance(value, Mapping)}
    plain = {key: value for key, value in table.items() if key not in sections}
    if path and (plain or not sections):
        yield f"\n[{'.'.join(map(_key, path))}]"
    for key, value in plain.items():
        if value is not None:
            yield f"{_key(key)} = {_literal(value)}"
    for key, section in sections.items():
        yield from _lines(section, (*path, key))


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _literal(name)


def _literal(value: object) -> str:
    """Write a value as JSON does, which TOML reads the same, but for one control character."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False).replace("\x7f", "\\u007f")


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= _LONGEST_SHOWN else f"{shown[: _LONGEST_SHOWN - 1]}…"


def _rule(field: FieldInfo) -> str:
    """Say in words what values a setting takes."""
    given: object = field.annotation
    if NoneType in get_args(given):  # what may be left out
        given = next(kind for kind in get_args(given) if kind is not NoneType)
    if choices := get_args(given):
        return " or ".join(map(repr, choices))
    noun = field.title or next((noun for kind, noun in _NOUNS.items() if given is kind), "text")
    bounds = [
        f"{words} {bound:,}"
        for limit in field.metadata
        for name, words in _BOUNDS.items()
        if (bound := getattr(limit, name, None)) is not None
    ]
    return ", ".join([noun, " and ".join(bounds)]).removesuffix(", ")
