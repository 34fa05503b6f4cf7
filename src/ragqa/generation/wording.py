"""Safe edits that let one sentence of a source stand in an article of its own.

An edit only leaves words out, changes a capital, or spells out an abbreviation that the same
document defines; it never adds a fact and never drops a hedge, so that the gate finds every
word of the result in the quote.
"""

import re
from collections.abc import Mapping

from ragqa.linguistics.abbreviations import abbreviations_in, definitions, expansion
from ragqa.linguistics.word_list import word_list

_LEADING = re.compile(
    r"^(?:however|moreover|furthermore|in addition|additionally|therefore|thus|hence|consequently|"
    r"accordingly|also|likewise|similarly|nevertheless|nonetheless|in contrast|by contrast|"
    r"conversely|on the other hand|finally|in conclusion|in summary|to conclude|overall|"
    r"taken together|importantly|notably|interestingly|as expected|indeed|as a result|"
    r"first(?:ly)?|second(?:ly)?|third(?:ly)?|lastly|for example|for instance|instead|"
    r"of note|in fact|besides|still|yet|again|meanwhile|specifically|in particular"
    r"),\s+(?=\S)",
    re.IGNORECASE,
)
# Past-tense reports of a result carry no hedge: "We found that X" says X of the study.
_REPORT = re.compile(
    r"^(?:(?:here,? )?we|(?:this|the) (?:study|trial|review|analysis))\s+"
    r"(?:found|observed|showed|demonstrated)\s+that\s+(?=\S)",
    re.IGNORECASE,
)
_OURS = re.compile(
    r"^(?:these|our|this|the present|the current|present)\s+"
    r"(?P<noun>findings?|results?|data|study|trial|meta-analysis|systematic review|review|"
    r"analys[ie]s|guidelines?|survey)\b",
    re.IGNORECASE,
)
_CITATION_MARKS = re.compile(
    r"\s*(?:\[\s*\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\s*\]|"
    r"\(\s*(?:refs?\.?\s*)?\d{1,3}(?:\s*,\s*\d{1,3})+\s*\))"
)
_POINTER = re.compile(
    r"\s*\(\s*(?:see\s+)?(?:also\s+)?(?:table|figure|fig\.?|appendix|box)\b[^()]*\)", re.I
)
_LABEL = re.compile(
    r"^(?:background|objectives?|aims?|purpose|methods?|results?|findings|conclusions?|"
    r"interpretation|recommendation|key points?)\s*:\s+(?=[A-Z0-9])",
    re.IGNORECASE,
)


_EPONYMS = word_list(
    """
    Alzheimer Parkinson Huntington Hodgkin Crohn Cushing Addison Graves Sjögren Behçet Kawasaki
    Wilson Down Turner Klinefelter Marfan Raynaud Tourette Barrett Meniere Guillain Burkitt Kaposi
    Ewing Wilms Doppler Likert Hamilton Beck Montgomery Pittsburgh Epworth Glasgow Apgar Gleason
    Child Barthel Oswestry Kaplan Cox Fisher Mann Wilcoxon Chinese American European British
    Japanese Indian Korean African Canadian Australian French German Bacillus Plasmodium
    """
)
# Names, not abbreviations to be learnt: written out wherever they stand.
_COUNTRIES = {"US": "United States", "USA": "United States", "UK": "United Kingdom"}
_COUNTRY = re.compile(r"(?<![\w-])(?:USA?|UK)(?![\w-])")


def standing_alone(sentence: str) -> str:
    """Return `sentence` without what only made sense among its neighbours."""
    text = " ".join(sentence.split())
    text = _POINTER.sub("", _CITATION_MARKS.sub("", text))
    text = _LABEL.sub("", text)
    text = _LEADING.sub("", text)
    text = _REPORT.sub("", text)
    text = _OURS.sub(lambda match: f"The {match['noun'].lower()}", text)
    return text[:1].upper() + text[1:]


def unexplained(text: str, document: Mapping[str, str]) -> list[str]:
    """Return the abbreviations of `text` that neither it, its document nor usage explains."""
    own = {**document, **definitions(text)}
    return [short for short in abbreviations_in(text) if expansion(short, own) is None]


class AbbreviationExpander:
    """Spells out each abbreviation where an article first uses it.

    Holds what the article has defined so far; call it on the sentences in reading order.
    """

    def __init__(self) -> None:
        self._defined: dict[str, str] = {}

    def expand(self, text: str, document: Mapping[str, str]) -> str:
        """Return `text` with the abbreviations that are new to the article spelled out.

        Args:
            text: one sentence.
            document: what the sentence's own document defines; it wins over common usage.
        """
        text = self._without_known(_with_countries(text))
        here = definitions(text)
        own = {short: _with_countries(long) for short, long in document.items()} | here
        for short in abbreviations_in(text):
            long = expansion(short, own)
            if long is None or _same(self._defined.get(short), long):
                continue
            if short not in here and long.casefold() not in text.casefold():
                text = _spell_out(text, short, long)
            if short in here or f"({short}" in text:
                self._defined[short] = long
        return text

    def _without_known(self, text: str) -> str:
        """Return `text` without the definitions that the article has given already."""
        for short, long in definitions(text).items():
            if _same(self._defined.get(short), long):
                name, meaning = re.escape(short), re.escape(long)
                text = re.sub(
                    rf"{meaning}s?\s*\(({name}s?)\)|({name})\s*\({meaning}\)",
                    lambda found: found[1] or found[2],
                    text,
                    flags=re.IGNORECASE,
                )
        return text


def _with_countries(text: str) -> str:
    return _COUNTRY.sub(lambda match: _COUNTRIES[match.group()], text)


def _same(one: str | None, other: str) -> bool:
    return one is not None and one.casefold() == other.casefold()


def _spell_out(text: str, short: str, long: str) -> str:
    """Replace the first `short` by "`long` (`short`)", or by `long` alone inside brackets."""
    found = re.search(rf"(?<![\w-]){re.escape(short)}(?P<plural>s?)(?![\w-])", text)
    if found is None:
        return text
    before, after = text[: found.start()], text[found.end() :]
    spelled = _in_sentence_case(long, opens=not before) + found["plural"]
    if before.count("(") > before.count(")"):
        return f"{before}{spelled}{after}"
    return f"{before}{spelled} ({found.group()}){after}"


def _in_sentence_case(long: str, *, opens: bool) -> str:
    """Give ordinary words a small first letter, unless they open the sentence; keep names."""
    words = long.split()
    first = words[0]
    # "Alzheimer's disease", "N-acetylcysteine" and "Parkinson disease" are written so everywhere.
    ordinary = (
        first[1:2].islower()
        and first[1:].islower()
        and not first.endswith(("'s", "’s", "'", "’"))
        and first not in _EPONYMS
        and not any(word[:1].isupper() for word in words[1:])
    )
    if opens:
        return long[:1].upper() + long[1:]
    return long[:1].lower() + long[1:] if ordinary else long
