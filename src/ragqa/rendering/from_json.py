"""An answer read back from its JSON: the exact inverse of `as_json`.

Whoever reads an article here vouches for where the text comes from: that its sentences were
checked is stated in it, and cannot be seen from it.
"""

import json
from collections.abc import Callable, Mapping
from typing import TypeGuard, TypeVar

from pydantic import TypeAdapter, ValidationError

from ragqa.errors import ArticleError
from ragqa.rendering.as_json import SCHEMA_VERSION, JsonObject
from ragqa.schema.article import Abstention, Article, Outcome
from ragqa.schema.source import Kind

Answer = TypeVar("Answer", Article, Abstention)

_ARTICLE = TypeAdapter(Article)
_ABSTENTION = TypeAdapter(Abstention)
_KINDS: Mapping[object, Kind] = {"guidelines": Kind.GUIDELINE, "research": Kind.RESEARCH}
_STEP = "Give the whole output of `ragqa ask --format json`."


def read_json(text: str) -> Article | Abstention:
    """Return the answer that `render_json` printed as `text`.

    Raises:
        ArticleError: it is no such text, or names claims or references that it does not list.
    """
    printed = _object(text)
    if printed.get("schema_version") != SCHEMA_VERSION:
        raise _fault(
            f"its schema_version is {printed.get('schema_version')!r}, not {SCHEMA_VERSION}"
        )
    if printed.get("outcome") == Outcome.ABSTAINED and "reason" in printed:
        return _validated(_ABSTENTION, _common(printed))
    article = _validated(_ARTICLE, _common(printed) | _content(printed))
    _check_names(article)
    return article


def _object(text: str) -> JsonObject:
    try:
        printed = json.loads(text)
    except (ValueError, RecursionError):
        raise _fault("it is not valid JSON") from None
    if not _is_object(printed):
        raise _fault("it is not one JSON object")
    return printed


def _common(printed: JsonObject) -> JsonObject:
    """Return the fields of both kinds of answer as the schema nests them."""
    return {
        **printed,
        "question": {"text": printed.get("question"), "audience": printed.get("audience")},
        "provenance": _with(printed.get("provenance"), prompts=_pairs),
        "usage": _with(printed.get("usage"), seconds=_pairs),
    }


def _content(printed: JsonObject) -> JsonObject:
    """Return the fields of an article alone as the schema names them."""
    return {
        "sections": _each(printed.get("sections"), lambda section: _with(section, kind=_kind)),
        "claims": _each(printed.get("claims"), _claim),
    }


def _claim(claim: object) -> object:
    return {**claim, "claim_id": claim.get("id")} if _is_object(claim) else claim


def _kind(name: object) -> object:
    return _KINDS.get(name) if isinstance(name, str) else name


def _pairs(mapping: object) -> object:
    return list(mapping.items()) if _is_object(mapping) else mapping


def _with(value: object, **changes: Callable[[object], object]) -> object:
    """Return the object with each named field changed; anything else as it is, to be refused."""
    if not _is_object(value):
        return value
    return {**value, **{name: change(value.get(name)) for name, change in changes.items()}}


def _each(values: object, change: Callable[[object], object]) -> object:
    return [change(value) for value in values] if isinstance(values, list) else values


def _validated(adapter: "TypeAdapter[Answer]", fields: JsonObject) -> Answer:
    """Build the answer; types are held as strictly as JSON can tell them apart."""
    try:
        return adapter.validate_json(json.dumps(fields, allow_nan=False), strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"])) or "it"
        raise _fault(f"{place}: {first['msg'][:1].lower()}{first['msg'][1:]}") from None
    except ValueError:
        raise _fault("a number in it is not finite") from None


def _check_names(article: Article) -> None:
    """Refuse an article whose layout or citations point at nothing."""
    claims = {claim.claim_id for claim in article.claims}
    blocks = [block for section in article.sections for block in section.blocks]
    laid_out = {*article.summary, *(name for block in blocks for name in block.claims)}
    compared = {name for pair in article.concordance for name in (pair.guideline, pair.research)}
    if missing := sorted((laid_out | compared) - claims):
        raise _fault(f"it lays out the claim {missing[0]!r}, which it does not hold")
    numbers = {reference.number for reference in article.references}
    cited = {citation.reference for citation in article.citations}
    if unknown := sorted(cited - numbers):
        raise _fault(f"it cites [{unknown[0]}], which its references do not list")


def _is_object(value: object) -> TypeGuard[JsonObject]:
    return isinstance(value, dict)


def _fault(why: str) -> ArticleError:
    return ArticleError(f"This is no article as ragqa prints it: {why}. {_STEP}")
