"""Writing term indexes: segments that a change does not touch are linked, the others made anew.

In an index changed in place, removed passages would go on counting in the document frequencies,
and their words would stay on the disk.
"""

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ragqa.indexing.links import link
from ragqa.indexing.terms import FIELDS, Terms, as_os_error

if TYPE_CHECKING:
    import tantivy

META, MANAGED = "meta.json", ".managed.json"

# tantivy merges eight segments of less than 10,000 passages by itself, which would cost more than
# a change; so many are searched as fast as one.
MOST_SEGMENTS = 7
# Many passages are written as so many segments, none of them smaller: a change makes those anew
# that it touches.
SEGMENTS_AT_ONCE = 6
SMALLEST_SEGMENT = 2048

# Enough for some 10,000 passages at once; more are written as further segments.
WRITER_BYTES = 64_000_000

TermsOf = Callable[[Sequence[int]], Iterable[Terms]]
"""Gives the terms of the passages with some ids, in the order asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Segment:
    """A segment of an index: its place there, its name, and how many passages it holds."""

    place: int
    name: str
    passages: int


def build(folder: Path, ids: Sequence[int], terms_of: TermsOf, *, draft: Path) -> None:
    """Write a term index of passages into an empty folder.

    Args:
        folder: an empty one, for the index.
        ids: of all passages; those that may change together stand together.
        terms_of: gives their terms.
        draft: another empty folder on the same disk.

    Raises:
        OSError: the disk is full or the folder cannot be written.
    """
    import tantivy

    with as_os_error(folder):
        _add(tantivy.Index(_schema(), path=str(draft)), ids, terms_of, SEGMENTS_AT_ONCE)
    _move(draft, folder)


def rebuild(
    base: Path,
    folder: Path,
    ids: Sequence[int],
    terms_of: TermsOf,
    *,
    new: Collection[int],
    only_adds: bool,
    draft: Path,
) -> None:
    """Write a term index as `build` does, from another one of much the same passages.

    What does not change is linked, not copied: tantivy replaces files and never writes into them.

    Args:
        base: holds the terms of all `ids` but the `new` ones, and of passages that are gone.
        folder: as for `build`.
        ids: as for `build`.
        terms_of: as for `build`.
        new: ids that `base` does not hold, or holds with other terms.
        only_adds: nothing that `base` holds is gone or has other terms.
        draft: as for `build`.

    Raises:
        OSError: the disk is full or the folder cannot be written.
    """
    import tantivy

    for path in base.iterdir():
        link(path, draft / path.name)
    with as_os_error(folder):
        index = tantivy.Index.open(str(draft))
        index.config_reader("manual")
        searcher, segments = index.searcher(), _segments(draft)
        wanted, fresh = frozenset(ids), frozenset(new)
        dropped = _smallest(segments)
        if not only_adds:
            dropped += [one for one in segments if not _ids(searcher, one) <= wanted - fresh]
        again = [wanted & _ids(searcher, one) for one in dropped]
        if dropped:
            _drop(draft, {one.name for one in dropped})
            index = tantivy.Index.open(str(draft))
        room = max(1, MOST_SEGMENTS - len(segments) + len({one.name for one in dropped}))
        changed = (wanted & fresh).union(*again)
        _add(index, [one for one in ids if one in changed], terms_of, min(room, SEGMENTS_AT_ONCE))
    _move(draft, folder)


def _segments(folder: Path) -> list[_Segment]:
    """Return the segments of an index in the order in which tantivy numbers them."""
    listed = json.loads((folder / META).read_bytes())["segments"]
    return [
        _Segment(place=place, name=one["segment_id"].replace("-", ""), passages=one["max_doc"])
        for place, one in enumerate(listed)
    ]


def _smallest(segments: Sequence[_Segment]) -> list[_Segment]:
    """Return the segments to be put together with what is new, lest there be too many."""
    surplus = len(segments) - (MOST_SEGMENTS - 1)
    return sorted(segments, key=lambda one: one.passages)[: max(0, surplus)]


def _ids(searcher: "tantivy.Searcher", segment: _Segment) -> frozenset[int]:
    """Return the ids of all passages of a segment."""
    import tantivy

    places = [tantivy.DocAddress(segment.place, row) for row in range(segment.passages)]
    found = searcher.fast_field_values("passage", places)
    return frozenset(int(one) for one in found if one is not None)


def _drop(folder: Path, names: Collection[str]) -> None:
    """Take segments out of an index that nobody has open, and their files out of its folder."""
    meta = json.loads((folder / META).read_bytes())
    meta["segments"] = [
        one for one in meta["segments"] if one["segment_id"].replace("-", "") not in names
    ]
    _replace(folder / META, json.dumps(meta))
    managed = json.loads((folder / MANAGED).read_bytes())
    _replace(folder / MANAGED, json.dumps([one for one in managed if _stem(one) not in names]))
    for path in folder.iterdir():
        if _stem(path.name) in names:
            path.unlink()


def _stem(name: str) -> str:
    return name.partition(".")[0]


def _replace(path: Path, content: str) -> None:
    """Give a name to a new file: the old one may be linked into a published snapshot."""
    path.unlink()
    path.write_text(content, encoding="ascii")


def _add(index: "tantivy.Index", ids: Sequence[int], terms_of: TermsOf, segments: int) -> None:
    """Add passages to an index, as about so many segments where there are many of them."""
    index.config_reader("manual")
    writer = index.writer(heap_size=WRITER_BYTES, num_threads=1)
    size = max(SMALLEST_SEGMENT, -(-len(ids) // segments))
    for first in range(0, max(1, len(ids)), size):
        for passage in terms_of(ids[first : first + size]):
            writer.add_document(_document(passage))
        writer.commit()
    writer.wait_merging_threads()


def _move(draft: Path, folder: Path) -> None:
    for path in sorted(draft.iterdir()):
        if path.suffix != ".lock":
            path.rename(folder / path.name)


def _schema() -> "tantivy.Schema":
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("passage", fast=True)
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _document(passage: Terms) -> "tantivy.Document":
    import tantivy

    document = tantivy.Document()
    document.add_unsigned("passage", passage.vector_id)
    document.add_text("kind", passage.kind)
    document.add_text("title", passage.title)
    document.add_text("body", f"{passage.title} {passage.passage}")
    return document
