"""Topical headings for research findings."""

import re
from collections.abc import Sequence
from enum import StrEnum

from ragqa.generation.candidates import Candidate


class Topic(StrEnum):
    """Headings, in the order in which a clinician asks."""

    CAUSE = "Causes and mechanisms"
    FREQUENCY = "How common it is"
    TESTING = "Diagnosis and testing"
    BENEFIT = "Effects of treatment and prevention"
    HARM = "Harms and safety"
    OPEN = "What remains uncertain"
    OTHER = "Further findings"


# Words that speak for a topic; the weightier word wins over the commoner one.
_CUES: tuple[tuple[Topic, float, str], ...] = (
    (Topic.OPEN, 3.0, r"insufficient evidence|(?:is|are|remains?) (?:unclear|unknown|uncertain)|"
                      r"not (?:yet )?(?:known|established|been studied)|"
                      r"further (?:research|studies|trials)|inconclusive|"
                      r"no (?:conclusion|evidence)|limited evidence|very low certainty"),
    (Topic.HARM, 2.0, r"adverse|side[- ]effects?|safety|safe\b|harms?\b|toxicit|tolerat|tolerab|"
                      r"bleeding|withdrew|discontinu|augmentation|complication|hypersensitiv|"
                      r"unwanted|nausea|vomiting|overdiagnos|false[- ]positive"),
    (Topic.CAUSE, 1.6, r"(?<!all-)caus(?:e|es|ed|al)\b|mechanism|pathophysiolog|pathway|"
                       r"brain|genetic|gene\b|dopamin|deficien|insufficiency|risk factor|"
                       r"raises? the risk|correlat|mediated|due to|"
                       r"linked (?:with|to)"),
    (Topic.FREQUENCY, 1.6, r"prevalen|inciden(?:ce|t)\b|common\b|proportion of|affects? about|"
                           r"per 1,?000|epidemiolog|were iron[- ]deficient"),
    (Topic.TESTING, 1.6, r"diagnos|screening|test(?:ed|ing)\b|sensitivity|specificity|"
                         r"questionnaire|threshold|cut-?off|accura"),
    (Topic.BENEFIT, 1.2, r"placebo|treat(?:ed|ment)|therap|improve|reduc|lower(?:ed)?\b|efficacy|"
                         r"effective|supplement|intervention|compared with|control group|versus|"
                         r"prevent|cessation|abstinen|remission|dose|benefit|randomi|"
                         r"\bcured?\b|clearance|respon(?:se|d)|relapse|recurrence"),
)  # fmt: skip
# What one group had more of than another was not counted to tell how common it is.
_COMPARES = re.compile(
    r"\bp\s*[<=>]|\b(?:than|versus|vs|differen|lower|higher|fewer|significant|similar|comparable|"
    r"reduc|decreas|increas|fell|rose|improv|odds ratio|relative risk|hazard ratio)",
    re.IGNORECASE,
)
_PATTERNS = tuple((topic, weight, re.compile(cues, re.I)) for topic, weight, cues in _CUES)


def topic_of(text: str) -> Topic:
    """Return the heading whose cue words weigh most in `text`."""
    weights = {topic: weight * len(pattern.findall(text)) for topic, weight, pattern in _PATTERNS}
    compares = _COMPARES.search(text) is not None
    if compares:
        weights[Topic.FREQUENCY] = 0.0
    best = max(weights, key=lambda topic: weights[topic])
    if weights[best] > 0:
        return best
    return Topic.BENEFIT if compares else Topic.OTHER


def by_topic(findings: Sequence[Candidate]) -> list[tuple[Topic, list[Candidate]]]:
    """Group findings under their headings, in the order of `Topic`; order kept inside."""
    groups: dict[Topic, list[Candidate]] = {topic: [] for topic in Topic}
    for finding in findings:
        groups[topic_of(finding.text)].append(finding)
    return [(topic, members) for topic, members in groups.items() if members]
