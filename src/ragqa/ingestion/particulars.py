"""What a file, its front matter or its sidecar says of a work, validated, before it is a Source."""

import re
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
    Relation,
    Source,
    Standing,
)

_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d|21\d\d)(?!\d)")
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


def _identifiers(value: object) -> object:
    values = [] if value is None else value if isinstance(value, list | tuple) else [value]
    found = []
    for one in values:
        identifier = identifier_of(str(one))
        if identifier is None:
            raise ValueError(f"{one!r} is no DOI, PMID, PMCID or web address")
        found.append(identifier)
    return tuple(found)


Line = Annotated[str | None, BeforeValidator(_line)]
Identifiers = Annotated[tuple[str, ...], BeforeValidator(_identifiers)]


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
    supersedes: Identifiers = ()
    superseded_by: Identifiers = ()
    corrected_by: Identifiers = ()
    retracted_by: Identifiers = ()
    concern_by: Identifiers = ()

    def over(self, other: "Particulars") -> "Particulars":
        """Return these facts, completed from `other` where they say nothing."""
        given = {name: getattr(self, name) for name in type(self).model_fields}
        held = {name: value for name, value in given.items() if value not in (None, ())}
        if self.kind is None:
            held.pop("kind_basis")
        return other.model_copy(update=held)

    def relations(self) -> tuple[Relation, ...]:
        """Return the edges of the version graph that are stated."""
        stated = (
            (Standing.RETRACTED, self.retracted_by),
            (Standing.CONCERN, self.concern_by),
            (Standing.SUPERSEDED, self.superseded_by),
            (Standing.CORRECTED, self.corrected_by),
            (Standing.SUPERSEDES, self.supersedes),
        )
        return tuple(
            Relation(standing=standing, other=other)
            for standing, others in stated
            for other in dict.fromkeys(others)
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
            relations=self.relations(),
        )
