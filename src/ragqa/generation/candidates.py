"""Which sentences of the evidence may stand in an article, and how well each one would.

Sentences that would not read alone are left out here: fragments, aims told before the results,
methods, pointers to tables, dangling references to a neighbour.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from ragqa.generation.wording import standing_alone, unexplained
from ragqa.linguistics.abbreviations import abbreviations_in
from ragqa.linguistics.strength import parse_strength
from ragqa.linguistics.terms import content_terms
from ragqa.schema.claim import Strength
from ragqa.schema.evidence import EvidenceSentence
from ragqa.schema.source import Access, Design, Kind, Source

SHORTEST, LONGEST = 6, 60
"""Words in a sentence worth quoting."""


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

_AIM = re.compile(
    r"^(?:to|in order to)\s+(?:evaluate|assess|determine|compare|examine|investigate|test|study|"
    r"explore|describe|identify|estimate|establish|measure|analy[sz]e|find out|review)\b|"
    r"\btrials?\b.{0,70}\b(?:assessed|evaluated|examined|investigated|compared) the (?:effects?|"
    r"efficacy|harms|benefits)\b|"
    r"\basked (?:how|whether|if|what|which|why)\b|"
    r"\b(?:aim(?:ed|s)?|objectives?|purpose|goal|sought|hypothesi[sz]ed|"
    r"(?:was|were|is) (?:designed|conducted|undertaken|performed|planned|carried out|initiated) "
    r"(?:to|in order to)|"
    r"(?:we|study|trial|review|paper|article|report|meta-analysis)\s+(?:\w+ly\s+)?"
    r"(?:evaluat|assess|examin|investigat|compar|explor|test|describ|review|determin|stud|ask)"
    r"(?:ed|es|s)\b)",
    re.IGNORECASE,
)
# Where an abstract without headings turns from one part to the next.
_PLACES = (
    (0.3, Part.BACKGROUND),
    (0.5, Part.METHOD),
    (0.8, Part.RESULT),
    (1.0, Part.CONCLUSION),
)
_RECOMMENDS = re.compile(
    r"\b(?:recommends?|recommended|suggests?|advises?|concludes?|should (?:not )?(?:be )?\w+|"
    r"(?:is|are) (?:not )?(?:indicated|contraindicated))\b",
    re.IGNORECASE,
)
_FIRM = frozenset({"A", "B", "LEVEL A", "LEVEL B", "STRONG"})
_PROCEDURE = re.compile(
    r"\b(?:(?:was|were) (?:then |equally )?(?:randomi[sz]ed|randomly|assigned|allocated|recruited|"
    r"enrolled|defined|measured|assessed|tested|evaluated|examined|analy[sz]ed|"
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
# Protocols announce; only what has been found is a finding.
_PLANNED = re.compile(r"\bwill\b|\bis (?:needed|warranted|planned)\b", re.IGNORECASE)
# A reference number that flattening left in the sentence: "falls and fractures 23 and vitamin".
_STRAY_MARK = re.compile(
    r"\b(?!(?:of|than|to|at|age|ages|aged|grade|type|week|weeks|day|days|month|months|stage|level|"
    r"between|from|over|under|about|and|or|phase|class|by|in|was|were|is|are|for|with|until|after|"
    r"score|scores|visit|year|years|group|arm|table|a|the|all|least|most|first|other|"
    r"approximately|only|another|every|include|includes|included|including)\b)"
    r"[a-z]{3,},? \d{1,3} (?:and|or)\b"
)
# Who "we" are is the guideline that is cited.
_WE_RECOMMEND = re.compile(
    r"^We (?P<firmly>(?:strongly |conditionally )?)(?P<verb>recommend|suggest|advise)\b"
)
_FIRST_PERSON = re.compile(r"\b(?:[Ww]e|[Oo]urs?|us|I|[Mm]y)\b(?!-)")
_DANGLING = re.compile(
    r"^(?:if (?:it|so|this|they)|this|these|those|that|"
    r"it(?!\s+(?:is|was|remains?|has been)\s+(?:\w+ly\s+)?(?:un|not|"
    r"possible|likely|recommended|suggested|reasonable|important|known))|they|its|their|he|she|"
    r"his|her|such|both|neither|either|each|all of (?:these|them)|the (?:former|latter|same|other|"
    r"remaining|above|following|first|second|third|two|three)|one of|another|others?|same|here|"
    r"there(?!\s+(?:is|are|was|were|has|have)\b)|but|and|or|so|because|which|who|whose|where|"
    r"most of (?:these|them)|some of (?:these|them)|as (?:above|described|mentioned|noted|shown)|"
    r"of (?:these|those|them|the)|in (?:this|these|that|those|such)|for (?:this|these|those)|"
    r"with (?:this|these)|among (?:these|those|them)|at this|on this|after this|see|note|"
    r"no such)\b",
    re.IGNORECASE,
)
_POINTS_ELSEWHERE = re.compile(
    r"https?://|www\.|\bdoi:|@|©|\bcopyright\b|\ball rights reserved\b|\bet al\b|"
    r"\b(?:table|figure|fig\.|appendix|supplement(?:ary|al)?|box)\s*\d|"
    r"\b(?:see|refer to)\s+(?:the|also|page|section|chapter|below|above)\b|\b(?:above|below)[,.)]|"
    r"\bclinicaltrials\b|\bNCT\d|\bISRCTN|"
    r"\btrial registration|\bfund(?:ed|ing) by\b|\bconflicts? of interest\b|\bcompeting interest|"
    r"\bethic(?:s|al) (?:committee|approval)|\binformed consent\b|\bauthors?\b.*\bdeclare|"
    r"\backnowledg|\bclick here\b|\bdownload\b|\bsubscribe\b|\bcookies?\b|\bthis (?:page|website|"
    r"document|chapter|section|publication)\b|\bwere searched\b|\bMEDLINE\b|\bCochrane Library\b|"
    r"\b(?:searched|sought) for\b|\bincluded in the review\b|\breview also\b|"
    r"\b(?:reviewed|considered) (?:the |new )?(?:evidence|\w+ (?:randomi[sz]ed|trials|studies))|"
    r"\bcommissioned\b|\bpublic comment\b|\breviewed the evidence\b|\bupdates? (?:its|the) \d{4}\b|"
    r"\bthis (?:recommendation|statement) (?:updates|replaces|applies)\b",
    re.IGNORECASE,
)  # fmt: skip
_FINITE = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|do|does|did|may|might|can|could|should|must|will|"
    r"would|shall|remains?|recommends?|suggests?|concludes?|found|finds?|showed|shows?|increases?|"
    r"reduces?|causes?|improves?|supports?|occurs?|appears?|seems?|provides?|includes?|leads?|led|"
    r"requires?|affects?|predicts?|indicates?|fell|rose|became|gave|began|took|made|kept|felt|"
    r"experiences?|depends?|relieves?|prevents?|lowers?|raises?|helps?|\w{3,}ed)\b",
    re.IGNORECASE,
)
_BULLET = re.compile(r"[•・■▪●◦➢✓]|\s[–—-]\s+[A-Z]")
_WORD = re.compile(r"[A-Za-z][\w'-]*")


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
    text = standing_alone(sentence.text)
    if sentence.evidence.source.kind is Kind.GUIDELINE:
        text = _WE_RECOMMEND.sub(r"The guideline \g<firmly>\g<verb>s", text)
    if not _reads_alone(text) or unexplained(text, sentence.abbreviations):
        return None
    part = _part(sentence, text)
    if not _reports(sentence.evidence.source, part, text):
        return None
    strength = _strength(sentence, text)
    return Candidate(
        sentence=sentence,
        text=text,
        part=part,
        strength=strength,
        relevance=_relevance(sentence, part, strength),
        terms=_meant(text, sentence.abbreviations),
    )


def _meant(text: str, abbreviations: Mapping[str, str]) -> frozenset[str]:
    """Return the content terms of a sentence, those behind its abbreviations included."""
    spelled = [abbreviations.get(short, "") for short in abbreviations_in(text)]
    return frozenset(content_terms(" ".join([text, *spelled])))


def _reports(source: Source, part: Part, text: str) -> bool:
    """Tell whether a work is a source for a sentence: a trial for what it found.

    What a trial introduces it has from others, and what it plans nobody has found; a review,
    or a digest, which says whose findings it tells, may be quoted for its background.
    """
    if source.kind is Kind.GUIDELINE:
        return True
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
        return Part.RECOMMENDATION if _RECOMMENDS.search(text) else part
    if _PROCEDURE.search(text) and not _OUTCOME.search(text):
        return Part.METHOD
    by_place = source.access is Access.ABSTRACT and not _OUTCOME.search(text)
    if part is Part.BODY and by_place:
        return next(found for end, found in _PLACES if sentence.position < end)
    return part


def part_of(section: Sequence[str]) -> Part:
    """Tell the part of a work from its headings, innermost first."""
    for heading in reversed(section):
        for part, pattern in _PART_PATTERNS:
            if pattern.search(heading):
                return part
    return Part.BODY


def _reads_alone(text: str) -> bool:
    """Tell whether a sentence is whole, and needs neither its neighbours nor a table."""
    words = _WORD.findall(text)
    return (
        SHORTEST <= len(words) <= LONGEST
        and text[:1].isalnum()
        and text[-1] in ".!"
        and text.count("(") == text.count(")")
        and text.count("[") == text.count("]")
        and text.count("“") == text.count("”")
        and text.count('"') % 2 == 0
        and not _BULLET.search(text)
        and not _STRAY_MARK.search(text)
        and sum(map(str.isdigit, text)) < 0.25 * len(text)
        and sum(word.isupper() and len(word) > 1 for word in words) < 0.4 * len(words)
        and _FINITE.search(text) is not None
        and not _FIRST_PERSON.search(text)
        and not _AIM.search(text)
        and not _DANGLING.search(text)
        and not _POINTS_ELSEWHERE.search(text)
    )


def _strength(sentence: EvidenceSentence, text: str) -> Strength | None:
    """Return the strength the sentence states, or that its record carries for all of it."""
    if sentence.evidence.source.kind is not Kind.GUIDELINE:
        return None
    stated = parse_strength(text)
    if stated is not None or sentence.evidence.source.grade is None:
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
    graded = 0.1 if (strength.grade or "").upper() in _FIRM else 0.05
    return graded - (0.05 if "low" in (strength.certainty or "") else 0.0)
