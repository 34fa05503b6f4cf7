"""The words of a text in the one form in which two texts are compared.

Lower-cased, without accents, British and American spellings folded, stemmed; names and numbers such
as HbA1c, IL-6, 25(OH)D, 3.5 and ≤ stay whole.
"""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

from ragqa.linguistics.word_list import word_list

_TOKEN = re.compile(
    r"(?:\d,)?\d+\(OH\)\d?D\d?"  # 25(OH)D, 1,25(OH)2D
    r"|\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?"  # 12,500
    r"|(?:\d+(?:\.\d+)?|\.\d+)(?![\w.]*[^\W\d_])"  # 3.5, .05, 12
    r"|(?:\d+(?:\.\d+)?|\.\d+)(?=(?:[kmµμn]?g|m[cl]g?|[md]?L|IU|mmol|mm|cm|min|h|wk|mo|y)\b)"  # 5mg
    r"|[^\W_]+(?:[-‐‑–'’.+](?=[^\W_])[^\W_]+)*"  # words, IL-6, U.S
    r"|[≤≥<>±%]",
    re.IGNORECASE,
)
# One sign for each of the dashes, apostrophes and micro signs.
_SAME_SIGN = str.maketrans({"‐": "-", "‑": "-", "–": "-", "’": "'", "−": "-", "μ": "µ"})
# Written with or without a hyphen, they mean the same: non-inferior, noninferior.
_PREFIXES = word_list("non co pre post re sub multi inter intra over under un pseudo micro anti")

# British to American, applied to lower-case words from left to right; word beginnings and parts
# rather than whole words, so that derived forms fold as well.
_FOLDS = tuple(
    (re.compile(british), american)
    for british, american in (
        (r"haem", "hem"),
        (r"(?<=[cdfhkmnprtux])aem(?=i)", "em"),
        (r"(?<=p)aen(?=i)", "en"),
        (r"oedem", "edem"),
        (r"oesoph", "esoph"),
        (r"oestr", "estr"),
        (r"foet", "fet"),
        (r"^paed|(?<=th[aeo])paed", "ped"),
        (r"gynaec", "gynec"),
        (r"anaes", "anes"),
        (r"caesar", "cesar"),
        (r"faec", "fec"),
        (r"aetiol", "etiol"),
        (r"leuc(?=[aeo])", "leuk"),
        (r"rhoe", "rhe"),
        (r"pnoe", "pne"),
        (r"coeli", "celi"),
        (r"homoeo", "homeo"),
        (r"manoeuv", "maneuv"),
        (r"sulph", "sulf"),
        (r"(tum|col|fav|hum|neighb|vig|behavi|flav|hon|rig|harb)our(?!is)", r"\1or"),
        (r"^labour", "labor"),
        (r"isation", "ization"),
        (r"(?<=[a-z]{3})is(?=(?:ed?|es|ers?|ing)$)", "iz"),
        (r"(?<=[al])ys(?=(?:ed?|es|ers?|ing)$)", "yz"),
        (r"^(.*(?:lit|fib|cent|tit|theat|calib))re(s?)$", r"\1er\2"),
        (r"programme", "program"),
        (r"ageing", "aging"),
        (r"(counse|trave|mode|cance|signa|labe)ll(?=ed|ing)", r"\1l"),
        (r"grey", "gray"),
        (r"defence", "defense"),
        (r"licence", "license"),
        (r"practis", "practic"),
        (r"(enrol|fulfil)(?=$|s$|ment)", r"\1l"),
        (r"judgement", "judgment"),
    )
)
# "-ise" words whose s is not British.
_KEEP_ISE = word_list(
    """
    exercise exercised exercises exercising otherwise precise precisely disease diseases diseased
    rise rises arise arises arising raised raise raises raising wise likewise noise noises concise
    premise premises promise promised promising compromise compromised compromises comprise
    comprised comprises comprising surprise surprised surprising enterprise expertise advise
    advised advises advising revise revised revising devise devised supervise supervised
    supervising excise excised franchise merchandise paradise treatise televise bruise bruises
    bruised bruising cruise praise poise demise despise disguise improvise precise incise incised
    circumcise circumcised exorcise malaise
    """
)
STOP_WORDS = word_list(
    """
    a about above after again all also am among an and any are as at be because been before being
    between both but by can could did do does doing during each either for from further had has
    have having he her here hers him his how however i if in into is it its itself just may me
    might more most must my nor of on once only or other our ours out over own per same shall she
    should since so some such than that the their theirs them then there therefore these they this
    those through thus to too toward towards under until up upon us very was we were what when
    where whereas whether which while who whom whose why will with within would you your patient
    patients people person persons individual individuals study studies % =
    """
)
# Names that mean nothing without their letter or figure: vitamin D, hepatitis B, type 1.
_LETTERED = re.compile(
    r"(?:(?P<name>vitamin|hepatitis)s?\s+(?P<letters>{0}(?:{1}{0})*)"
    r"|\b(?P<kind>type|stage|grade|factor)s?\s+(?P<figures>{2}(?:{1}{2})*))(?![\w.%])".format(
        r"[a-ek](?:\d\d?)?", r"(?:,\s*|\s+and\s+|\s+or\s+|/)", r"(?:\d|iii?|iv|v|i)"
    ),
    re.IGNORECASE,
)
_LETTER = re.compile(r"\b[a-ek](?=\d*\b)|\b(?:iii?|iv|v|i)\b|\b\d\b", re.IGNORECASE)
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
# Ways of saying that something is deficient.
_LACK = re.compile(
    r"\b(?:lack|shortage) of\b|\btoo (?:little|low)\b|\binsufficiency\b|\bdepleted?\b|"
    r"\b(?:low(?:er|ers|ered)?|insufficient) (?:\w+ ){0,2}?(?:iron|ferritin|vitamin|folate|zinc|"
    r"magnesium|calcium|sodium|potassium|stores|h[ae]+moglobin)\b",
    re.IGNORECASE,
)
_DEFICIENT = "defici"
# Lists of doses say "Child:" where questions say "in children".
_SINGULAR = {"children": "child"}
_stemmer = snowballstemmer.stemmer("english")


def terms(text: str) -> list[str]:
    """Return every word and number of `text`, folded and stemmed, in order."""
    return list(_terms(text))


@lru_cache(maxsize=2048)
def _terms(text: str) -> tuple[str, ...]:
    return tuple(term for word in _words(text) for term in _fold(word))


def content_terms(text: str) -> list[str]:
    """Return the terms of `text` that carry its subject: no auxiliaries, articles, question words.

    Negations such as "no" and "not" are kept: they change what is said.
    """
    return list(_content_terms(text))


@lru_cache(maxsize=2048)
def _content_terms(text: str) -> tuple[str, ...]:
    words = (word for word in _words(text) if word.lower() not in STOP_WORDS)
    return tuple(term for word in words for term in _fold(word))


def lettered_names(text: str) -> list[str]:
    """Return the names of `text` that go with a letter or figure: "vitamin d", "type 1"."""
    return [name.lower() for match in _LETTERED.finditer(text) for name in _apart(match)]


def with_lettered_names(text: str, tie: str) -> str:
    """Return `text` with such names written out, `tie` between each and its letter."""
    return _LETTERED.sub(
        lambda match: (" or " if " or " in match[0] else " and ").join(
            name.replace(" ", tie) for name in _apart(match)
        ),
        text,
    )


def _apart(match: re.Match[str]) -> list[str]:
    name = match["name"] or match["kind"]
    letters = _LETTER.findall(match["letters"] or match["figures"])
    return [f"{name} {_ROMAN.get(letter.lower(), letter.upper())}" for letter in letters]


def naming_terms(text: str) -> frozenset[str]:
    """Return all that `text` can be said to name: content terms and lettered names.

    What says that something is lacking names its deficiency: "too little iron".
    """
    lacking = (_DEFICIENT,) if _LACK.search(text) else ()
    return frozenset((*content_terms(text), *lettered_names(text), *lacking))


def _words(text: str) -> list[str]:
    return [match[0] for match in _TOKEN.finditer(_plain(text))]


def _plain(text: str) -> str:
    """Return `text` with one sign for each sound: "Guillain-Barré" is asked for as "Barre"."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFD", text.translate(_SAME_SIGN))
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return unicodedata.normalize("NFC", bare)


@lru_cache(maxsize=65536)
def _fold(word: str) -> tuple[str, ...]:
    """Bring one word into its compared form; a compound of plain words gives one term for each."""
    folded = word.lower()
    if any(character.isdigit() for character in folded):
        return (_number(folded),)
    parts = folded.removesuffix("'s").replace(".", "").replace("+", "-").split("-")
    if any(len(part) < 2 for part in parts):  # vitamin-d, t-test, anti-tnf-α
        return ("-".join(parts),) if len(parts) > 1 else (_stem(parts[0]),)
    if parts[0] in _PREFIXES and len(parts) > 1:
        parts[:2] = [parts[0] + parts[1]]
    return tuple(_stem(part) for part in parts)


def _stem(word: str) -> str:
    return str(_stemmer.stemWord(_american(_SINGULAR.get(word, word))))


def _number(word: str) -> str:
    """Write a number without thousands separators and with a leading zero; leave names alone."""
    if word.startswith("."):
        return f"0{word}"
    return word.replace(",", "") if word.replace(",", "").replace(".", "").isdigit() else word


def _american(word: str) -> str:
    """Spell a lower-case word the American way."""
    if word in _KEEP_ISE:
        return word
    for british, american in _FOLDS:
        word = british.sub(american, word)
    return word
