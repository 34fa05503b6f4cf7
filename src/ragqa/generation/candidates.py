"""Which sentences of the evidence may stand in an article, and how well each one would.

Sentences that would not read alone are left out here: fragments, aims told before the results,
methods, pointers to tables, dangling references to a neighbour.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from ragqa.generation.explained_items import explained
from ragqa.generation.legibility import SHORTEST, has_a_verb, reads_alone, word_count
from ragqa.generation.wording import standing_alone, tidied, unexplained
from ragqa.linguistics.abbreviations import meant_terms
from ragqa.linguistics.doses import lacks_a_unit, states_a_dose
from ragqa.linguistics.strength import parse_strength
from ragqa.schema.claim import Strength
from ragqa.schema.document import Passage
from ragqa.schema.evidence import EvidenceSentence, Listed
from ragqa.schema.source import Access, Design, Kind, KindBasis, Source


class Part(Enum):
    """The part of a work a sentence stands in, with what it adds to its relevance."""

    RECOMMENDATION = 0.08
    CONCLUSION = 0.06
    RESULT = 0.05
    BODY = 0.0
    BACKGROUND = -0.08
    METHOD = -0.3


_PARTS = (
    (Part.RECOMMENDATION, r"recommendation|good practice|guidance"),
    (Part.CONCLUSION, r"conclusion|interpretation|significance|summary|key message|implication"),
    (Part.RESULT, r"result|finding|outcome|effect|benefit|harm"),
    (Part.METHOD, r"method|design|setting|participant|statistic|analysis|procedure|search|"
                  r"intervention|measurement|trial registration|data source|study selection"),
    (Part.BACKGROUND, r"background|introduction|objective|aim|purpose|context|rationale|question|"
                      r"importance|hypothes"),
)  # fmt: skip
_PART_PATTERNS = tuple((part, re.compile(rf"\b(?:{words})", re.I)) for part, words in _PARTS)

# Where an abstract without headings turns from one part to the next.
_PLACES = (
    (0.3, Part.BACKGROUND),
    (0.5, Part.METHOD),
    (0.8, Part.RESULT),
    (1.0, Part.CONCLUSION),
)
# The end of a sentence whose beginning stands elsewhere: "ng probability of"; "pH" is a beginning.
_TORN = re.compile(r"[a-z]+(?![\w-])")
# Characters below which a record is no abstract but a passage of one.
_SNIPPET = 600
_RECOMMENDS = re.compile(
    r"\b(?:recommends?|recommended|suggests?|advises?|concludes?|should (?:not )?(?:be )?\w+|"
    r"(?:is|are) (?:not )?(?:indicated|contraindicated))\b",
    re.IGNORECASE,
)
# Words of a list without doses: "drug A eradication" alone tells nothing.
_FEWEST = 4
_FIRM = frozenset({"A", "B", "LEVEL A", "LEVEL B", "STRONG"})
_PROCEDURE = re.compile(
    r"\b(?:(?:was|were) (?:then |equally )?(?:used to|randomi[sz]ed|randomly|assigned|allocated|"
    r"recruited|enrolled|defined|measured|assessed|tested|evaluated|examined|analy[sz]ed|"
    r"compared|pooled|calculated|recorded|collected|performed|conducted|carried out|included|"
    r"investigated|studied|followed)|"
    r"eligible (?:participants|patients|subjects|men|women|adults) were|screened|enrolled \d|"
    r"(?:primary|secondary|main) (?:outcomes?|end ?-?points?)(?: measures?)? (?:was|were)|"
    r"(?:subjects|participants|patients) in (?:this|the) (?:study|trial) were|"
    r"(?:patients|participants|smokers|women|men|children|adults|subjects|groups?)\b.{0,60}\breceived)\b",
    re.IGNORECASE,
)
_OUTCOME = re.compile(
    r"\bp\s*[<=>]|\d\s*%|\bsignifican|\b(?:higher|lower|better|worse|more|less|greater|fewer|similar|"
    r"no (?:\w+ )?(?:difference|effect|change)|did not|improved|reduced|increased|decreased|"
    r"shortened|prevented|relieved|lowered|raised|cured)\b",
    re.IGNORECASE,
)
# "Similar counselling" is no outcome where people are allotted to it.
_ALLOTS = re.compile(r"\brandomly (?:allocated|assigned)\b|\brandomi[sz]ed (?:in)?to\b", re.I)
_COUNTED = re.compile(r"\bp\s*[<=>]|\d\s*%|\bsignifican", re.IGNORECASE)
# What the studies behind a guideline did says nothing of what they found.
_DESCRIBES = re.compile(
    r"\b(?:trials?|reviews?|stud(?:y|ies)|RCTs?|analys[ei]s)\b.{0,40}\b(?:examined|"
    r"reported (?:on|both)|assessed|addressed|evaluated|used|enrolled|recruited|included|"
    r"compared)\b",
    re.IGNORECASE,
)
_RECRUITS = re.compile(
    r"\brecruit(?:ment|ed)\b|% of (?:\w+ )?(?:participants|patients|women|men|adults) "
    r"(?:were|reported|had a history)\b",
    re.IGNORECASE,
)
# What a guideline recommended in the past it no longer does, or says again.
_EARLIER = re.compile(
    r"\bpreviously,? (?:\w+ ){0,3}?(?:found|concluded|recommended)\b|"
    r"^in (?:19|20)\d\d,? the \w+ (?:found|concluded|recommended)\b",
    re.IGNORECASE,
)
# Protocols announce; only what has been found is a finding.
_PLANNED = re.compile(r"\bwill\b|\bis (?:needed|warranted|planned)\b", re.IGNORECASE)
# Who "we" are is the guideline that is cited.
_WE_RECOMMEND = re.compile(
    r"^We (?P<firmly>(?:strongly |conditionally )?)(?P<verb>recommend|suggest|advise)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A sentence that reads alone, with its wording in the article and its relevance.

    `relevance` is a cosine with small bonuses, about [-0.3, 1.2]; higher is better.
    """

    sentence: EvidenceSentence
    text: str
    part: Part
    strength: Strength | None
    relevance: float
    terms: frozenset[str]

    @property
    def kind(self) -> Kind:
        """Which section of the article it belongs to."""
        return self.sentence.evidence.source.kind


def candidates(sentences: Iterable[EvidenceSentence]) -> list[Candidate]:
    """Return the sentences that may be quoted, most relevant first."""
    found = [c for c in (_candidate(sentence) for sentence in sentences) if c is not None]
    return sorted(
        found, key=lambda c: (-c.relevance, c.sentence.evidence.passage.passage_id, c.sentence.span)
    )


def _candidate(sentence: EvidenceSentence) -> Candidate | None:
    if sentence.listed:
        return _listed(sentence, sentence.listed)
    if _TORN.match(sentence.text):
        return None
    text = standing_alone(sentence.text)
    if sentence.evidence.source.kind is Kind.GUIDELINE:
        text = _WE_RECOMMEND.sub(r"The guideline \g<firmly>\g<verb>s", text)
    if not reads_alone(text) or unexplained(text, sentence.abbreviations):
        return None
    part = _part(sentence, text)
    source = sentence.evidence.source
    if not _reports(source, part, text):
        return None
    strength = _strength(sentence, text)
    return Candidate(
        sentence=sentence,
        text=text,
        part=part,
        strength=strength,
        relevance=_relevance(sentence, part, strength),
        terms=meant_terms(text, sentence.abbreviations),
    )


def _listed(sentence: EvidenceSentence, listed: Listed) -> Candidate | None:
    """Take the items of a list, which are worded already, for what a guideline says to do."""
    text = explained(tidied(sentence.text), listed.above, sentence.abbreviations)
    if text is None or sentence.evidence.source.kind is not Kind.GUIDELINE:
        return None
    if _says_little(text, listed) or lacks_a_unit(text):
        return None
    return Candidate(
        sentence=sentence,
        text=text,
        part=Part.RECOMMENDATION,
        strength=None,
        relevance=_relevance(sentence, Part.RECOMMENDATION, None),
        terms=meant_terms(text, sentence.abbreviations),
    )


def _says_little(text: str, listed: Listed) -> bool:
    """Tell a list of a word or two, such as "drug A eradication", from one that can be followed."""
    items = text[len(listed.above) :]
    short = word_count(items) < _FEWEST and not states_a_dose(items)
    return short or word_count(text) < SHORTEST


def _reports(source: Source, part: Part, text: str) -> bool:
    """Tell whether a work is a source for a sentence: a trial for what it found.

    What a trial introduces it has from others, and what it plans nobody has found; a review,
    or a digest, which says whose findings it tells, may be quoted for its background.
    """
    if source.kind is Kind.GUIDELINE:
        return part is not Part.METHOD and not _EARLIER.search(text) and has_a_verb(text)
    tells_others = source.access is Access.DIGEST or source.design is Design.NARRATIVE_REVIEW
    return (
        part is not Part.METHOD
        and (part is not Part.BACKGROUND or tells_others)
        and not _PLANNED.search(text)
    )


def _part(sentence: EvidenceSentence, text: str) -> Part:
    """Tell the part from the headings, else from the words, else from the place in an abstract."""
    source = sentence.evidence.source
    part = part_of(sentence.evidence.passage.section)
    if source.kind is Kind.GUIDELINE:
        return _part_of_guideline(text, part)
    if _ALLOTS.search(text) and not _COUNTED.search(text):
        return Part.METHOD
    if _PROCEDURE.search(text) and not _OUTCOME.search(text):
        return Part.METHOD
    by_place = (
        source.access is Access.ABSTRACT
        and (sentence.study is not None or source.kind_basis is not KindBasis.ASSUMED)
        and not _OUTCOME.search(text)
        and not _is_snippet(sentence.evidence.passage)
    )
    if part is Part.BODY and by_place:
        return next(found for end, found in _PLACES if sentence.position < end)
    return part


def _is_snippet(passage: Passage) -> bool:
    """Tell a record of a few sentences: too few for an introduction, methods and results."""
    return passage.start == 0 and len(passage.text) < _SNIPPET


def _part_of_guideline(text: str, headed: Part) -> Part:
    """Tell what a guideline recommends from what it says of the studies behind that.

    "Interventions" heads what it has found of them, and no methods.
    """
    if _RECOMMENDS.search(text):
        return Part.RECOMMENDATION
    describes = _DESCRIBES.search(text) and not _OUTCOME.search(text)
    if describes or _RECRUITS.search(text):
        return Part.METHOD
    return Part.BODY if headed is Part.METHOD else headed


def part_of(section: Sequence[str]) -> Part:
    """Tell the part of a work from its headings, innermost first."""
    for heading in reversed(section):
        for part, pattern in _PART_PATTERNS:
            if pattern.search(heading):
                return part
    return Part.BODY


def _strength(sentence: EvidenceSentence, text: str) -> Strength | None:
    """Return the strength that a sentence states, or that its record gives what it recommends."""
    if sentence.evidence.source.kind is not Kind.GUIDELINE:
        return None
    stated = parse_strength(text)
    graded = sentence.evidence.source.grade is not None and _RECOMMENDS.search(text)
    if stated is not None or not graded:
        return stated
    return Strength(grade=sentence.evidence.source.grade, certainty=None, origin=None)


def _relevance(sentence: EvidenceSentence, part: Part, strength: Strength | None) -> float:
    """Blend the sentence's own cosine with its passage's: a sentence inherits its topic.

    0.7 and 0.3 put the conclusion of a trial before its background on the demo corpus.
    """
    blended = 0.7 * sentence.similarity + 0.3 * sentence.evidence.similarity
    return blended + part.value + _weight(strength)


def _weight(strength: Strength | None) -> float:
    """Return what a stated strength adds: a firm recommendation comes before a weak one."""
    if strength is None:
        return 0.0
    graded = 0.15 if (strength.grade or "").upper() in _FIRM else 0.05
    return graded - (0.05 if "low" in (strength.certainty or "") else 0.0)
