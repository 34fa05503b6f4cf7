"""What documents of a catalogue state of one another: the rows, and the documents they join."""

from collections.abc import Iterable, Iterator, Sequence

from ragqa.indexing.catalogue import VARIABLES, Catalogue
from ragqa.indexing.work_names import named_by, names_of
from ragqa.schema.document import Document, DocumentId
from ragqa.schema.source import Source, Standing

UNNAMED = ""
"""Stands for a work that is spoken of, and not named."""

# Documents that name one another or both name a third, or speak of a work that others hold too.
# CROSS JOIN keeps SQLite to the order given: relations are few, names many.
_JOINED = f"""
    SELECT document_id FROM relations AS stated WHERE name <> '{UNNAMED}' AND
        EXISTS (SELECT 1 FROM names WHERE names.name = stated.name)
    UNION
    SELECT names.document_id FROM relations
        CROSS JOIN names ON names.name = relations.name
    UNION
    SELECT document_id FROM relations WHERE name IN (
        SELECT name FROM relations WHERE name <> '{UNNAMED}'
        GROUP BY name HAVING count(DISTINCT document_id) > 1
    )
    UNION
    SELECT one.document_id FROM relations
        CROSS JOIN names AS one ON one.document_id = relations.document_id
        CROSS JOIN names AS other
            ON other.name = one.name AND other.document_id <> one.document_id
        WHERE one.name NOT LIKE 'url:%'
"""

Row = tuple[str, ...]


def name_rows(document: Document) -> list[Row]:
    """Return the rows of the names that a document bears."""
    return [(name, document.document_id) for name in names_of(document.source)]


def relation_rows(document: Document) -> list[Row]:
    """Return the rows of what a document states of other works, one for each of their names."""
    return sorted(
        {
            (name, document.document_id, relation.standing.value)
            for relation in document.source.relations
            for name in named_by(relation) or (UNNAMED,)
        }
    )


def joined_works(catalogue: Catalogue) -> dict[DocumentId, Source]:
    """Return the documents that state something of others in the catalogue, or the reverse.

    Those that are the same works as these belong to them.
    """
    found = set[DocumentId]()
    fresh = {DocumentId(str(row[0])) for row in catalogue.rows(_JOINED)}
    while fresh:
        found |= fresh
        fresh = set(_same_works(catalogue, sorted(fresh))) - found
    return catalogue.sources(found)


def stating(catalogue: Catalogue, standings: Iterable[Standing]) -> frozenset[DocumentId]:
    """Return the documents that state one of some standings."""
    values = [standing.value for standing in standings]
    marks = ",".join("?" * len(values))
    rows = catalogue.rows(
        f"SELECT DISTINCT document_id FROM relations WHERE standing IN ({marks})", values
    )
    return frozenset(DocumentId(str(row[0])) for row in rows)


def _same_works(catalogue: Catalogue, documents: Sequence[DocumentId]) -> Iterator[DocumentId]:
    """Yield the documents that bear an identifier of one of some documents."""
    for at in range(0, len(documents), VARIABLES):
        some = documents[at : at + VARIABLES]
        marks = ",".join("?" * len(some))
        rows = catalogue.rows(
            "SELECT DISTINCT other.document_id FROM names AS one "
            "CROSS JOIN names AS other ON other.name = one.name "
            f"WHERE one.name NOT LIKE 'url:%' AND one.document_id IN ({marks})",
            some,
        )
        yield from (DocumentId(str(row[0])) for row in rows)
