"""Settings: one class per stage, from ragqa.toml and RAGQA_* variables.

Variables win over the file: `RAGQA_COMPOSER__KIND=llm` sets `kind` under `[composer]`.
Unknown keys are refused, so that a typing error never passes silently.
"""

import hashlib
import json
import logging
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from ragqa.errors import SettingsError
from ragqa.toml_files import Section, Table, fault, read_table, setting_fields, usable

logger = logging.getLogger(__name__)

SETTINGS_FILE = Path("ragqa.toml")
_PREFIX = "RAGQA_"
_LISTED = "The README lists every setting."
_NOT_SETTINGS = "RAGQA_BENCH"
"""Variables that begin so belong to scripts that measure ragqa."""


class EmbedderSettings(Section):
    """`[embedder]`: text to vectors."""

    model: Annotated[
        str, Field(description="A sentence-transformers name or path, or the embedded default.")
    ] = "all-MiniLM-L6-v2"


class IngestionSettings(Section):
    """`[ingestion]`: files to passages."""

    passage_tokens: Annotated[
        int,
        Field(
            ge=32,
            le=100_000,
            description="Tokens a passage aims at; never more than the model reads.",
        ),
    ] = 180
    file_seconds: Annotated[
        float, Field(gt=0, le=86_400, description="Seconds one file may take to be parsed.")
    ] = 60.0
    file_megabytes: Annotated[
        int, Field(ge=256, le=1_048_576, description="Address space one parsing process may use.")
    ] = 2048


class RetrievalSettings(Section):
    """`[retrieval]`: question to evidence."""

    candidates: Annotated[
        int, Field(ge=1, le=100_000, description="Passages each search brings into the fusion.")
    ] = 150
    passages: Annotated[
        int, Field(ge=1, le=1000, description="Passages of each kind handed to the composer.")
    ] = 20
    per_document: Annotated[
        int, Field(ge=1, le=1000, description="Passages of one document among those handed over.")
    ] = 4


class RerankerSettings(Section):
    """`[reranker]`: the first passages read again, question and passage together."""

    model: Annotated[
        str,
        Field(
            description="`late-interaction`, a CrossEncoder name or path, or `none` for none. "
            "Late interaction compares words, which an ingest keeps only where this asks for it."
        ),
    ] = "late-interaction"
    depth: Annotated[int, Field(ge=1, description="Passages read again.")] = 50
    weight: Annotated[
        float, Field(ge=0, le=1, description="Share of the reranker in the final score.")
    ] = 0.2


class ComposerSettings(Section):
    """`[composer]`: evidence to draft."""

    kind: Annotated[
        Literal["extractive", "llm"],
        Field(description="`extractive` uses the sources' own sentences; `llm` asks a model."),
    ] = "extractive"
    sentences: Annotated[
        int, Field(ge=3, le=1000, description="Evidence sentences offered to a language model.")
    ] = 24
    claims: Annotated[
        int, Field(ge=1, le=1000, description="Claims asked of a language model.")
    ] = 12


class LanguageModelSettings(Section):
    """`[language_model]`: any OpenAI-compatible address; used by the `llm` composer alone."""

    base_url: Annotated[str, Field(description="Address up to and including /v1.")] = (
        "http://127.0.0.1:8080/v1"
    )
    model: Annotated[str, Field(description="Model name as the server knows it.")] = "default"
    api_key: Annotated[
        SecretStr, Field(description="Key, if the server wants one; never printed or stored.")
    ] = SecretStr("none")
    deadline_seconds: Annotated[
        float, Field(gt=0, le=86_400, description="Seconds for one answer, retries included.")
    ] = 120.0
    idle_seconds: Annotated[
        float, Field(gt=0, le=86_400, description="Seconds the stream may stay silent.")
    ] = 30.0
    max_tokens: Annotated[int, Field(ge=64, le=1_000_000, description="Longest reply.")] = 2048
    seed: Annotated[
        int, Field(ge=0, le=2**31 - 1, description="Sampling seed; temperature is always 0.")
    ] = 0
    prompt_price: Annotated[
        float, Field(ge=0, description="Money that a million tokens read cost; 0 where none.")
    ] = 0.0
    completion_price: Annotated[
        float, Field(ge=0, description="Money that a million tokens written cost.")
    ] = 0.0


class VerificationSettings(Section):
    """`[verification]`: draft to article."""

    support: Annotated[
        float,
        Field(ge=0.5, le=1, description="Share of a claim's content words its quotes must carry."),
    ] = 0.85
    entailment: Annotated[
        str,
        Field(
            description="Who is asked about a claim that is refused for its words alone: `none`, "
            "`language-model`, weights that `evals/export_entailment.py` wrote (.safetensors), or "
            "a CrossEncoder name or path."
        ),
    ] = "none"
    entailed: Annotated[
        float, Field(ge=0.5, le=1, description="Probability from which on that model is believed.")
    ] = 0.9


_ANSWERING = ("base_url", "model", "max_tokens", "seed")
"""What of a language model's settings decides what it writes."""


class LibrarySettings(Section):
    """`[library]`: where articles are kept."""

    url: Annotated[
        str, Field(description="Path of an SQLite file, or the `postgresql://` URL of a server.")
    ] = "library.sqlite"


class ServerSettings(Section):
    """`[server]`: pages and HTTP."""

    host: Annotated[str, Field(description="Address to listen on; the default, this machine.")] = (
        "127.0.0.1"
    )
    port: Annotated[int, Field(ge=0, le=65_535, description="Port; 0 takes any free one.")] = 8000
    access: Annotated[
        Literal["open", "keys"],
        Field(
            description="`open`: whoever reaches this machine's loopback may do everything; "
            "`keys`: only holders of a key that `ragqa access add` made."
        ),
    ] = "open"
    answers: Annotated[
        int, Field(ge=1, le=64, description="Answers composed at one time; others wait their turn.")
    ] = 2
    waiting: Annotated[
        int, Field(ge=0, le=10_000, description="Askers who may wait; one more is sent away.")
    ] = 200
    requests_per_minute: Annotated[
        int,
        Field(
            ge=1,
            le=1_000_000,
            description="Requests of one person in a minute, where access is by keys.",
        ),
    ] = 600
    body_kilobytes: Annotated[
        int, Field(ge=16, le=1_048_576, description="Largest request that uploads nothing.")
    ] = 512
    upload_megabytes: Annotated[
        int, Field(ge=1, le=10_240, description="Largest file that may be uploaded.")
    ] = 64
    session_hours: Annotated[
        float, Field(gt=0, le=8760, description="Hours after which somebody must log in again.")
    ] = 12.0
    uploads: Annotated[Path, Field(description="Folder that keeps uploaded documents.")] = Path(
        "uploads"
    )


class Settings(BaseSettings):
    """Everything that can be set, by stage."""

    model_config = SettingsConfigDict(
        frozen=True, extra="forbid", env_prefix="RAGQA_", env_nested_delimiter="__"
    )

    _index_usable = field_validator("index", mode="before")(usable)

    index: Annotated[Path, Field(description="Folder of the index.")] = Path("index")
    embedder: EmbedderSettings = EmbedderSettings()
    ingestion: IngestionSettings = IngestionSettings()
    retrieval: RetrievalSettings = RetrievalSettings()
    reranker: RerankerSettings = RerankerSettings()
    composer: ComposerSettings = ComposerSettings()
    language_model: LanguageModelSettings = LanguageModelSettings()
    verification: VerificationSettings = VerificationSettings()
    library: LibrarySettings = LibrarySettings()
    server: ServerSettings = ServerSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Put variables before the file; read no .env and no secrets folder."""
        return (init_settings, env_settings, InitSettingsSource(settings_cls, _from_file()))

    @property
    def fingerprint(self) -> str:
        """Hash of every setting that can change the answer from a given snapshot.

        Keys, places, patience and prices cannot; a language model that is not asked cannot either.
        """
        shown = self.model_dump(mode="json", exclude={"index", "ingestion", "library", "server"})
        model = shown.pop("language_model")
        if self.composer.kind == "llm":
            shown["language_model"] = {name: model[name] for name in _ANSWERING}
        return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:16]


def load_settings() -> Settings:
    """Read ragqa.toml in the working directory, then the RAGQA_* variables.

    Raises:
        SettingsError: the file is not TOML, a key is unknown, or a value does not fit.
    """
    given = EnvSettingsSource(Settings).env_vars
    variables = {name.upper() for name in given if name.upper().startswith(_PREFIX)}
    for name in sorted(variables):
        _check_variable(name)
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        path = tuple(str(part) for part in first["loc"])
        variable = _variable(".".join(path))
        place = f"The variable {variable}" if variable in variables else None
        told = fault(
            Settings, path, first["input"], file=SETTINGS_FILE, place=place, listed=_LISTED
        )
        raise SettingsError(told) from None


def _from_file() -> Table:
    try:
        return read_table(SETTINGS_FILE)
    except FileNotFoundError:
        return {}


def _check_variable(name: str) -> None:
    """Refuse a variable that means a setting and names none; point out any other stranger."""
    known = {_variable(key): key for key in setting_fields(Settings)}
    if name in known or name.startswith(_NOT_SETTINGS):
        return
    near = get_close_matches(name, known, n=1, cutoff=0.7)
    step = f"Did you mean {near[0]}?" if near else _LISTED
    if "__" in name or name in {variable.partition("__")[0] for variable in known}:
        raise SettingsError(f"The variable {name} names no setting. {step}")
    logger.warning("The variable %s names no setting and is ignored. %s", name, step)


def _variable(key: str) -> str:
    return _PREFIX + key.upper().replace(".", "__")
