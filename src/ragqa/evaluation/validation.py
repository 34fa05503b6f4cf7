"""How far judges agree with people, kept so that a run knows whom it believes.

Records are of one judge by its id: a judge with another threshold, model or prompt has none of
them. Those of the shipped judge come with ragqa; `ragqa eval judge --record FILE` writes others.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from ragqa.errors import JudgeError, UsageError
from ragqa.evaluation.resampling import Interval
from ragqa.evaluation.verifier import VerifierReport


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationRecord:
    """The agreement of one judge with the labels of one set of pairs."""

    judge_id: str
    pairs: str
    sha256: str
    labelled: int
    kappa: Interval
    macro_f1: Interval


_RECORDS = TypeAdapter(list[ValidationRecord])


def record_of(judge_id: str, file: Path, report: VerifierReport) -> ValidationRecord:
    """Return what is kept of a report on the pairs of a file."""
    return ValidationRecord(
        judge_id=judge_id,
        pairs="/".join(file.resolve().parts[-2:]),
        sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
        labelled=report.pairs,
        kappa=report.kappa,
        macro_f1=report.macro_f1,
    )


def shipped_records() -> list[ValidationRecord]:
    """Return the records of the judge that comes with ragqa."""
    return _RECORDS.validate_json(files("ragqa.evaluation").joinpath("judges.json").read_bytes())


def read_records(file: Path) -> list[ValidationRecord]:
    """Return the records of a file.

    Raises:
        UsageError: it cannot be read, or holds something else.
    """
    try:
        return _RECORDS.validate_json(file.read_bytes())
    except OSError as error:
        why = error.strerror
    except ValidationError:
        why = "it holds no validation records"
    raise UsageError(
        f"{str(file)!r} cannot be read ({why}). Write it with `ragqa eval judge --record FILE`."
    )


def add_records(file: Path, new: Iterable[ValidationRecord]) -> None:
    """Add records to a file, in place of older ones of the same judge on the same pairs.

    Raises:
        UsageError: the file cannot be read or written.
    """
    kept = {(one.judge_id, one.sha256): one for one in read_records(file)} if file.exists() else {}
    kept |= {(one.judge_id, one.sha256): one for one in new}
    text = json.dumps(_RECORDS.dump_python(list(kept.values())), indent=2, ensure_ascii=False)
    draft = file.with_name(f".{file.name}.part")
    try:
        draft.write_text(f"{text}\n", encoding="utf-8")
        draft.replace(file)
    except OSError as error:
        raise UsageError(
            f"{str(file)!r} cannot be written ({error.strerror}). "
            "Name a file in a folder that exists."
        ) from None


def validations_of(
    judge_id: str, records: Iterable[ValidationRecord], *, unvalidated: bool
) -> tuple[ValidationRecord, ...]:
    """Return the records of a judge.

    Args:
        judge_id: the judge.
        records: all that are known.
        unvalidated: whether a judge without any may score.

    Raises:
        JudgeError: it has none, and may not.
    """
    found = tuple(one for one in records if one.judge_id == judge_id)
    if not found and not unvalidated:
        raise JudgeError(
            f"The judge {judge_id!r} was never validated, so nobody knows how far it agrees with "
            "people. Run `ragqa eval judge PAIRS --record FILE` and set validation = FILE in the "
            "specification, or set judge_unvalidated = true."
        )
    return found
