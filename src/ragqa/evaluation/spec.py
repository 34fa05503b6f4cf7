"""The specification of an evaluation run: which questions, which index, which gates."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from ragqa.errors import SettingsError
from ragqa.evaluation.metrics import METRICS
from ragqa.toml_files import Section, Table, did_you_mean, fault, read_table

_LISTED = "`ragqa eval run --help` lists all."
_NEEDED = ("gold", "index")


class RunSettings(Section):
    """The keys of a specification; paths are relative to its folder."""

    gold: Annotated[Path, Field(title="the path of a file", description="Gold set, JSON Lines.")]
    index: Annotated[Path, Field(description="Folder of the index.")]
    limit: Annotated[
        int | None, Field(ge=1, description="Only the first questions of the gold set.")
    ] = None
    composer: Annotated[
        Literal["extractive", "llm"] | None,
        Field(description="Who writes the drafts; as in ragqa.toml if left out."),
    ] = None
    audience: Annotated[
        Literal["clinician", "trainee", "patient"], Field(description="Who reads the answers.")
    ] = "clinician"
    seed: Annotated[
        int, Field(ge=0, le=2**31 - 1, description="Of resampling; equal seeds, equal intervals.")
    ] = 0
    resamples: Annotated[
        int, Field(ge=100, le=100_000, description="How often questions are drawn again.")
    ] = 1_000
    judge: Annotated[
        Literal["verifier", "llm"], Field(description="Who judges whether statements are told.")
    ] = "verifier"
    judge_unvalidated: Annotated[
        bool, Field(description="Score with a judge that was never validated, and say so.")
    ] = False
    validation: Annotated[
        Path | None,
        Field(
            title="the path of a file",
            description="Validation records that `ragqa eval judge --record FILE` wrote.",
        ),
    ] = None
    missing_sources: Annotated[
        Literal["refuse", "count"],
        Field(description="Gold sources that the index lacks: refuse the run, or count as missed."),
    ] = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """A bound that a metric has to keep: at least where higher is better, else at most."""

    metric: str
    bound: float

    @property
    def rule(self) -> str:
        """The gate in words."""
        return (
            f"{'at least' if METRICS[self.metric].higher_is_better else 'at most'} {self.bound:g}"
        )

    def holds(self, value: float) -> bool:
        """Say whether a value keeps the bound."""
        return not METRICS[self.metric].better(self.bound, value)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSpec:
    """What a run is to do."""

    settings: RunSettings
    gates: tuple[Gate, ...]


def read_spec(file: Path) -> RunSpec:
    """Read a specification.

    Raises:
        SettingsError: it cannot be read, a key is unknown or missing, or a value does not fit.
    """
    try:
        table = read_table(file)
    except FileNotFoundError:
        raise SettingsError(f"{file} is not there. Name the TOML file of a run.") from None
    gates = _gates(table.pop("gates", {}), file)
    if missing := [key for key in _NEEDED if key not in table]:
        raise SettingsError(f"{file} does not set {missing[0]!r}. {_LISTED}")
    try:
        settings = RunSettings.model_validate(table)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        path = tuple(str(part) for part in first["loc"])
        told = fault(RunSettings, path, first["input"], file=file, listed=_LISTED)
        raise SettingsError(told) from None
    return RunSpec(settings=_beside(file, settings), gates=gates)


def _beside(file: Path, settings: RunSettings) -> RunSettings:
    """Return the settings with every path seen from the folder of the file."""
    changes = {
        name: file.parent / path
        for name in ("gold", "index", "validation")
        if (path := getattr(settings, name)) is not None
    }
    return settings.model_copy(update=changes)


def _gates(table: object, file: Path) -> tuple[Gate, ...]:
    if not isinstance(table, Mapping):
        raise SettingsError(f"'gates' in {file} is a section. Write [gates] and its keys below it.")
    return tuple(_gate(str(name), bound, file) for name, bound in table.items())


def _gate(name: str, bound: object, file: Path) -> Gate:
    if name not in METRICS:
        step = did_you_mean(name, METRICS) or f"Metrics are {', '.join(METRICS)}."
        raise SettingsError(f"There is no metric {name!r}, for which {file} sets a gate. {step}")
    if isinstance(bound, bool) or not isinstance(bound, int | float) or not abs(bound) < _LARGEST:
        raise SettingsError(f"'gates.{name}' in {file} is {bound!r} but must be a number.")
    return Gate(metric=name, bound=float(bound))


_LARGEST = 1e12


def as_table(spec: RunSpec) -> Table:
    """Return the specification as it would be written."""
    return {
        **spec.settings.model_dump(mode="json"),
        "gates": {gate.metric: gate.bound for gate in spec.gates},
    }
