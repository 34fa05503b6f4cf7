"""Settings: one class per stage, from ragqa.toml and RAGQA_* variables.

Variables win over the file: `RAGQA_COMPOSER__KIND=llm` sets `kind` under `[composer]`.
Unknown keys are refused, so that a typing error never passes silently.
"""

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from ragqa.errors import SettingsError

SETTINGS_FILE = Path("ragqa.toml")


class _Stage(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class EmbedderSettings(_Stage):
    """`[embedder]`: text to vectors."""

    model: Annotated[
        str, Field(description="A sentence-transformers name or path, or the embedded default.")
    ] = "all-MiniLM-L6-v2"


class IngestionSettings(_Stage):
    """`[ingestion]`: files to passages."""

    passage_tokens: Annotated[
        int, Field(ge=32, description="Tokens a passage aims at; never more than the model reads.")
    ] = 180
    file_seconds: Annotated[
        float, Field(gt=0, description="Seconds one file may take to be parsed.")
    ] = 60.0
    file_megabytes: Annotated[
        int, Field(ge=256, description="Address space one parsing process may use.")
    ] = 2048


class RetrievalSettings(_Stage):
    """`[retrieval]`: question to evidence."""

    candidates: Annotated[
        int, Field(ge=1, description="Passages each search brings into the fusion.")
    ] = 100
    passages: Annotated[
        int, Field(ge=1, description="Passages of each kind handed to the composer.")
    ] = 20
    per_document: Annotated[
        int, Field(ge=1, description="Passages of one document among those handed over.")
    ] = 4
    dense_weight: Annotated[
        float, Field(ge=0, le=1, description="Share of the dense score in the fused score.")
    ] = 0.5


class RerankerSettings(_Stage):
    """`[reranker]`: the first passages read again, question and passage together."""

    model: Annotated[
        str,
        Field(description="`late-interaction`, a CrossEncoder name or path, or `none` for none."),
    ] = "none"
    depth: Annotated[int, Field(ge=1, description="Passages read again.")] = 50
    weight: Annotated[
        float, Field(ge=0, le=1, description="Share of the reranker in the final score.")
    ] = 0.5


class ComposerSettings(_Stage):
    """`[composer]`: evidence to draft."""

    kind: Annotated[
        Literal["extractive", "llm"],
        Field(description="`extractive` uses the sources' own sentences; `llm` asks a model."),
    ] = "extractive"
    sentences: Annotated[
        int, Field(ge=3, description="Evidence sentences offered to a language model.")
    ] = 24
    claims: Annotated[int, Field(ge=1, description="Claims asked of a language model.")] = 12


class LanguageModelSettings(_Stage):
    """`[language_model]`: any OpenAI-compatible address; used by the `llm` composer alone."""

    base_url: Annotated[str, Field(description="Address up to and including /v1.")] = (
        "http://127.0.0.1:8080/v1"
    )
    model: Annotated[str, Field(description="Model name as the server knows it.")] = "default"
    api_key: Annotated[
        SecretStr, Field(description="Key, if the server wants one; never printed or stored.")
    ] = SecretStr("none")
    deadline_seconds: Annotated[
        float, Field(gt=0, description="Seconds for one answer, retries included.")
    ] = 120.0
    idle_seconds: Annotated[
        float, Field(gt=0, description="Seconds the stream may stay silent.")
    ] = 30.0
    max_tokens: Annotated[int, Field(ge=64, description="Longest reply.")] = 2048
    seed: Annotated[int, Field(description="Sampling seed; temperature is always 0.")] = 0


class VerificationSettings(_Stage):
    """`[verification]`: draft to article."""

    support: Annotated[
        float,
        Field(ge=0.5, le=1, description="Share of a claim's content words its quotes must carry."),
    ] = 0.85


class Settings(BaseSettings):
    """Everything that can be set, by stage."""

    model_config = SettingsConfigDict(
        frozen=True, extra="forbid", env_prefix="RAGQA_", env_nested_delimiter="__"
    )

    index: Annotated[Path, Field(description="Folder of the index.")] = Path("index")
    embedder: EmbedderSettings = EmbedderSettings()
    ingestion: IngestionSettings = IngestionSettings()
    retrieval: RetrievalSettings = RetrievalSettings()
    reranker: RerankerSettings = RerankerSettings()
    composer: ComposerSettings = ComposerSettings()
    language_model: LanguageModelSettings = LanguageModelSettings()
    verification: VerificationSettings = VerificationSettings()

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
        return (init_settings, env_settings, TomlConfigSettingsSource(settings_cls, SETTINGS_FILE))

    @property
    def fingerprint(self) -> str:
        """Hash of every setting that can change an answer; keys and folders are left out."""
        shown = self.model_dump(mode="json", exclude={"index": True, "language_model": {"api_key"}})
        return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:16]


def load_settings() -> Settings:
    """Read ragqa.toml in the working directory, then the RAGQA_* variables.

    Raises:
        SettingsError: the file is not TOML, a key is unknown, or a value does not fit.
    """
    try:
        return Settings()
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            f"{SETTINGS_FILE} is not valid TOML: {error}. Mend that line."
        ) from None
    except (ValidationError, ValueError) as error:
        raise SettingsError(_explain(error)) from None


def _explain(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return f"The settings cannot be read: {error}. Look at {SETTINGS_FILE} and RAGQA_*."
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    return (
        f"Setting {key!r} in {SETTINGS_FILE} or a RAGQA_ variable: {first['msg']}. "
        "`ragqa doctor` lists every setting."
    )
