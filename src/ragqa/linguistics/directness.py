"""Directness tags: on what, in whom and how a study was done, read from its own words.

What the record of a work states comes first, then its title, then its sentences about enrolment.
A group is named only where the study is confined to it: adults and children are no children.
"""

import re
from dataclasses import replace
from functools import lru_cache

from ragqa.linguistics.ages import ages_in
from ragqa.linguistics.participants import ANIMALS, PEOPLE, enrolment, sample_size
from ragqa.linguistics.sentences import sentence_spans
from ragqa.linguistics.study_design import design_in
from ragqa.schema.directness import Ages, Directness, Group, Sex, Species
from ragqa.schema.source import Design, Kind, Source

OPENING = 6_000
"""Characters in which a work says what it is."""

ADULT = 18
"""Years from which people are no longer children."""

_OLD = 60


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})", re.IGNORECASE)


# Those whom a study asks about others, and animals that are no patients, are not studied.
_BESIDE = _any_of(
    r"(?:parents?|mothers?|fathers?|caregivers?|carers?|famil(?:y|ies)|teachers?|siblings) "
    r"(?:\w+ ){0,3}?(?:of|with|to|for) (?:\w+[ -]){0,4}?"
    r"(?:child(?:ren)?|infants?|adolescents?|sons|daughters)\b",
    r"child(?:hood|ren'?s?) (?:abuse|trauma|maltreatment|adversit\w+|hospital|health)",
    r"(?:born to|breast-?feeding|exclud\w+|except|without|non-?|not|versus|or|apart from|"
    r"prevent|avoid)[ -]pregnan\w+",
    r"(?:including|as well as) (?:\w+ ){0,3}?pregnan\w+",
    r"(?:(?:small|large|appropriate) for )?gestational ages?",
    r"(?:born to|from|with|and) (?:their |[\w-]+ )?(?:mothers|fathers|parents)",
    r"(?:young|middle[- ]aged|younger) (?:adults )?(?:and|versus) (?:older|elderly)",
    r"pregnancy (?:and (?:\w+ )?birth )?(?:rates?|outcomes?|tests?)",
    r"(?:clinical|ongoing) pregnanc\w+",
    r"(?:pre-?|not (?:yet )?(?:on|requiring|receiving) |need for |non-?)dialysis",
    r"(?:cat|dog|horse|animal|mouse)[- ](?:allerg\w+|bites?|dander|assisted|owner\w*|model)",
    r"(?:mouse|rat|rabbit|horse|goat|sheep) (?:monoclonal|anti|serum|bite)",
    r"horse(?:-?back|[- ]chestnut)",
    r"(?:anti-?)?\w+ (?:in|from) (?:animal|rodent)s? (?:models?|studies)",
    r"preclinical|pre-clinical",
    r"(?:cow|goat|sheep|camel|mare)['’]?s?['’]? milk",
    r"in vitro fertili[sz]ation",
)
_ADULTS = _any_of(
    r"adults?\b",
    r"(?:men and women|women and men)\b",
    r"all ages",
    r"of any age",
    r"elderly\b",
    r"(?:wo)?men\b(?! (?:of|with) child)",
    r"veterans\b",
    r"workers\b",
    r"nurses\b",
)
_CHILDREN = _any_of(
    r"(?:pre-?school |school[- ](?:aged? )?)?child(?:ren)?\b(?!['’]s hospital)",
    r"pa?ediatrics?\b",
    r"adolescen(?:ts?|ce)\b",
    r"infants?\b",
    r"infancy\b",
    r"toddlers?\b",
    r"schoolchildren\b",
    r"(?:boys and girls|girls and boys)\b",
    r"pupils\b",
    r"teenagers?\b",
    r"(?:primary|elementary|middle|high|secondary)[- ]schools?\b",
    r"kindergartens?\b",
)
_NEWBORNS = _any_of(
    r"neonat(?:es?|al)\b",
    r"new-?borns?\b",
    r"(?:preterm|premature|term) (?:infants?|babies)\b",
    r"(?:very )?low[- ]birth[- ]?weight infants?\b",
    r"prematurity\b",
)
_TAKEN_IN = _any_of(r"(?:\d|\w+ty|\w+teen) (?:[\w-]+ ){0,4}?(?:infants|neonates|newborns|babies)\b")
_PREGNANT = _any_of(
    r"pregnan(?:t|cy|cies)\b",
    r"gestational\b",
    r"parturients?\b",
    r"labou?r (?:induction|analgesia|pain)",
    r"(?:induction|(?:first |second )?stage|active phase|women in|during|in) (?:of )?labou?r\b",
    r"ca?esare?an\b",
    r"pre-?eclampsia\b",
    r"postpartum\b",
    r"post-?natal women",
    r"antenatal\b",
    r"prenatal\b",
    r"nulliparous\b",
    r"gravid\w*",
    r"obstetric\w*",
    r"vaginal (?:delivery|birth)\b",
)
_DIALYSIS = _any_of(
    r"ha?emodialysis\b",
    r"dialysis\b",
    r"end[- ]stage (?:renal|kidney) (?:disease|failure)\b",
    r"ha?emodiafiltration\b",
)
_OLDER = _any_of(
    r"elderly\b",
    r"(?:older|aged|ageing|aging) (?:adults|persons|people|women|men|patients|individuals)\b",
    r"geriatric\b",
    r"nursing[- ]home residents\b",
    r"octogenarians\b",
)
# How many of those who took part were of one sex.
_SHARES = re.compile(
    r"\d+(?:\.\d+)?\s?%\s(?:of \w+ )?(?:were )?(?:wo)?(?:fe)?m[ae]\w*|"
    r"\(\d+ (?:were )?(?:women|females?|men|males?|girls|boys)\b",
    re.IGNORECASE,
)
# "9 men and 7 women" took part: neither sex alone.
_BOTH = _any_of(
    r"(?:wo)?m[ae]n\b.{0,40}?\b(?:and|or|,) .{0,20}?(?:wo)?m[ae]n\b",
    r"(?:fe)?males?\b.{0,40}?\b(?:and|or|,) .{0,20}?(?:fe)?males?\b",
    r"(?:either|both) (?:sex|gender)",
)
_FEMALE = _any_of(r"wom[ae]n\b", r"females?\b", r"girls?\b", r"mothers?\b", r"ladies\b")
_MALE = _any_of(r"(?<!wo)m[ae]n\b", r"(?<!fe)males?\b", r"boys?\b", r"fathers?\b")
_OF_WOMEN = _any_of(
    r"breast cancer\b",
    r"(?:post|peri|pre)?-?menopaus\w+",
    r"ovarian\b",
    r"cervical (?:cancer|intraep)",
    r"polycystic ovary",
    r"hysterectom\w+",
    r"endometri\w+",
    r"gyna?ecolog\w+",
    r"ovulation\b",
)
_OF_MEN = _any_of(r"prostat\w+", r"erectile\b", r"hypogonadal men")
_ANIMAL = re.compile(
    rf"\b(?:{ANIMALS}|rat|mouse|murine|rabbit|dog|canine|cat|feline|bovine|equine|porcine|ovine|cattle|"
    r"cow|horse|pig|swine|piglet|rodents?|monkey|macaque|poultry|dairy herd)\b",
    re.IGNORECASE,
)
_COUNTED_ANIMALS = re.compile(
    rf"\b(?:\d+|\w+ty(?:-\w+)?|\w+teen|ten|twelve|eight|six)\s+(?:[\w'’,/-]+\s+){{0,6}}?(?:{ANIMALS})\b",
    re.IGNORECASE,
)
_PERSON = re.compile(rf"\b(?:{PEOPLE}|humans?|patient|child|man|woman|volunteer|healthy)\b", re.I)
_CELLS = _any_of(
    r"in vitro\b",
    r"ex vivo\b",
    r"cell[- ]lines?\b",
    r"cultured (?:\w+ )?cells\b",
    r"extracted (?:\w+ )*teeth\b",
    r"cadaver\w*",
)
_AGED = _any_of(r"age(?:d|s)?\b", r"years?[- ]olds?\b", r"year old\b", r"children\b", r"older\b")
_MEAN_AGE = re.compile(
    r"\b(?:mean|median|average) (?:\(\s?(?:SD|IQR|range)\s?\) )?age\b"
    r"[^.;\d]{0,25}(\d{1,2})(?:\.\d+)?"
    r"(?![\d.]* (?:months|weeks|days))",
    re.IGNORECASE,
)


def directness_of(source: Source, text: str) -> Directness:
    """Return the tags of a whole work from its record, its title and its opening words.

    Args:
        source: its record.
        text: the whole text; only the opening is read.
    """
    opening = text[:OPENING]
    enrolled = enrolment(opening[start:end] for start, end in sentence_spans(opening))
    title = _BESIDE.sub(" ", f"{source.title} . {source.population or ''}")
    told = _BESIDE.sub(" ", " ".join(enrolled))
    species = _species(source, title, told, opening)
    people = species not in (Species.ANIMALS, Species.CELLS)
    ages = _ages(title, told) if people else None
    groups = _groups(title, told, ages) if people else ()
    guideline = source.kind is Kind.GUIDELINE
    return Directness(
        species=Species.HUMANS if groups else species,
        groups=groups,
        sex=_sex(title, " ".join(enrolled), groups) if people else None,
        ages=ages,
        design=source.design or (None if guideline else design_in(source.title, opening)),
        size=None if guideline else sample_size(enrolled),
    )


@lru_cache(maxsize=8192)
def below(work: Directness, headings: tuple[str, ...]) -> Directness:
    """Return the tags of what stands below `headings` in a work: "Children" narrows it further."""
    title = _BESIDE.sub(" ", " . ".join(headings))
    if not headings or not title:
        return work
    groups = _groups(title, "", _ages(title, ""))
    return replace(
        work, groups=tuple(sorted({*work.groups, *groups})), sex=work.sex or _sex(title, "", groups)
    )


def _species(source: Source, title: str, told: str, opening: str) -> Species | None:
    """Tell on what a study was done; people in it outweigh cells and animals beside them."""
    if source.design is Design.ANIMAL:
        return Species.ANIMALS
    if source.design is Design.LABORATORY:
        return Species.CELLS
    if _COUNTED_ANIMALS.search(told) and not _PERSON.search(title):
        return Species.ANIMALS
    people = _PERSON.search(title) or _PERSON.search(told)
    if _ANIMAL.search(title) and not people:
        return Species.ANIMALS
    if _CELLS.search(title) and not people:
        return Species.CELLS
    return Species.HUMANS if people or _PERSON.search(opening) else None


def _groups(title: str, told: str, ages: Ages | None) -> tuple[Group, ...]:
    """Return the groups that a title, or else the sentences about enrolment, confine a study to."""
    found = {
        group
        for group, names in (
            (Group.NEWBORNS, _NEWBORNS),
            (Group.PREGNANT, _PREGNANT),
            (Group.DIALYSIS, _DIALYSIS),
            (Group.OLDER, _OLDER),
        )
        if names.search(title) or names.search(told)
    }
    if {Group.NEWBORNS, Group.PREGNANT} <= found:
        # What becomes of the newborns of pregnant women is an outcome.
        of_women = _PREGNANT.search(title) and not _TAKEN_IN.search(told)
        found.discard(Group.NEWBORNS if of_women else Group.PREGNANT)
    elif _young(title, told, ages) and Group.NEWBORNS not in found:
        found.add(Group.CHILDREN)
    return tuple(sorted(found))


def _young(title: str, told: str, ages: Ages | None) -> bool:
    """Tell whether children alone took part; their stated ages outweigh what they are called."""
    if ages is not None:
        return ages[1] <= ADULT
    if _CHILDREN.search(title):
        return not _ADULTS.search(title)
    mean = _MEAN_AGE.search(told)
    if mean:
        return int(mean[1]) < ADULT
    return bool(_CHILDREN.search(told)) and not _ADULTS.search(told)


def _ages(title: str, told: str) -> Ages | None:
    """Return the ages that a title, or else the enrolment, states; all of them as one range."""
    # "Followed for 2 to 3 years" tells no age.
    spans = ages_in(title) or (ages_in(told) if _AGED.search(told) else [])
    if not spans:
        return None
    return min(low for low, _ in spans), max(high for _, high in spans)


def _sex(title: str, told: str, groups: tuple[Group, ...]) -> Sex | None:
    """Return the one sex that took part; None where both did, or nobody says."""
    if Group.PREGNANT in groups:
        return Sex.FEMALE
    if _BOTH.search(told):
        return None
    for said in (title, told):
        text = _SHARES.sub(" ", _BESIDE.sub(" ", said))
        female = _FEMALE.search(text) or _OF_WOMEN.search(text)
        male = _MALE.search(text) or _OF_MEN.search(text)
        if female or male:
            return None if female and male else Sex.FEMALE if female else Sex.MALE
    return None
