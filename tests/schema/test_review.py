"""What an approval is bound to: every character of an article, and nothing that is not its own."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.schema.article import Article, GlossaryEntry
from ragqa.schema.provenance import Usage
from ragqa.schema.review import content_hash
from tests.rendering.samples import ARTICLE

Path = tuple[str | int, ...]
NOT_COVERED = {("provenance", "generated_at"), ("review",), ("usage",)}


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the path of every value that an approval covers."""
    if path in NOT_COVERED:
        return
    if is_dataclass(value):
        for field in fields(value):
            yield from places(getattr(value, field.name), (*path, field.name))
    elif isinstance(value, tuple):
        for position, item in enumerate(value):
            yield from places(item, (*path, position))
    else:
        yield path


def at(value: Any, path: Path) -> Any:
    """Return what stands at a path."""
    for step in path:
        value = value[step] if isinstance(step, int) else getattr(value, step)
    return value


def changed(value: Any, path: Path, new: Any) -> Any:
    """Return `value` with what stands at a path replaced."""
    if not path:
        return new
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        inner = changed(value[step], rest, new)
        return (*value[:step], inner, *value[step + 1 :])
    return replace(value, **{step: changed(getattr(value, step), rest, new)})


PLACES = list(places(ARTICLE))
TEXTS = [path for path in PLACES if isinstance(at(ARTICLE, path), str) and at(ARTICLE, path)]
ELSE = [path for path in PLACES if path not in TEXTS]
WORDED = [path for path in TEXTS if not isinstance(at(ARTICLE, path), StrEnum)]


@given(path=st.sampled_from(WORDED), place=st.integers(min_value=0), character=st.characters())
def test_one_changed_character_anywhere_changes_the_hash(
    path: Path, place: int, character: str
) -> None:
    text = at(ARTICLE, path)
    place %= len(text)
    edited = changed(ARTICLE, path, text[:place] + character + text[place + 1 :])
    assert (content_hash(edited) == content_hash(ARTICLE)) == (character == text[place])


@given(path=st.sampled_from(WORDED), place=st.integers(min_value=0), character=st.characters())
def test_an_inserted_or_dropped_character_changes_the_hash(
    path: Path, place: int, character: str
) -> None:
    text = at(ARTICLE, path)
    place %= len(text)
    for edited in (text[:place] + character + text[place:], text[:place] + text[place + 1 :]):
        assert content_hash(changed(ARTICLE, path, edited)) != content_hash(ARTICLE)


@pytest.mark.parametrize("path", ELSE, ids=lambda path: ".".join(map(str, path)))
def test_every_other_value_changes_the_hash(path: Path) -> None:
    value = at(ARTICLE, path)
    new = value + 1 if isinstance(value, int | float) else "something"
    assert content_hash(changed(ARTICLE, path, new)) != content_hash(ARTICLE)


@pytest.mark.parametrize("path", [path for path in TEXTS if path not in WORDED])
def test_another_member_of_an_enumeration_changes_the_hash(path: Path) -> None:
    value = at(ARTICLE, path)
    other = next(member for member in type(value) if member is not value)
    assert content_hash(changed(ARTICLE, path, other)) != content_hash(ARTICLE)


@given(
    field=st.sampled_from(
        ["notices", "summary", "sections", "claims", "references", "withheld", "gaps"]
    ),
    data=st.data(),
)
def test_what_is_dropped_repeated_or_reordered_changes_the_hash(
    field: str, data: st.DataObject
) -> None:
    items = getattr(ARTICLE, field)
    place = data.draw(st.integers(0, len(items) - 1))
    dropped = (*items[:place], *items[place + 1 :])
    for other in (dropped, (*items, items[place]), (items[-1], *items[:-1])):
        edited = changed(ARTICLE, (field,), other)
        assert (content_hash(edited) == content_hash(ARTICLE)) == (other == items)


@given(stamp=st.text(), seconds=st.floats(0, 1e6), tokens=st.integers(0), cost=st.floats(0, 1e6))
def test_when_it_was_made_and_what_it_cost_is_not_covered(
    stamp: str, seconds: float, tokens: int, cost: float
) -> None:
    usage = Usage(
        seconds=(("retrieval", seconds),),
        prompt_tokens=tokens,
        completion_tokens=tokens,
        cost=cost,
    )
    provenance = replace(ARTICLE.provenance, generated_at=stamp)
    again: Article = replace(ARTICLE, provenance=provenance, usage=usage)
    assert content_hash(again) == content_hash(ARTICLE)


def test_a_text_of_before_audiences_keeps_its_approval() -> None:
    """The hash of the sample before articles had a glossary, a reading grade and originals."""
    known = "3e8d805fdeb19a7b25e605da3d3751d65605eccf2446e8d508cde83ae062a65f"
    assert content_hash(ARTICLE) == known


def test_glossary_reading_grade_and_originals_are_covered() -> None:
    entry = GlossaryEntry(term="CX", meaning="condition X", citations=())
    claim = replace(ARTICLE.claims[0], original="As it was written.")
    told = [
        replace(ARTICLE, glossary=(entry,)),
        replace(ARTICLE, glossary=(replace(entry, meaning="condition Y"),)),
        replace(ARTICLE, reading_grade=9.5),
        replace(ARTICLE, reading_grade=0.0),
        replace(ARTICLE, claims=(claim, *ARTICLE.claims[1:])),
    ]
    assert len({content_hash(one) for one in (ARTICLE, *told)}) == len(told) + 1
