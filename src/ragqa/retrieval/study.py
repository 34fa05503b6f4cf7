"""The design and size that a research work states of itself."""

import re
from collections.abc import Sequence

from ragqa.schema.claim import Quotation, Study
from ragqa.schema.document import Passage
from ragqa.schema.source import Kind, Source

_PEOPLE = (
    r"(?:participants|patients|people|persons|adults|subjects|individuals|women|men|children|"
    r"infants|newborns|neonates|adolescents|smokers|volunteers|veterans|outpatients|"
    r"couples|mothers|students|residents|households|boys|girls)"
)
# One is no number of people: "ASA 1 children", "a ratio of 1:1 in children".
_NUMBER = r"(?!1 )(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?:[ \u2009]\d{3})+|\d{1,6})"
_TRIALS = r"(?:randomi[sz]ed |controlled |clinical |eligible )*(?:trials|studies|RCTs)"
_SIZE = re.compile(
    rf"(?<![\d.,/:-]){_NUMBER}\s+(?:[a-z-]+\s+){{0,3}}?{_PEOPLE}\b|"
    rf"(?<![\d.,/:-]){_NUMBER}\s+{_TRIALS}\b(?:\s+(?:with|involving|including|\()\s*{_NUMBER}\s+"
    rf"(?:[a-z-]+\s+){{0,2}}?{_PEOPLE}\b)?"
)
_ENROLLED = re.compile(
    r"\b(?:random(?:i[sz]ed|ly)|enrol|recruit|assign|allocat|includ|total|comprised|consisted|"
    r"participated|eligible|searche|identified|were studied|analy[sz]ed)\w*",
    re.IGNORECASE,
)
_NOT_THE_STUDY = re.compile(
    r"\b(?:previous|prior|earlier|worldwide|each year|annually|per year)\b", re.IGNORECASE
)


def study_of(source: Source, passages: Sequence[Passage]) -> Study | None:
    """Return what a research work states of its design and size; None where it states neither.

    The size is the first count of people or trials in a sentence about enrolment; it is quoted,
    never computed. Guidelines have none.
    """
    if source.kind is Kind.GUIDELINE:
        return None
    quotation, size = _stated_size(passages)
    design = next((passage.directness.design for passage in passages), None)
    if design is None and size is None:
        return None
    return Study(design=design, size=size, quotation=quotation)


def _stated_size(passages: Sequence[Passage]) -> tuple[Quotation | None, str | None]:
    for passage in passages:
        for start, end in passage.sentences:
            sentence = passage.quote(start, end)
            if not _ENROLLED.search(sentence) or _NOT_THE_STUDY.search(sentence):
                continue
            found = _SIZE.search(sentence)
            if found:
                quotation = Quotation(
                    passage_id=passage.passage_id,
                    start=start + found.start(),
                    end=start + found.end(),
                )
                return quotation, found.group()
    return None, None
