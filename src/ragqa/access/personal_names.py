"""People who are named as a patient is: by a title, by a word for who they are, or with an age.

Diseases, signs and trials bear names of people as well; what stands before `'s`, beside "et al",
or without any word for a person is left alone.
"""

import re
from collections.abc import Iterator
from typing import Final

_UPPER: Final = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶŁĻŃŇŅŌŐŘŚŠŞȘŤŢȚŪŮŰŲŹŻŽ"
_LOWER: Final = "a-zß-öø-ÿāăąćčďđēėęěğģīįıķłļńňņōőřśšşșťţțūůűųźżž"
_PART: Final = rf"(?:(?:[{_UPPER}]['’]|Ma?c)?[{_UPPER}][{_LOWER}]+)"
_NAME: Final = rf"(?:{_PART}(?:-{_PART})*)"
_PARTICLE: Final = r"(?:van|von|de|da|di|del|della|el|al|bin|ibn|der|den|la|le|du|dos)"
_SURNAME: Final = rf"(?:(?:{_PARTICLE}\s+){{0,2}}{_NAME})"
_INITIAL: Final = rf"(?:[{_UPPER}]\.?)"
_FULL: Final = rf"(?:{_NAME}(?:\s+(?:{_INITIAL}|{_NAME}))?\s+{_SURNAME})"
_NO_THING: Final = (
    r"\b(?!['’]s\b|\s*(?:et\s+al|and\s+colleagues)\b|[-–]\w|\s+(?:node|nodule|sign|test|trial|study"
    r"|syndrome|disease|score|scale|criteria|classification|procedure|index|foundation|hospital"
    r"|method|technique|phenomenon|reflex|law|manoeuvre|maneuver|fracture|palsy)s?\b)"
)

_TITLED: Final = re.compile(
    r"\b(?:Mr|Mrs|Ms|Mx|Mstr|(?<![Ww]e )(?<![Ii] )(?<![Tt]o )(?<![Oo]t )(?<![Oo]u )Miss)\.?\s+"
    rf"(?P<it>(?:{_INITIAL}\s+){{0,2}}{_SURNAME}(?:\s+{_SURNAME}){{0,2}}){_NO_THING}"
)
_CALLED: Final = re.compile(
    r"\b(?i:patient|pt|woman|man|boy|girl|lady|gentleman|baby|child|infant|mother|father|mum|mom|dad"
    r"|wife|husband|son|daughter|brother|sister|client|resident|teenager|person)"
    r"(?i:\s*,?\s*(?:(?:who\s+)?(?:is|was)\s+)?(?:named|called)\s+)"
    rf"(?P<it>{_FULL}|{_NAME})"
)
_FIELD: Final = re.compile(
    r"(?:(?i:\b(?:my|his|her|their|patient|patient['’]s|pt|full|first|last|family|given|baby['’]s)"
    r"[\s-]+|\b(?:sur|fore))(?i:name)(?:\s*[:=]\s*|(?i:\s+is\s+))|(?:\A|[\n.;,(])\s*name\s*[:=]\s*"
    r"|(?<!rade )(?<!rand )(?<!eric )(?<!rug )\bN(?:ame|AME)\s*[:=]\s*)"
    rf"(?P<it>{_NAME},\s*{_NAME}|{_FULL}|{_NAME})"
)
_MINE: Final = re.compile(
    r"\b(?i:patient|pt|client|resident|husband|wife|son|daughter|mother|father|mum|mom|dad|baby"
    rf"|brother|sister|grandmother|grandfather)\b[\s,:]+(?P<it>{_FULL}){_NO_THING}"
)
_AGED: Final = re.compile(
    rf"(?<![\w-])(?P<it>{_FULL}){_NO_THING}"
    r"(?:\s*,\s*(?i:aged?\s+)?\d{1,3}\s*(?:,|;|$|[-\s]?(?i:y(?:ears?|rs?|/?o)?\b|m(?:onths?|/?o)\b))"
    r"|\s*\(\s*(?i:aged?\s+)?\d{1,3}\s*(?i:y|m|f|,|\))|\s*,?\s*(?i:an?)\s+\d{1,3}[\s-]*(?i:y|m)"
    r"|\s*,?\s*(?i:aged|dob|born(?:\s+on)?)\s*:?\s*\d|\s+is\s+\d{1,3}\s*(?:[,;.]|$|(?i:y|and\b)))"
)
_FOUND_IN: Final = re.compile(
    rf"(?<![\w-])(?P<it>{_FULL}){_NO_THING}"
    r"\s*,?\s+(?i:who|has|had|is\s+(?:on|taking|pregnant|allergic|a)|takes|presents|presented"
    r"|was\s+(?:admitted|seen|diagnosed|given|started)|came\s+in|complains)\b"
)
_TITLED_PLAINLY: Final = re.compile(
    r"\b(?:mr|mrs|ms|miss)\.?\s+(?P<it>(?:[a-z]\.?\s+)?[a-z]{3,}\s+[a-z]{3,})\b", re.IGNORECASE
)
_ANYBODYS: Final = (_TITLED, _CALLED, _FIELD, _AGED)
"""Patterns sure enough to take any name."""
_KNOWN: Final = (_MINE, _FOUND_IN, _TITLED_PLAINLY)
"""Patterns that take a name only where it begins with one that people are given."""


def named_people(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the name of somebody who could be a patient begins and ends."""
    for pattern in _ANYBODYS:
        for match in pattern.finditer(text):
            if _could_be_a_name(match.group("it")):
                yield match.span("it")
    for pattern in _KNOWN:
        for match in pattern.finditer(text):
            if _begins_as_a_name(match.group("it")):
                yield match.span("it")


def _begins_as_a_name(text: str) -> bool:
    """Tell whether the first of its words is a name that people are given."""
    return re.split(r"[\s,-]", text.lower())[0] in _GIVEN_NAMES


def _could_be_a_name(text: str) -> bool:
    """Tell whether none of its words is one that only looks like a name for its capital."""
    return not any(word.lower().rstrip(".") in _NO_NAMES for word in text.split())


_CAPITALS: Final = """
    america universe right perfect trial study the of and or in spectroscopy angiography imaging
    scan guided elastography mri data what which how is are does do can should name last next this
    her his their our my methods method design conclusion conclusions results background objective
    objectives aim aims setting during over after before between among patients women men children
    adults participants subjects infants monday tuesday wednesday thursday friday saturday sunday
    santa high low
"""
_GIVEN: Final = """
    aaron abdul abdullah abigail adam adrian agnes ahmed aisha alan albert alejandro alex alexander
    alexandra alfred ali alice alicia alison allan allison alyssa amanda amelia amir amy ana anders
    andrea andrew andy angela anita ann anna anne annie anthony antonio arjun arthur ashley audrey
    barbara beatrice benjamin bernard beth betty beverly brandon brenda brian bridget bruce bryan
    carl carla carlos carmen carol caroline carolyn catherine cecilia charles charlotte cheryl
    chloe chris christian christina christine christopher cindy claire clara claudia colin connor
    craig cynthia daniel danielle darren david dawn deborah debra denise dennis derek diana diane
    diego dmitri dominic donald donna doris dorothy douglas duncan dylan edith edward edwin eileen
    elaine eleanor elena elizabeth ella ellen emily emma eric erik erin esther ethan eugene eva
    evelyn fatima felix fernando fiona florence frances francesca francis fred frederick gabriel
    gareth gary gavin geoffrey george gerald gillian giulia gladys gloria gordon graham greg gregory
    hannah harold harriet harry hassan hazel heather hector helen henry howard hugh hussein ian
    ibrahim ingrid irene isabel isabella ivan jacob jacqueline james jamie jane janet janice jason
    javier jean jeffrey jennifer jeremy jessica jill jim joan joanna joanne joe joel johannes john
    jonathan jorge jose joseph joshua joyce juan juana judith judy julia julian julie justin karen
    kate katherine kathleen kathryn katie keith kelly kenneth kevin khalid kimberly kumar kyle larry
    laura lauren lawrence leah leo leon leonard leslie liam linda lisa lorraine louis louise lucas
    lucy luis luke lydia lynn madison malcolm margaret maria marie marion marjorie martha martin
    mary matthew maureen megan mehmet melissa michael michelle miguel mildred mohamed mohammad
    mohammed molly monica muhammad nancy naomi natalie natasha nathan neil nicholas nicola nicole
    nigel noah nora norma norman oliver olivia omar oscar pablo pamela patricia patrick paul paula
    pauline pedro peter philip phillip phyllis pierre priya rachel ralph raymond rebecca ricardo
    richard rita robert roberto robin roger ronald rosemary roy russell ruth ryan sally samantha
    samuel sandra sanjay sara sarah scott sean sergio shannon sharon sheila shirley simon sofia
    sophia sophie stanley stefan stephanie stephen steven stuart susan suzanne sylvia tamara tanya
    teresa terry theresa thomas timothy tina tom tracey tracy valerie vanessa veronica victor
    victoria vincent virginia walter wayne wendy william yasmin yusuf yvonne zachary zoe
"""
_NO_NAMES: Final = frozenset(_CAPITALS.split())
_GIVEN_NAMES: Final = frozenset(_GIVEN.split())
"""Names that people are often given, without those that are words as well."""
