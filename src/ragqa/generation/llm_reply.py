"""The JSON object that the language model is asked for: its schema, and its validation."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from ragqa.generation.topics import Topic
from ragqa.llm.language_model import JsonSchema
from ragqa.schema.article import Style
from ragqa.schema.source import Kind

HEADINGS = ("Key points", *map(str, Topic))
"""A heading is shown unchecked, so it is one of ours: it names a topic and can state no fact."""

_LONGEST_PROBLEM = 200

_Text = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
_Id = Annotated[str, StringConstraints(max_length=20)]


class UnreadableReplyError(ValueError):
    """The reply is not the object that was asked for; says where, fit to be told to the model."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class ReplyClaim(_Part):
    """One sentence and the ids that it cites, as the model wrote them."""

    sentences: Annotated[list[_Id], Field(max_length=40)]
    text: _Text


class ReplyBlock(_Part):
    """Sentences under one heading."""

    heading: Annotated[str, StringConstraints(max_length=200)] | None
    style: Style
    claims: Annotated[list[ReplyClaim], Field(max_length=40)]


class Reply(_Part):
    """The whole reply. A section is left out where no sentence of its kind was offered."""

    summary: Annotated[list[ReplyClaim], Field(max_length=10)]
    guidelines: Annotated[list[ReplyBlock], Field(max_length=20)] = []
    research: Annotated[list[ReplyBlock], Field(max_length=20)] = []
    gaps: Annotated[list[_Text], Field(max_length=10)] = []

    def blocks(self, kind: Kind) -> list[ReplyBlock]:
        """Return the blocks of one section."""
        return self.guidelines if kind is Kind.GUIDELINE else self.research


def read_reply(text: str) -> Reply:
    """Return the reply in `text`.

    Raises:
        UnreadableReplyError: it is no JSON, or not of the shape asked for.
    """
    try:
        return Reply.model_validate_json(_unfenced(text))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(str(part) for part in first["loc"] if _is_ours(part)) or "the object"
        problem = f"{where}: {first['msg']}"[:_LONGEST_PROBLEM]
        raise UnreadableReplyError(problem) from None


def reply_schema(ids: dict[Kind, list[str]]) -> JsonSchema:
    """Return the JSON schema of a reply that cites only these ids, each in its own section.

    The id comes before the text, so that a model picks its evidence before it writes. It is
    one id: allowed three, Qwen2.5-Coder 1.5B ran several recommendations together in a claim
    that no single sentence carried; allowed one, it wrote one fact a claim. Lengths of texts are
    left to `read_reply`, because not every server knows them.
    """
    guideline, research = ids[Kind.GUIDELINE], ids[Kind.RESEARCH]
    properties: dict[str, object] = {"summary": _array(_claim(guideline + research), most=3)}
    if guideline:
        properties["guidelines"] = _array(_block(guideline), most=3)
    if research:
        properties["research"] = _array(_block(research), most=5)
    properties["gaps"] = _array({"type": "string"}, most=3)
    return _object(properties)


def _block(ids: list[str]) -> JsonSchema:
    return _object(
        {
            "heading": {"type": ["string", "null"], "enum": [*HEADINGS, None]},
            "style": {"type": "string", "enum": [*map(str, Style)]},
            "claims": _array(_claim(ids), most=6, least=1),
        }
    )


def _claim(ids: list[str]) -> JsonSchema:
    return _object(
        {
            "sentences": _array({"type": "string", "enum": ids}, most=1, least=1),
            "text": {"type": "string"},
        }
    )


def _array(items: JsonSchema, *, most: int, least: int = 0) -> JsonSchema:
    return {"type": "array", "items": items, "minItems": least, "maxItems": most}


def _object(properties: dict[str, object]) -> JsonSchema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _is_ours(part: int | str) -> bool:
    """Tell a place in the object asked for from a key that the model made up.

    The problem is told to the reader, so that it may hold no word of the model's own.
    """
    parts = (Reply, ReplyBlock, ReplyClaim)
    return isinstance(part, int) or any(part in one.model_fields for one in parts)


def _unfenced(text: str) -> str:
    """Return `text` without the code fence that models wrap JSON in when no schema holds them."""
    return text.strip().removeprefix("```json").removeprefix("```").removesuffix("```")
