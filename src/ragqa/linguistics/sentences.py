"""Where sentences begin and end in biomedical prose.

One regular expression finds every place that could be an end; the word before the stop and the
first word after it decide. Rules were written on the even-numbered abstracts of SciFact and are
measured on the odd-numbered ones by `evals/sentences.py`.
"""

import re

from ragqa.linguistics.word_list import word_list

# A stop, what may close after it, and a superscript reference number: "anemia).12 The".
_CANDIDATE = re.compile(
    r"(?<![.!?…])(?P<stop>[.!?…]++)"
    r"(?P<close>[\"'”’»)\]]*(?:\s[\"”](?=\s))?)"
    r"(?P<reference>\d{1,3}(?:[,–-]\d{1,3})*)?"
    r"(?P<gap>\s++)"
    r"(?=(?P<open>[\"'“‘«(\[]{0,4})(?P<next>\S{1,40}))"
)
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*")
# A bullet or an enumerator at the head of a line; neither belongs to the sentence.
_LIST_MARK = re.compile(
    r"^[^\S\n]*(?:[•●▪◦‣*–-]|\(?(?:(?P<number>\d{1,2})|(?P<letter>[a-h]))[.)])[^\S\n]+(?=\S)",
    re.MULTILINE,
)
_INITIAL = re.compile(r"[A-Z]\.")
_LAST_WORD = re.compile(r"[^\s(\[\"“‘/]+\Z")
# A capital, a figure, a sign, or a name that keeps its small letter: mTOR, p53, α-, beta-catenin.
_OPENING = re.compile(r"[^a-zß-öø-ÿ.,;:)\]%]|[a-z]+[-A-Z0-9]|(?:alpha|beta|gamma|delta)\b")

# Never last in a sentence: something always follows.
_OPEN_ENDED = word_list(
    """
    vs v v.s i.e e.g ie eg fig figs ref refs dr prof mr mrs ms st cf viz approx ca eq eqs sec sect
    tab chap vol pp nr drs suppl app ser art dept univ assoc nos
    """
)
# May be last: then a word follows that opens sentences.
_AMBIGUOUS = word_list(
    """
    al etc b.i.d t.i.d q.i.d q.d q.o.d p.o p.r.n i.v i.m s.c i.p u.s u.k u.s.a e.u d.c a.m p.m inc
    ltd co corp jr sr sp spp ssp subsp var no ed eds max resp avg est ph.d m.d n.b a.k.a w.r.t s.d
    s.e jan feb mar apr jun jul aug sep sept oct nov dec s.e.m
    """
)
_OPENERS = word_list(
    """
    a about after all although among an analysis and another any as at based because before being
    between both but by compared conclusions conversely data despite due during each eight
    evidence except finally findings five following for four from furthermore given he here her
    high his how however i if importantly in interestingly it its less many methods moreover most
    my nearly nine no none nonetheless notably of on one only or other our outcomes over overall
    participants patients people recently results seven several she similarly since six some
    studies such ten that the their then there therefore these they this those three thus to
    together treatment two under unlike until using we what when where whereas whether which while
    who with within women you
    """
)
# "vitamin D. Iron was": a capital after one of these is a name's last letter, not an initial.
_LETTERED = word_list(
    """
    vitamin vitamins hepatitis group groups grade class type types factor influenza category stage
    protein panel phase arm level figure table complex immunoglobulin haemophilia hemophilia
    cyclosporin amphotericin botulinum toxin coenzyme child score part site region apolipoprotein
    cohort appendix and or to kinase cathepsin subunit cyclin lamin
    """
)
_NUMBERED = frozenset({"no", "nos", "nr", "fig", "figs", "ref", "refs", "eq", "vol", "p", "pp"})


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of the sentences of `text`, in order, without surrounding white space.

    Blank lines always separate; bullets and enumerators at the head of a line stay outside.
    """
    spans: list[tuple[int, int]] = []
    for start, end in _paragraphs(text):
        spans.extend(_sentences(text, start, end))
    return spans


def _paragraphs(text: str) -> list[tuple[int, int]]:
    """Return the stretches between blank lines and list marks."""
    cuts = [match.span() for match in _PARAGRAPH.finditer(text)]
    cuts = sorted([*cuts, *_list_marks(text)])
    stretches = []
    position = 0
    for start, end in cuts:
        stretches.append((position, start))
        position = max(position, end)
    stretches.append((position, len(text)))
    return [(start, end) for start, end in stretches if start < end]


def _list_marks(text: str) -> list[tuple[int, int]]:
    """Return the marks at the heads of list items.

    A number counts where the line before it has ended or where it is the next of its list, so
    that a line that happens to begin with "45. The women" is no item 45.
    """
    marks = []
    following = "1"
    for match in _LIST_MARK.finditer(text):
        before = text[max(0, match.start() - 80) : match.start()].rstrip(" \t")
        number = match["number"]
        if match["letter"] or number:
            ended = not before or before.endswith("\n\n") or before.rstrip()[-1:] in ".:;!?"
            if not ended and number != following:
                continue
        if number:
            following = str(int(number) + 1)
        marks.append(match.span())
    return marks


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut one paragraph at its ends of sentences."""
    spans = []
    position = start
    for match in _CANDIDATE.finditer(text, start, end):
        if _ends(text, position, match):
            spans.append((position, match.start("gap")))
            position = match.end("gap")
    spans.append((position, end))
    return [span for span in (_trim(text, *span) for span in spans) if span[0] < span[1]]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Drop white space at both ends."""
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _ends(text: str, position: int, match: re.Match[str]) -> bool:
    """Decide whether a sentence that began at `position` ends at this stop."""
    following = match["next"]
    stop = match.start("stop")
    # A number glued to the stop is a reference behind a word, a decimal behind a digit.
    if match["reference"] and not (text[stop - 1].isalpha() or match["close"]):
        return False
    if not (match["open"] or _OPENING.match(following)):
        return False
    last = _LAST_WORD.search(text, max(position, stop - 40), stop)
    if match["stop"] != "." or last is None:
        return True
    if match["close"].startswith(")"):
        return _closes(text, last, following)
    if match["close"] or match["reference"]:
        return True
    return _word_ends(last[0], following, text[max(position, last.start() - 30) : last.start()])


def _closes(text: str, last: re.Match[str], following: str) -> bool:
    """Decide for a stop inside a parenthesis: "(L.) Makino" and "(50 mg, i.p.) 24 h" go on."""
    whole = text[last.start() - 1 : last.start()] == "("
    return not whole and _word_ends(last[0], following, "")


def _word_ends(last: str, following: str, before: str) -> bool:
    """Decide by the word that carries the stop."""
    if len(last) > 1 and last.isupper() and last.isalpha():
        return True  # MS, ED, AL: these are names, "ms.", "ed." and "al." are not
    word = last.lower().rstrip(".")
    opens = following.lower().rstrip(",;:") in _OPENERS
    if word in _OPEN_ENDED or (word in _NUMBERED and following[0].isdigit()):
        return False
    if word in _AMBIGUOUS:
        return opens
    if last.isdigit():
        return not _enumerates(last, following, before.rstrip())
    return len(last) > 1 or not last.isupper() or _letter_ends(following, before, opens=opens)


def _letter_ends(following: str, before: str, *, opens: bool) -> bool:
    """Decide for a single capital: "vitamin D. Iron" ends, "J. Brown" and "J. F. Brown" do not."""
    if _INITIAL.match(following):
        return False
    previous = before.split()
    return opens or (bool(previous) and previous[-1].lower().strip("(") in _LETTERED)


def _enumerates(number: str, following: str, before: str) -> bool:
    """Say whether "2." counts an item ("; 2. Iron") or is a torn decimal ("(71. 9 mg)")."""
    if before.rfind("(") > before.rfind(")") and following[0].isdigit():
        return True
    return len(number) < 3 and (not before or before[-1] in ";:")
