"""Safe edits that let one sentence of a source stand in an article of its own.

An edit only leaves words out, changes a capital, or spells out an abbreviation that the same
document defines; it never adds a fact and never drops a hedge, so that the gate finds every
word of the result in the quote.
"""

import re
from collections.abc import Mapping
from functools import partial

from ragqa.linguistics.abbreviations import abbreviations_in, definitions, expansion
from ragqa.linguistics.indefinite_article import indefinite
from ragqa.linguistics.spelling_out import in_full, introduced, plural
from ragqa.linguistics.terms import terms
from ragqa.linguistics.word_list import word_list

_LEADING = re.compile(
    r"^(?:however|moreover|further(?:more)?|in addition|additionally|therefore|thus|hence|"
    r"consequently|accordingly|also|likewise|similarly|nevertheless|nonetheless|"
    r"in contrast|by contrast|conversely|on the other hand|finally|in conclusion|"
    r"in summary|to conclude|overall|"
    r"taken together|importantly|notably|interestingly|as expected|indeed|as a result|"
    r"first(?:ly)?|second(?:ly)?|third(?:ly)?|lastly|for example|for instance|instead|"
    r"according to (?:the|this|our) (?:study|results?|findings?|data|trial)|"
    r"of note|in fact|besides|still|yet|again|meanwhile|specifically|in particular"
    r"),\s+(?=\S)|^in contrast (?!to\b|with\b)",
    re.IGNORECASE,
)
_WORK = (
    r"(?:findings?|results?|data|study|trial|meta-analys[ie]s|systematic review|review|"
    r"analys[ie]s|guidelines?|survey)"
)
_WHOSE = r"(?:these|our|this|the|the present|the current|present)"
# Plain reports of a result carry no hedge: "We found that X" says X of the study.
_REPORT = re.compile(
    rf"^(?:(?:here,? )?we|{_WHOSE}\s+{_WORK})\s+"
    r"(?:found|observed|show|shows|showed|shown|demonstrates?|demonstrated|confirm(?:s|ed)?|"
    r"reveal(?:s|ed)?)\s+that\s+(?=\S)",
    re.IGNORECASE,
)
_OURS = re.compile(
    rf"^(?:these|our|this|the present|the current|present)\s+(?P<noun>{_WORK})\b",
    re.IGNORECASE,
)
_IN_THIS = re.compile(
    rf"(?<=\s)(?:these|our|this|the present|the current) (?={_WORK}\b)", re.IGNORECASE
)
# Joints with the sentence before; "not only … but also" keeps its own.
_JOINT = re.compile(
    r", (?:however|therefore|thus|moreover|furthermore|in addition),(?= )|"
    r"(?<!,)(?<!\band)(?<!\bbut) (?:thus|therefore|also)(?= [a-z]+)"
)
# A cell of a table of judgements: "Adequate evidence that drug A does no harm."
_CELL = re.compile(r"^(?P<judged>Adequate|Inadequate|Convincing) (?=evidence that\b)")
# Letters from which capitals are a name: nobody shortens words to so many.
_NAME_FROM = 7
_INNER_SPACE = re.compile(r"(?<=[(\[]) +| +(?=[)\],;])")
# A hyphen at the end of a printed line; "pre- and postoperative" keeps its space, and so does
# what may have been a dash: "a team- nurse, doctor".
_TORN_HYPHEN = re.compile(r"(?<=[^\W\d_]-) (?=[A-Z][a-z]|[a-z]+-[a-z])(?!(?:and|or|to)-)")
_CITATION_MARKS = re.compile(
    r"\s*(?:\[\s*\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\s*\]|"
    r"\(\s*(?:refs?\.?\s*)?\d{1,3}(?:\s*,\s*\d{1,3})+\s*\))"
)
_POINTER = re.compile(
    r"\s*\(\s*(?:(?:see\s+)?(?:also\s+)?(?:table|figure|fig\.?|appendix|box)\b|see\s|"
    r"(?:trial )?registration\b|clinicaltrials)[^()]*\)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?:background|objectives?|aims?|purpose|methods?|results?|findings|conclusions?|"
    r"interpretation|recommendation|key points?)\s*:\s+(?=[A-Z0-9])|"
    r"^(?:conclusions? and clinical (?:importance|relevance|significance)|USPSTF assessment)\s+"
    r"(?=[A-Z])",
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
_ARTICLE = re.compile(r"\b(?P<article>an?) \Z", re.IGNORECASE)
# Names, not abbreviations to be learnt: written out wherever they stand.
_COUNTRIES = {"US": "United States", "USA": "United States", "UK": "United Kingdom"}
# Neither part of a name ("US Preventive Services Task Force") nor of a price.
_COUNTRY = re.compile(r"(?<![\w-])(?:USA?|UK)(?![\w-]|\s?[$‐-]|\s[A-Z])")


def standing_alone(sentence: str) -> str:
    """Return `sentence` without what only made sense among its neighbours."""
    text = " ".join(sentence.split())
    text = _CITATION_MARKS.sub("", text)
    text = _CELL.sub(lambda match: f"There is {match['judged'].lower()} ", _LABEL.sub("", text))
    text = _LEADING.sub("", text)
    text = _REPORT.sub("", text)
    text = _OURS.sub(lambda match: f"The {match['noun'].lower()}", text)
    text = _JOINT.sub("", _IN_THIS.sub("the ", text))
    text = tidied(text)
    return text[:1].upper() + text[1:]


def tidied(text: str) -> str:
    """Return `text` without pointers to tables and the spaces that typesetting left: "( P <1)"."""
    return _TORN_HYPHEN.sub("", _INNER_SPACE.sub("", _POINTER.sub("", text)))


def unexplained(text: str, document: Mapping[str, str]) -> list[str]:
    """Return the abbreviations of `text` that neither it, its document nor usage explains."""
    own = {**document, **definitions(text)}
    return [
        short
        for short in abbreviations_in(text)
        if expansion(short, own) is None and not _names_a_study(short, text)
    ]


def _names_a_study(short: str, text: str) -> bool:
    """Tell the name of a trial, "the ABCDE II trial", which stands for itself."""
    called = rf"\b{re.escape(short)}(?:[ -](?:[IVX]+|\d))? (?:trial|study|analysis|cohort|program)"
    return len(short) >= _NAME_FROM or re.search(called, text) is not None


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
            if long is None or short in _COUNTRIES or _same(self._defined.get(short), long):
                continue
            if short not in here and not _says(text, long):
                text = _spell_out(text, short, _plainly(long, own))
            if short in introduced(text, {**own, short: _plainly(long, own)}):
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


def _plainly(long: str, own: Mapping[str, str]) -> str:
    """Return an expansion with what is abbreviated in it spelled out as well."""
    inner = {
        short: expansion(short, dict(own))
        for short in abbreviations_in(long)
        if short not in _COUNTRIES
    }
    return in_full(long, {short: meant for short, meant in inner.items() if meant})


def _says(text: str, long: str) -> bool:
    """Tell whether `text` has the words of an expansion, in whatever spelling."""
    return f" {' '.join(terms(long))} " in f" {' '.join(terms(text))} "


def _same(one: str | None, other: str) -> bool:
    return one is not None and terms(one) == terms(other)


def _spell_out(text: str, short: str, long: str) -> str:
    """Replace the first `short` by "`long` (`short`)", and by `long` alone inside brackets."""
    pattern = re.compile(rf"(?<![\w-]){re.escape(short)}(?P<plural>s?)(?!\w|-[A-Z\d])")
    position = 0
    while found := pattern.search(text, position):
        before, after = text[: found.start()], text[found.end() :]
        before += " " * before.endswith("%")
        spelled = _in_sentence_case(plural(long) if found["plural"] else long, opens=not before)
        before = _ARTICLE.sub(partial(_article, spelled), before)
        if before.count("(") <= before.count(")") and before.count("[") <= before.count("]"):
            return f"{before}{spelled} ({found.group()}){after}"
        text, position = f"{before}{spelled}{after}", len(before) + len(spelled)
    return text


def _article(spelled: str, found: re.Match[str]) -> str:
    return f"{indefinite(found['article'], spelled)} "


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
