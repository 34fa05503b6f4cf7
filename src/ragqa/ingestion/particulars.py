"""What a file, its front matter or its sidecar says of a work, validated, before it is a Source."""

import re
from dataclasses import replace
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

from ragqa.linguistics.identifiers import (
    identifier_of,
    normalise_doi,
    normalise_pmcid,
    normalise_pmid,
)
from ragqa.schema.source import (
    Access,
    Design,
    Kind,
    KindBasis,
    Origin,
    Relation,
    Source,
    Standing,
)

_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d|21\d\d)(?!\d)")
# What publishers put before the title of a work that they have withdrawn in its place.
_WITHDRAWN = re.compile(
    r"\W*(?:(?:RETRACTED|WITHDRAWN)(?: (?:ARTICLE|PAPER|CHAPTER|PUBLICATION))?|"
    r"(?:Retracted|Withdrawn)(?: (?:[Aa]rticle|[Pp]aper))?)\s*[:\]]"
)
_MARKUP = re.compile(r"</?(?:i|b|em|strong|sub|sup|sc|u)\b[^>]*>", re.IGNORECASE)


def _line(value: object) -> object:
    if not isinstance(value, str | int | float):
        return value
    return " ".join(_MARKUP.sub("", str(value)).split()) or None


def _names(value: object) -> object:
    if value is None:
        return ()
    if isinstance(value, str):
        value = re.split(r"\s*;\s*|\s+and\s+", value)
    if isinstance(value, list | tuple):
        return tuple(" ".join(str(name).split()) for name in value if str(name).strip())
    return value


def _year(value: object) -> object:
    found = _YEAR.search(str(value)) if value is not None else None
    if value in (None, "") or found is None:
        return None
    return int(found.group())


def _lowered(value: object) -> object:
    return " ".join(value.replace("_", " ").lower().split()) if isinstance(value, str) else value


def _design(value: object) -> object:
    spellings = {"rct": "randomised controlled trial", "cohort": "cohort study"}
    lowered = _lowered(value)
    if not isinstance(lowered, str):
        return lowered
    lowered = lowered.replace("randomized", "randomised")
    return spellings.get(lowered, lowered) or None


def _kind(value: object) -> object:
    lowered = _lowered(value)
    return Kind.GUIDELINE if lowered in {"guidelines", "guideline"} else lowered


def _doi(value: object) -> object:
    return normalise_doi(str(value)) if value else None


def _pmid(value: object) -> object:
    return normalise_pmid(str(value)) if value else None


def _pmcid(value: object) -> object:
    return normalise_pmcid(str(value)) if value else None


def _works(value: object) -> object:
    """Read works by their identifiers; a list inside the list holds several of one work."""
    values = [] if value is None else value if isinstance(value, list | tuple) else [value]
    return tuple(_names_of(one) for one in values)


def _names_of(value: object) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for one in value if isinstance(value, list | tuple) else [value]:
        identifier = identifier_of(str(one))
        if identifier is None:
            raise ValueError(f"{one!r} is no DOI, PMID, PMCID or web address")
        found[identifier] = None
    return tuple(found)


def _unread(_: object) -> object:
    return ()


Line = Annotated[str | None, BeforeValidator(_line)]
Works = Annotated[tuple[tuple[str, ...], ...], BeforeValidator(_works)]

RELATION_FIELDS = {
    "retracted_by": Standing.RETRACTED,
    "concern_by": Standing.CONCERN,
    "superseded_by": Standing.SUPERSEDED,
    "corrected_by": Standing.CORRECTED,
    "supersedes": Standing.SUPERSEDES,
    "retracts": Standing.RETRACTS,
    "concern_about": Standing.QUESTIONS,
    "corrects": Standing.CORRECTS,
}
"""The fields of `Particulars` that say how works stand to each other, the gravest first."""

TITLE_SAYS_RETRACTED = "note:the title says that it is retracted"


class Particulars(BaseModel):
    """Bibliographic facts from outside; every one may be missing, none may be nonsense."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    title: Line = None
    authors: Annotated[tuple[str, ...], BeforeValidator(_names)] = ()
    organisation: Line = None
    container: Line = None
    year: Annotated[int | None, BeforeValidator(_year)] = None
    doi: Annotated[str | None, BeforeValidator(_doi)] = None
    pmid: Annotated[str | None, BeforeValidator(_pmid)] = None
    pmcid: Annotated[str | None, BeforeValidator(_pmcid)] = None
    url: Line = None
    kind: Annotated[Kind | None, BeforeValidator(_kind)] = None
    kind_basis: KindBasis = KindBasis.METADATA
    design: Annotated[Design | None, BeforeValidator(_design)] = None
    access: Annotated[Access | None, BeforeValidator(_lowered)] = None
    population: Line = None
    grade: Line = None
    retracted_by: Works = ()
    concern_by: Works = ()
    superseded_by: Works = ()
    corrected_by: Works = ()
    supersedes: Works = ()
    retracts: Works = ()
    concern_about: Works = ()
    corrects: Works = ()
    own_words: Annotated[tuple[Relation, ...], BeforeValidator(_unread)] = ()
    """What the document itself says of its relations; set by `in_own_words` alone."""

    def over(self, other: "Particulars") -> "Particulars":
        """Return these facts, completed from `other` where they say nothing.

        What both say of other works is kept: who corrects a record does not undo a retraction.
        """
        given = {name: getattr(self, name) for name in type(self).model_fields}
        held = {name: value for name, value in given.items() if value not in (None, ())}
        if self.kind is None:
            held.pop("kind_basis")
        for name in (*RELATION_FIELDS, "own_words"):
            held[name] = tuple(dict.fromkeys((*given[name], *getattr(other, name))))
        return other.model_copy(update=held)

    def in_own_words(self) -> "Particulars":
        """Return these facts as said by the document itself, not by a record of it."""
        said = tuple(replace(one, origin=Origin.DOCUMENT) for one in self._stated())
        return self.model_copy(update={**dict.fromkeys(RELATION_FIELDS, ()), "own_words": said})

    @property
    def is_notice(self) -> bool:
        """Whether it says what it does to another work, as a notice without text does."""
        return bool(self.retracts or self.corrects or self.concern_about)

    def relations(self) -> tuple[Relation, ...]:
        """Return the edges of the version graph that are stated."""
        return tuple(dict.fromkeys((*self._stated(), *self.own_words)))

    def _stated(self) -> tuple[Relation, ...]:
        return tuple(
            Relation(standing=standing, other=names[0], also=names[1:])
            for field, standing in RELATION_FIELDS.items()
            for names in getattr(self, field)
        )

    def source(self, *, title: str, kind: Kind, basis: KindBasis, access: Access) -> Source:
        """Return the Source, with the given values where these facts are silent."""
        return Source(
            title=self.title or title,
            kind=self.kind or kind,
            kind_basis=self.kind_basis if self.kind else basis,
            authors=self.authors,
            organisation=self.organisation,
            container=self.container,
            year=self.year,
            doi=self.doi,
            pmid=self.pmid,
            pmcid=self.pmcid,
            url=self.url,
            access=self.access or access,
            design=self.design,
            population=self.population,
            grade=self.grade,
            relations=(*self.relations(), *_said_by_title(self.title or title)),
        )


def _said_by_title(title: str) -> tuple[Relation, ...]:
    if not _WITHDRAWN.match(title):
        return ()
    return (
        Relation(standing=Standing.RETRACTED, other=TITLE_SAYS_RETRACTED, origin=Origin.DOCUMENT),
    )
