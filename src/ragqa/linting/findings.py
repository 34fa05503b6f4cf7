"""What the linter can find, and where it found it."""

from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """The kinds of fault, by the names that programs read."""

    DANGLING_NUMBER = "dangling-number"
    UNUSED_REFERENCE = "unused-reference"
    NUMBERING_GAP = "numbering-gap"
    UNNUMBERED_LIST = "unnumbered-list"
    DUPLICATE_WORK = "duplicate-work"
    MISSING_IDENTIFIERS = "missing-identifiers"
    PUBLISHER_AS_GUIDELINE = "publisher-as-guideline"
    SUPERSEDED_SOURCE = "superseded-source"
    RETRACTED_SOURCE = "retracted-source"
    NEAR_VERBATIM_COPY = "near-verbatim-copy"
    SELF_CONTRADICTION = "self-contradiction"
    UNCITED_RECOMMENDATION = "uncited-recommendation"
    UNCITED_STATEMENT = "uncited-statement"


MEANINGS = {
    Code.DANGLING_NUMBER: "the text cites a number that the reference list does not have",
    Code.UNUSED_REFERENCE: "nothing in the text cites this entry of the list",
    Code.NUMBERING_GAP: "the numbers of the list skip, repeat, or are missing from an entry",
    Code.UNNUMBERED_LIST: "the text cites by number, the list has none",
    Code.DUPLICATE_WORK: "one work stands in the list twice",
    Code.MISSING_IDENTIFIERS: "an entry has no DOI, PMID, PMCID, ISBN or link",
    Code.PUBLISHER_AS_GUIDELINE: "the publisher of the article cites itself as a guideline",
    Code.SUPERSEDED_SOURCE: "a cited work has been replaced or corrected, and no notice says so",
    Code.RETRACTED_SOURCE: "a cited work is retracted, or under an expression of concern",
    Code.NEAR_VERBATIM_COPY: "a sentence repeats a source's words without quotation marks",
    Code.SELF_CONTRADICTION: "two sentences of the article cannot both hold",
    Code.UNCITED_RECOMMENDATION: "a sentence tells what to do and cites nothing",
    Code.UNCITED_STATEMENT: "a sentence states a fact and cites nothing",
}
"""Each code in plain words, as `ragqa lint --help` prints it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fault; `line` counts from 1 as editors do, `message` says what and what to do."""

    code: Code
    line: int
    message: str
