"""Whether a sentence of a source reads alone: whole, about a finding, leaning on no neighbour."""

import re

from ragqa.linguistics.first_person import is_first_person

SHORTEST, LONGEST = 6, 60
"""Words in a sentence worth quoting."""

_AIM = re.compile(
    r"^(?:to|in order to)\s+(?:evaluate|assess|determine|compare|examine|investigate|test|study|"
    r"explore|describe|identify|estimate|establish|measure|analy[sz]e|find out|review)\b|"
    r"\btrials?\b.{0,70}\b(?:assessed|evaluated|examined|investigated|compared) the (?:effects?|"
    r"efficacy|harms|benefits)\b|"
    r"\basked (?:how|whether|if|what|which|why)\b|"
    r"\bto (?:determine|see|find out|test|establish|assess|evaluate|explore) (?:whether|if)\b|"
    r"\b(?:is|are) expected to (?:define|determine|show|provide|tell)\b|"
    r"\b(?:looked (?:for|at|into)|set out to|tried to|prompted)\b|"
    r"\bis the first (?:\w+ ){0,3}(?:trial|study|review)\b|"
    r"\b(?:aim(?:ed|s)?|objectives?|purpose|goal|sought|hypothesi[sz]ed|"
    r"(?:was|were|is) "
    r"(?:designed|intended|conducted|undertaken|performed|planned|carried out|initiated) "
    r"(?:to|in order to)|"
    r"(?:we|study|trial|review|paper|article|report|meta-analysis|task force|panel|group|"
    r"authors|investigators|researchers)\s+(?:\w+ly\s+)?"
    r"(?:evaluat|assess|examin|investigat|compar|explor|test|describ|review|determin|stud|ask)"
    r"(?:ed|es|s)\b)|"
    r"\bUSPSTF (?:assess|evaluat|examin|review|consider)ed\b(?!.*\brecommends?\b)",
    re.IGNORECASE,
)
# Whom a recommendation or a trial is for says nothing of what it found.
_SCOPE = re.compile(
    r"\b(?:do|does|did) not apply to\b|\bappl(?:y|ies) (?:only )?to\b|\b(?:in|ex)clusion criteri|"
    r"\b(?:was|were) (?:in)?eligible\b|\beligib(?:le|ility)\b.{0,40}\b(?:was|were|if)\b|"
    r"\brespondents? (?:asked|requested|suggested|wanted|expressed|noted)\b|"
    r"\bbaseline (?:characteristics|demographics|data) (?:was|were)\b|"
    r"\bdemographics (?:was|were)\b|"
    r"\bdifferen\w+ (?:between (?:the )?(?:\w+ ){0,3})?in (?:the |terms of )?(?:\w+ ){0,2}?"
    r"(?:baseline|demographic)|\bat baseline(?! in\b).{0,60}\b(?:similar|comparable|differ\w*)\b|"
    r"\b(?:similar|comparable|no differences?|not differ\w*)\b.{0,60}\bat baseline[.,]|"
    r"\b(?:ANOVA|analys[ei]s of variance|t[- ]test|chi[- ]squared?|Mann[- ]Whitney|Wilcoxon)\b"
    r".{0,40}\b(?:show|reveal|indicat|demonstrat|found)\w*|"
    r"\bsimilar (?:with regard to|in|in terms of) (?:sex|age|demograph|baseline)|"
    r"\bconsistent with (?:prior|previous|earlier) studies\b|\bmaking comparisons difficult\b|"
    r"\bfindings are (?:all )?limited\b|"
    r"\bin the process of updating\b|\bcriteria \d|"
    r"\b(?:were|was) excluded\b|\bpublic comments?\b|\bcomments (?:asked|request|express)",
    re.IGNORECASE,
)
# A reference number that flattening left in the sentence: "falls and fractures 23 and vitamin".
_STRAY_MARK = re.compile(
    r"\b(?!(?:of|than|to|at|age|ages|aged|grade|type|week|weeks|day|days|month|months|stage|level|"
    r"between|from|over|under|about|and|or|phase|class|by|in|was|were|is|are|for|with|until|after|"
    r"score|scores|visit|year|years|group|arm|table|a|the|all|least|most|first|other|"
    r"approximately|only|another|every|include|includes|included|including)\b)"
    r"[a-z]{3,},? \d{1,3} (?:and|or)\b(?! (?:\d|more|less|fewer|older|younger|greater|higher|lower|"
    r"above|over|below))"
)
_DANGLING = re.compile(
    r"^(?:if (?:it|so|this|they)|when (?:present|it|they|this|these)|this|these|those|that|"
    r"it(?!\s+(?:is|was|remains?|has been)\s+(?:\w+ly\s+)?(?:un|not|"
    r"possible|likely|recommended|suggested|reasonable|important|known))|they|its|their|he|she|"
    r"his|her|such|both|"
    r"neither(?! (?:(?!\w+ed\b|was\b|were\b|had\b|did\b|is\b|are\b)[\w'-]+ ){1,6}nor\b)|"
    r"either|each|all of (?:these|them)|the (?:former|latter|same|other|"
    r"remaining|above|following|first|second|third|two|three)|one of|another|others?|same|here|"
    r"there(?!\s+(?:is|are|was|were|has|have)\b)|but|and|or|so|because|which|who|whose|where|"
    r"most of (?:these|them)|some of (?:these|them)|as (?:above|described|mentioned|noted|shown)|"
    r"of (?:these|those|them|the)|in (?:this|these|that|those|such)|for (?:this|these|those)|"
    r"with (?:this|these)|among (?:these|those|them)|at this|on this|after this|see|note|"
    r"at that time|all (?:two|three|four|five|six|seven|eight|nine|ten)|"
    r"no such|similar (?:results?|differences?|findings?|effects?|trends?)|"
    r"the (?:differences?|changes?|effects?|reductions?|improvements?|increases?|"
    r"decreases?|associations?|results?|groups|rates?) (?:was|were|is|are))\b",
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
    r"\bhas (?:also )?(?:made|issued|published) (?:\w+ ){0,3}(?:recommendations?|guid)|"
    r"\bcould help inform\b|"
    r"\bhas (?:\w+ )?recommendations? on\b|\brecommendation statements? (?:on|about)\b|"
    r"\b(?:policy ?makers?|governments?|researchers|(?:future|further) (?:research|studies|trials|"
    r"work))\b.{0,40}\b(?:must|should|needs?|required|warranted)\b|"
    r"\b(?:research|stud(?:y|ies)|trials?|RCTs|data|evidence|investigations?|methods|strategies)\b.{0,60}\b"
    r"(?:are|is) (?:also |still |urgently |therefore )?(?:needed|warranted|required)\b|"
    r"\b(?:stud(?:y|ies)|trials?|RCTs?) should be (?:performed|conducted|undertaken)\b|"
    r"\bimplications for\b|\bcommissioned\b|\bpublic comment\b|\breviewed the evidence\b|"
    r"\bupdates? (?:its|the) \d{4}\b|\bupdated (?:its|the) recommendation|"
    r"\bthis (?:recommendation|statement) (?:updates|replaces|applies)\b",
    re.IGNORECASE,
)  # fmt: skip
# Cells of a table run together: "Rationale Adults Detection Adequate evidence that …".
_CELLS = re.compile(
    r"(?<=\s)(?:Adequate|Inadequate|Convincing) evidence (?:that|about|on|of|for)\b|"
    r"^(?:Adequate|Inadequate|Convincing) evidence (?:about|on|of|for)\b|"
    r"^Rationale (?:Assessment|Adults|Detection|Benefits|Harms)\b"
)
# Groups and times by letters that a neighbour explains: "group D", "A1 and A2 groups", "at T15".
_LABELLED = re.compile(
    r"\b(?:[Gg]roups?|[Aa]rms?|[Pp]eriods?|[Cc]ohorts?)[ -](?:[A-Z]\d?|I{1,3}|\d)\b"
    r"(?!\s*\(\s*(?!n\b|\d)|.{0,25}[Ss]trep)|"
    r"(?<!vitamin )(?<!hepatitis )\b[A-Z]\d? (?:(?:and|or) [A-Z]\d? )?(?:groups?|arms?)\b|"
    r"\bat T\d+\b"
)
_THIS = re.compile(
    r"(?<=[\s(])(?:this|these|such) (?!as\b|a\b|an\b|is\b|was\b|are\b|were\b|may\b|can\b|"
    r"time\b|context\b|country\b|setting\b)(?P<noun>[\w-]+(?: [\w-]+){0,2})",
)
_PEOPLE = re.compile(
    r"\b(?:patients?|persons?|people|adults?|individuals?|participants?|women|men|children|infants?|"
    r"adolescents?|newborns?|subjects)\b",
    re.IGNORECASE,
)
# "It recommends": which body does, a neighbour says.
_IT_SAYS = re.compile(
    r"\bit (?:\w+ly )?(?:also )?(?:recommends|suggests|concludes|advises|notes)\b"
)
_BODY = re.compile(
    r"\b(?:[A-Z]{3,}|Academy|Association|College|Society|Organi[sz]ation|Force|Panel|panel|guideline|"
    r"committee|Institute)\b"
)
_GROUP = re.compile(r"(?:age )?groups?\b|populations?\b", re.IGNORECASE)
_STEM = 5
_BULLET = re.compile(r"[•・■▪●◦➢✓]|\s[–—-]\s+[A-Z]")
# A heading that flattening left inside the sentence: "misoprostol Conclusion A 600 mcg dose".
_HEADING_INSIDE = re.compile(
    r"\w (?:Background|Objectives?|Methods|Results|Conclusions?|Discussion|Introduction) [A-Z]"
)
_VERBS = (
    r"is|are|was|were|be|has|have|had|do|does|did|may|might|can|could|should|must|will|would|"
    r"remains?|recommends?|suggests?|concludes?|found|finds?|show(?:s|ed)?|increases?|reduces?|"
    r"causes?|improves?|supports?|occurs?|appears?|seems?|provides?|includes?|leads?|led|requires?|"
    r"affects?|predicts?|indicates?|experiences?|depends?|relieves?|prevents?|lowers?|raises?|"
    r"helps?|advises?|states?|notes?|endorses?|makes?|made|reported|identified|resulted|needs?|"
    r"considers?|proposes?|works?|takes?|uses?|comes?|goes|lies?|begins?|stops?|gives?|gave|fell|"
    r"rose|became|began|took|kept|felt|ran|grew"
)
# "Drug A: raised liver enzymes" and "A result of antibodies developed against it": a guideline's
# notes have participles where its sentences have verbs.
_VERB = re.compile(rf"\b(?:{_VERBS})\b", re.IGNORECASE)
_FINITE = re.compile(rf"\b(?:{_VERBS}|been|shall|\w{{3,}}ed)\b", re.IGNORECASE)
# In so few words there is no room for what a pronoun stands for.
_SHORT = 11
_PRONOUN = re.compile(r"(?<=\s)(?:it|them|they|its|their)\b")
_WORD = re.compile(r"[A-Za-z][\w'-]*")


def reads_alone(text: str) -> bool:
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
        and not _HEADING_INSIDE.search(text)
        and not _CELLS.search(text)
        and not _LABELLED.search(text)
        and not _points_back(text)
        and sum(map(str.isdigit, text)) < 0.25 * len(text)
        and sum(word.isupper() and len(word) > 1 for word in words) < 0.4 * len(words)
        and _FINITE.search(text) is not None
        and not is_first_person(text)
        and not _AIM.search(text)
        and not _SCOPE.search(text)
        and not _DANGLING.search(text)
        and not (len(words) < _SHORT and _PRONOUN.search(text))
        and not _POINTS_ELSEWHERE.search(text)
    )


def _points_back(text: str) -> bool:
    """Tell whether a "this" or "these" stands for something that only a neighbour names.

    "Screening of all persons in this age group" names no ages; "drug A lowers pain, and this
    drug is cheap" says which drug.
    """
    said = _IT_SAYS.search(text)
    if said and not _BODY.search(text[: said.start()]):
        return True
    return any(
        not _named_before(found["noun"], text[: found.start()]) for found in _THIS.finditer(text)
    )


def _named_before(noun: str, before: str) -> bool:
    if _GROUP.match(noun):
        return _PEOPLE.search(before) is not None and any(map(str.isdigit, before))
    if _PEOPLE.search(noun) and _PEOPLE.search(before):
        return True
    stems = {word[:_STEM].lower() for word in noun.split() if len(word) > 3}
    return any(word[:_STEM].lower() in stems for word in before.split())


def has_a_verb(text: str) -> bool:
    """Tell a sentence from a note such as "Drug A: raised liver enzymes"."""
    return _VERB.search(text) is not None


def word_count(text: str) -> int:
    """Return how many words `text` has; figures alone are none."""
    return len(_WORD.findall(text))
