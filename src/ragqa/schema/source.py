"""The bibliographic identity of a work, and what is known of its standing."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Which part of an article a work may speak in."""

    GUIDELINE = "guideline"
    RESEARCH = "research"


class KindBasis(StrEnum):
    """How the kind of a work is known; `ASSUMED` is always said openly."""

    PUBLICATION_TYPE = "publication type"
    METADATA = "metadata"
    FOLDER = "folder"
    ASSUMED = "assumed"


class Access(StrEnum):
    """How much of the work the indexed text holds."""

    FULL_TEXT = "full text"
    ABSTRACT = "abstract"
    DIGEST = "digest"


class Design(StrEnum):
    """Study designs, as the work states them."""

    META_ANALYSIS = "meta-analysis"
    SYSTEMATIC_REVIEW = "systematic review"
    RANDOMISED_TRIAL = "randomised controlled trial"
    COHORT = "cohort study"
    CASE_CONTROL = "case-control study"
    CROSS_SECTIONAL = "cross-sectional study"
    CASE_SERIES = "case series"
    NARRATIVE_REVIEW = "narrative review"
    ANIMAL = "animal study"
    LABORATORY = "laboratory study"


class Standing(StrEnum):
    """What another work does to this one, or this one to another.

    SUCCESSOR_RETRACTED and CONTESTED are never stated: they follow from what several works state.
    """

    SUPERSEDED = "superseded"
    CORRECTED = "corrected"
    RETRACTED = "retracted"
    CONCERN = "concern"
    SUCCESSOR_RETRACTED = "successor retracted"
    """It was superseded by a work that is itself retracted."""
    CONTESTED = "contested"
    """It and another are each said to supersede the other."""
    SUPERSEDES = "supersedes"
    CORRECTS = "corrects"
    RETRACTS = "retracts"
    QUESTIONS = "questions"
    """It raises concern about the other."""


OUTDATED = frozenset({Standing.SUPERSEDED, Standing.RETRACTED})
"""Standings of works before which others are preferred."""


class Origin(StrEnum):
    """Where a relation is stated, which decides whom it may affect."""

    RECORD = "record"
    """In a bibliographic record or a sidecar: it counts for the other work as well."""
    DOCUMENT = "document"
    """In front matter or meta tags, which whoever wrote the text wrote too: for itself alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """The work that states a relation of another one."""

    title: str
    identifier: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One edge of the version graph: this work is `standing` by or of `other`.

    `other` is an identifier with its scheme, such as `doi:10.1000/x` or `pmid:123`, and `also`
    are further ones of the same work. `stated_by` is None where the work's own record says it.
    """

    standing: Standing
    other: str
    also: tuple[str, ...] = ()
    origin: Origin = Origin.RECORD
    stated_by: Witness | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """All that the other work is called."""
        return (self.other, *self.also)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One work: what a reference list says of it, and what the gate must know of it."""

    title: str
    kind: Kind
    kind_basis: KindBasis
    authors: tuple[str, ...]
    organisation: str | None
    container: str | None
    year: int | None
    doi: str | None
    pmid: str | None
    pmcid: str | None
    url: str | None
    access: Access
    design: Design | None
    population: str | None
    grade: str | None
    relations: tuple[Relation, ...]

    @property
    def identifiers(self) -> tuple[str, ...]:
        """Identifiers with their scheme, strongest first."""
        pairs = (("doi", self.doi), ("pmid", self.pmid), ("pmcid", self.pmcid))
        return tuple(f"{scheme}:{value.lower()}" for scheme, value in pairs if value)

    @property
    def work_key(self) -> str:
        """Equal for two files that hold the same work, so that it gets one reference number."""
        if self.identifiers:
            return self.identifiers[0]
        words = re.findall(r"[a-z0-9]+", self.title.lower())
        return f"title:{'-'.join(words)}:{self.year or ''}"

    def standings(self) -> frozenset[Standing]:
        """Return what other works do to this one, and this one to others."""
        return frozenset(relation.standing for relation in self.relations)

    @property
    def is_notice(self) -> bool:
        """Whether it is about another work only: a retraction, an erratum, a concern.

        What retracts or corrects a work and takes its place is a work of its own.
        """
        replaced = {
            name
            for relation in self.relations
            if relation.standing is Standing.SUPERSEDES
            for name in relation.names
        }
        return any(
            relation.standing in _NOTICES and not replaced.intersection(relation.names)
            for relation in self.relations
        )


_NOTICES = frozenset({Standing.RETRACTS, Standing.CORRECTS, Standing.QUESTIONS})
