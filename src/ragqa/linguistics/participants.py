"""Who took part in a study and how many, as its own sentences about enrolment say."""

import re
from collections.abc import Iterable, Sequence

PEOPLE = (
    r"(?:participants|patients|people|persons|adults|subjects|individuals|women|men|children|"
    r"infants|newborns|neonates|adolescents|smokers|volunteers|veterans|outpatients|inpatients|"
    r"couples|mothers|students|residents|households|boys|girls|pupils|nurses|physicians|"
    r"females|males|parturients|athletes|babies|toddlers|youths?|schoolchildren|survivors)"
)
ANIMALS = (
    r"(?:rats|mice|rabbits|dogs|cats|cows|heifers|calves|steers|pigs|piglets|sows|horses|mares|"
    r"foals|sheep|ewes|lambs|goats|kids|chickens|broilers|hens|chicks|monkeys|macaques|hamsters|"
    r"guinea pigs|beagles|animals|zebrafish|bulls|stallions|rams|bucks|buffaloes|camels)"
)
_FIGURE = r"(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?:[ \u2009\u202f]\d{3})+|\d{1,6})"
_TO_NINETEEN = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_VALUES = {word: value for value, word in enumerate(_TO_NINETEEN.split(), start=1)} | {
    word: 10 * value for value, word in enumerate(_TENS.split(), start=2)
}
_SCALES = {"hundred": 100, "thousand": 1000}
_WORD = rf"(?:{'|'.join([*_VALUES, *_SCALES])})(?![a-z])"
_WORDS = rf"(?:{_WORD}(?:[-‐‑ ](?:and[-‐‑ ])?{_WORD})*)"
# One is no number of people: "ASA 1 children", "a ratio of 1:1 in children"; nor is a year.
_COUNT = (
    r"(?:(?!1 )(?<![\d.,/:–-])(?<!\b[Ii]n )(?<!\b[Yy]ear )(?<!\bfirst )(?<!\b[Tt]ype )"
    rf"(?<!\b[Gg]rade )(?<!\b[Ss]tage )(?<!\b[Pp]hase ){_FIGURE}|(?<![-‐‑])\b{_WORDS})"
)
# What stands between a count and who is counted; another number or group is counted instead.
_BETWEEN = (
    r"(?:\([^()]{1,40}\)\s+)?(?:(?!and |or |to |in |mg |days |weeks? |years? |months? |arms |"
    r"\w*groups? |schools |cent(?:er|re)s |hospitals |clusters |clinics |villages |stages |times |"
    r"studies |trials |\d)[\w'’/,-]+\s+){0,5}?"
)
_COUNTED = re.compile(
    rf"(?P<count>{_COUNT})\s+{_BETWEEN}(?P<who>{PEOPLE}|{ANIMALS})\b(?!['’])"
    r"(?!\s+(?:in|to|per|for) (?:each|every|either|group|arm))(?!\s+(?:per|each)\b)",
    re.IGNORECASE,
)
_TOTAL = re.compile(rf"\b(?:total(?: number)?|sample) of\s+(?P<count>{_COUNT})\b", re.IGNORECASE)
_PART = re.compile(r"\bof (?:the|these)\s+$", re.IGNORECASE)
_SAMPLE = re.compile(rf"(?<![\w/])[nN]\s?=\s?(?P<count>{_FIGURE})")
_ENROLLED = re.compile(
    r"\b(?:random(?:i[sz]|ly|\b)|enrol|recruit|assign|allocat|includ|comprised|consist|participat|"
    r"eligible|underwent|were studied|received|completed|divided|aged|analy[sz]ed|evaluated|"
    r"entered|in a total of|a total of|sample|took part|performed on|carried out on|"
    r"conducted (?:on|in|with|among)|selected|screened|investigated|scheduled)",
    re.IGNORECASE,
)
_NOT_THE_STUDY = re.compile(
    r"\b(?:previous(?:ly)?|prior|earlier|worldwide|each year|annually|per year|exclu(?:d|s)\w*|"
    r"globally|in the united states|prevalence|incidence|estimated|million)\b",
    re.IGNORECASE,
)
_ALLOTTED = re.compile(r"\b(?:random|assign|allocat|divided|either)", re.IGNORECASE)
_EACH = re.compile(r"\b(?:per|each|every|both)\b", re.IGNORECASE)
_EACH_ARM = re.compile(r"\b(?:each|per|either|both) (?:\w+ )?(?:groups?|arms?)\b", re.IGNORECASE)
# "12 in the drug A group and 14 in the placebo group": both took part.
_OTHER_ARM = re.compile(
    r"\b(?:in|to) (?:the |a )?(?:[\w-]+ ){0,4}?(?:group|arm)s?,? (?:and|or|versus) "
    r"(\d+) (?:[\w-]+ ){0,2}?(?:in|to) ",
    re.IGNORECASE,
)
# "(16 males and 4 females)" tells the sexes of those who are counted elsewhere.
_WITHOUT = re.compile(
    r"\([^()]*\b(?:fe)?(?:males?|m[ae]n|women|girls|boys)\b[^()]*\)", re.IGNORECASE
)
_SOMEBODY = re.compile(rf"\b(?:{PEOPLE}|{ANIMALS})\b", re.IGNORECASE)
_FEW = 3
_SMALLEST = 2


def enrolment(sentences: Iterable[str]) -> list[str]:
    """Return the first sentences that say who took part and how many."""
    found: list[str] = []
    for sentence in sentences:
        if len(found) == _FEW:
            break
        if _is_enrolment(sentence):
            found.append(sentence)
    return found


def _is_enrolment(sentence: str) -> bool:
    return (
        _ENROLLED.search(sentence) is not None
        and _NOT_THE_STUDY.search(sentence) is None
        and (_COUNTED.search(sentence) or _SAMPLE.search(sentence)) is not None
    )


def sample_size(enrolled: Sequence[str]) -> int | None:
    """Return how many took part: the first count of people or animals about enrolment.

    Where only the sizes of the arms are given, it is what they add up to.
    """
    for sentence in enrolled:
        size = _counted(sentence)
        if size is not None and size >= _SMALLEST:
            return size
    return None


def _counted(sentence: str) -> int | None:
    if _EACH_ARM.search(sentence):
        return None
    if total := _TOTAL.search(sentence):
        return _number(total["count"])
    found = _COUNTED.search(_WITHOUT.sub(" ", sentence))
    if found and not _PART.search(found.string[: found.start()]):
        other = _OTHER_ARM.search(found.string, found.end())
        own = _number(found["count"])
        return own + int(other[1]) if own and other else own
    arms = [_number(match["count"]) or 0 for match in _SAMPLE.finditer(sentence)]
    if not arms or _EACH.search(sentence) or not _SOMEBODY.search(sentence):
        return None
    return sum(arms) if _ALLOTTED.search(sentence) else arms[0]


def _number(count: str) -> int | None:
    figures = re.sub(r"[,\s\u2009\u202f]", "", count)
    if figures.isdigit():
        return int(figures)
    return _spelled(count)


def _spelled(count: str) -> int | None:
    """Read "two hundred and fifty"; None where the words make no number."""
    total, part = 0, 0
    for word in re.split(r"[\s‐‑-]+", count.lower()):
        if word in _VALUES:
            part += _VALUES[word]
        elif word in _SCALES:
            part = max(part, 1) * _SCALES[word]
        if word == "thousand":
            total, part = total + part, 0
    return total + part or None
