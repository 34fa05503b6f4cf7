"""The design that a study states of itself, in its title or in the words of its methods."""

import re

from ragqa.schema.source import Design

_RANDOMISED = (
    r"randomi[sz]ed,?(?:[\w ,/‐()-]{0,80}?)"
    r"\b(?:trials?|study|studies|design|comparison|crossover)\b|"
    r"\brandomi[sz]ed(?: \w+)?[- ]controlled\b|\brcts?\b|placebo[- ]controlled|"
    r"\b(?:were|was|being) (?:\w+ ){0,2}?(?:randomly|randomi[sz]ed)\b|"
    r"\brandom(?:ly)? (?:assigned|allocated|allocation|assignment|divided)|"
    r"\brandomi[sz]ed (?:in)?to\b|\bwe randomi[sz]ed\b|\brandomi[sz]ation\b|"
    r"\brandomly (?:received|underwent|selected to receive)"
)


def _any_of(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


# In order: a systematic review of randomised trials is a review, and a cohort may be randomised.
_TITLES = (
    (Design.META_ANALYSIS, _any_of(r"\bmeta-?\s?analy(?:s[ie]s|tic)\b")),
    (Design.SYSTEMATIC_REVIEW, _any_of(r"\bsystematic (?:\w+ )?review\b|\bcochrane review\b")),
    (Design.CASE_SERIES, _any_of(r"\bcase (?:series|reports?)\b|: a case\b(?![- ]control)")),
    (Design.RANDOMISED_TRIAL, _any_of(_RANDOMISED)),
    (Design.CASE_CONTROL, _any_of(r"\bcase[- ]control(?:led)?\b")),
    (Design.COHORT, _any_of(r"\bcohort\b|\bretrospective\b|\bfollow-up study\b")),
    (Design.CROSS_SECTIONAL, _any_of(r"\bcross[- ]sectional\b")),
    (Design.NARRATIVE_REVIEW, _any_of(r"\b(?:narrative|scoping|literature) review\b")),
)
_TEXTS = (
    (
        Design.META_ANALYSIS,
        _any_of(
            r"\b(?:we|was|were|this) (?:\w+ ){0,3}?(?:perform|conduct|carr|undert|did)\w* "
            r"(?:\w+ ){0,6}?meta-?analys[ie]s\b|"
            r"\bmeta-?analys[ie]s (?:was|were) (?:performed|conducted|undertaken|carried)|"
            r"\b(?:this|our|present) (?:\w+ ){0,3}meta-?analysis\b"
        ),
    ),
    (
        Design.SYSTEMATIC_REVIEW,
        _any_of(
            r"\b(?:this|our|present|conducted a|performed a|did a) systematic (?:\w+ )?review\b|"
            r"\bsystematically (?:searched|reviewed)\b|"
            r"\b(?:searched|search of|searches of)\b.{0,60}\b(?:medline|pubmed|embase|cochrane)\b"
        ),
    ),
    (Design.RANDOMISED_TRIAL, _any_of(_RANDOMISED)),
    (Design.CASE_CONTROL, _any_of(r"\bcase[- ]control(?:led)? (?:study|design|analysis)\b")),
    (
        Design.COHORT,
        _any_of(
            r"\b(?:retrospective|observational|longitudinal|historical) "
            r"(?:\w+ ){0,3}?(?:cohort|study|analysis|review)\b|\bcohort study\b|"
            r"\bprospective (?:\w+ )?cohort\b|"
            r"\bretrospectively (?:reviewed|analy[sz]ed|evaluated|identified|collected|studied)"
        ),
    ),
    (Design.CROSS_SECTIONAL, _any_of(r"\bcross[- ]sectional\b")),
    (Design.NARRATIVE_REVIEW, _any_of(r"\b(?:this|present) (?:\w+ )?review\b|\bwe review\b")),
)


def design_in(title: str, text: str) -> Design | None:
    """Return the design that a work states: its title first, then what it says it did."""
    return _first(_TITLES, title) or _first(_TEXTS, text)


def _first(designs: tuple[tuple[Design, re.Pattern[str]], ...], text: str) -> Design | None:
    return next((design for design, pattern in designs if pattern.search(text)), None)
