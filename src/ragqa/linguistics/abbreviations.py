"""Abbreviations: where a text defines them, and which it uses."""

import re
from collections.abc import Iterable, Mapping

from ragqa.linguistics.terms import naming_terms
from ragqa.linguistics.usual_meanings import WELL_KNOWN
from ragqa.linguistics.word_list import word_list

_ROUND = re.compile(r"\(([^()]{2,120})\)")
_SQUARE = re.compile(r"\[([^\[\]()]{2,60})\]")
_SHORT = re.compile(r"(?=.*[A-Za-z])(?=.{2,10}\Z)[A-Za-z0-9][\w/+.-]*(?: [\w/+.-]+)?\Z")
_USED = re.compile(
    r"(?<![\w/.-])(?:[a-z]{0,2}[A-Z](?:[A-Z&]|[a-z]{1,2}(?=[A-Z]))*[A-Z](?:-[A-Z\d]{1,3})*|\d[A-Z]{2,})"
    r"(?=s?(?!\w|-[a-z]*[A-Z]))"
    r"|(?<![\w/.-])(?:[A-Z]{2,}[a-rt-z]|SCr)(?![\w-])"
)
# An expansion lies in one clause of one paragraph.
_BREAK = re.compile(r"[.;:!?]\s|[()\[\]]|\n\s*\n")
_SEGMENT = re.compile(r"[.,;:!?](?:\s|\Z)|[()\[\]]")
_SPEAKING = 3  # letters from which an abbreviation may speak for itself
_HEADED = re.compile(r"\b(?:[^\W\d_]{3,}|AN|AND|BY|FOR|IN|OF|ON|OR|THE|TO|WITH)\b")
_ROMAN = re.compile(r"[IVX]+\Z")
_COUNTED = re.compile(
    r"(?:stage|type|class|phase|grade|level|factor|group|part|table)s?\s+\Z", re.I
)
_SMALL = word_list("a an and by for in of on or the to with")
_NOT_ABBREVIATIONS = word_list(
    """
    mL dL mmHg mM kDa kPa mEq IU MHz kHz GHz mV dB mSv MBq GBq pH pM nM MJ kJ kW kWh DNase RNase
    AIM AIMS BACKGROUND CONCLUSION CONCLUSIONS DATA DESIGN DISCUSSION FINDINGS FUNDING IMPORTANCE
    INTERVENTION INTERVENTIONS INTRODUCTION LIMITATIONS MAIN MEASURES METHOD METHODS OBJECTIVE
    OBJECTIVES OUTCOME OUTCOMES PARTICIPANTS PATIENTS PURPOSE RELEVANCE RESULT RESULTS SETTING
    SETTINGS SOURCES STUDY SELECTION EXTRACTION SYNTHESIS SUMMARY AND THE NOT BUT FOR WITH NO OR
    """
)


def definitions(text: str) -> dict[str, str]:
    """Return the abbreviations that `text` itself defines, with the words they stand for.

    Both orders are read: "restless legs syndrome (RLS)" and "RLS (restless legs syndrome)".
    The first definition of an abbreviation holds. After Schwartz & Hearst (2003), PSB 8:451-462.
    """
    found: dict[str, str] = {}
    brackets = [*_ROUND.finditer(text), *_SQUARE.finditer(text)]
    for match in sorted(brackets, key=re.Match.start):
        inside = re.split(r"[;,]|\bor\b", match[1])[0].strip()
        before = _BREAK.split(text[max(0, match.start() - 200) : match.start()])[-1]
        pair = _pair(before.rstrip(), inside)
        if pair:
            found.setdefault(pair[0], _in_small_letters(pair[1]))
    return found


def _in_small_letters(long: str) -> str:
    """Return an expansion that a heading gives in capitals as running text has it.

    Letters that stand for themselves keep theirs: "ST-elevated", "vitamin B".
    """
    return _HEADED.sub(lambda word: word[0].lower(), long) if long.isupper() else long


def _pair(before: str, inside: str) -> tuple[str, str] | None:
    """Find abbreviation and expansion in what stands before and in a parenthesis."""
    if _SHORT.match(inside):
        short = inside[:-1] if re.search(r"[A-Z]s\Z", inside) else inside
        words = before.split()[-min(len(short) + 5, len(short) * 2) :]
        long = _initials(short, words) or _long_form(short, " ".join(words))
        if long and short != inside:
            long = _singular(long)
        return (short, long) if long and _plausible(short, long) else None
    last = before.split()[-1:] or [""]
    if _SHORT.match(last[0]) and sum(c.isupper() for c in last[0]) > 1:
        long = _long_form(last[0], inside)
        return (last[0], long) if long == inside and _plausible(last[0], long) else None
    return None


def _singular(words: str) -> str:
    """Turn "randomised controlled trials" into the expansion of "RCT"."""
    if words.endswith("ies"):
        return f"{words[:-3]}y"
    return words[:-1] if re.search(r"[^s]s\Z", words) and not words.endswith("sis") else words


def _plausible(short: str, long: str) -> bool:
    """Reject "study (study)", and expansions with a word that the short form does not name.

    The second half of a compound may go unnamed: "artemisinin-based combination therapy (ACT)".
    """
    return (
        len(long) > len(short)
        and short.lower() not in long.lower().split()
        and (
            _in_order(_openers(long, r"[\s/-]+"), short.lower())
            or _in_order(_openers(long, r"[\s/]+"), short.lower())
        )
    )


def _openers(long: str, between: str) -> str:
    """Return the first letters of the words of an expansion, small words and figures left out."""
    words = (word for word in re.split(between, long.lower()) if word not in _SMALL)
    return "".join(word[0] for word in words if word[:1].isalpha())


def _in_order(letters: str, text: str) -> bool:
    """Tell whether `letters` occur in `text` in this order."""
    rest = iter(text)
    return all(letter in rest for letter in letters)


def _initials(short: str, words: list[str]) -> str | None:
    """Match every letter of `short` with the beginning of a word, passing over small words.

    Tried first: letter by letter from the right, "American Academy of Sleep Medicine (AASM)" would
    find both its A in "Academy".
    """
    letters = [letter.lower() for letter in short if letter.isalnum()]
    for index in range(len(words) - 1, -1, -1):
        parts = [part for part in words[index].lower().split("-") if part]
        if letters[-len(parts) :] == [part[0] for part in parts]:
            del letters[-len(parts) :]
        elif words[index].lower() not in _SMALL:
            return None
        if not letters:
            return " ".join(words[index:])
    return None


def _long_form(short: str, text: str) -> str | None:
    """Match the letters of `short` from the right; its first letter has to begin a word."""
    at = len(text)
    for index in range(len(short) - 1, -1, -1):
        letter = short[index].lower()
        if not letter.isalnum():
            continue
        at -= 1
        while at >= 0 and not (
            text[at].lower() == letter and (index > 0 or at == 0 or not text[at - 1].isalnum())
        ):
            at -= 1
        if at < 0:
            return None
    start = max(
        text.rfind(" ", 0, at + 1), text.rfind("-", 0, at + 1) if short[0].islower() else -1
    )
    return text[start + 1 :]


def initialism_in(short: str, text: str) -> str | None:
    """Return the words of `text` that begin with the letters of `short`, one for each letter.

    "EBV" is found in "latent Epstein-Barr virus infection". Two letters fit too many words.
    """
    if sum(letter.isalpha() for letter in short) < _SPEAKING:
        return None
    last = short[-1].lower()
    for segment in _SEGMENT.split(text):
        words = segment.split()
        for end in range(1, len(words) + 1):
            if f"-{words[end - 1].lower()}".rfind(f"-{last}") >= 0:
                long = _initials(short, words[:end])
                if long and len(long) > 2 * len(short):
                    return long
    return None


def abbreviations_in(text: str) -> list[str]:
    """Return the abbreviations used in `text`, each once, by first appearance, singular.

    Names of genes and proteins with a glued figure (BTBD9, CYP2C19), units, headings in capitals
    and Roman numerals behind "stage", "type" and their like are not abbreviations.
    """
    found: dict[str, None] = {}
    for match in _USED.finditer(text):
        word = match[0]
        numeral = _ROMAN.match(word) and (
            word != "IV" or _COUNTED.search(text, max(0, match.start() - 20), match.start())
        )
        if not numeral and word not in _NOT_ABBREVIATIONS:
            found.setdefault(word)
    return list(found)


def in_full(text: str, known: Mapping[str, str]) -> str:
    """Return `text` and, behind it, what its abbreviations stand for."""
    return " ".join((text, *meanings_in(text, known)))


def meanings_in(text: str, known: Mapping[str, str]) -> list[str]:
    """Return what the abbreviations of `text` stand for, one by one.

    So is what they stand for in turn: "computerised CBT".
    """
    spelled = [known.get(short, "") for short in abbreviations_in(text)]
    inner = [known.get(short, "") for long in spelled for short in abbreviations_in(long)]
    return [meaning for meaning in (*spelled, *inner) if meaning]


def meant_terms(text: str, known: Mapping[str, str]) -> frozenset[str]:
    """Return what `text` names, what its abbreviations stand for included."""
    return naming_terms(in_full(text, known))


def expansion(short: str, own: dict[str, str]) -> str | None:
    """Return what `short` stands for: by the document's own definitions, else if well known."""
    return own.get(short) or WELL_KNOWN.get(short)


def agreed(definitions_by_document: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Return the abbreviations for which all documents that define them give one expansion.

    A record of a single recommendation defines none, and is read beside those that do.
    """
    meanings: dict[str, dict[str, str]] = {}
    for own in definitions_by_document:
        for short, long in own.items():
            meanings.setdefault(short, {})[long.casefold()] = long
    return {short: min(one.values()) for short, one in meanings.items() if len(one) == 1}
