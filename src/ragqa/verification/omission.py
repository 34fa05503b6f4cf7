"""The omission lock: a claim keeps the words that say when, in whom and how far a finding holds.

A claim may leave out a whole statement of its sentence. One that keeps the statement and drops its
"if", its "only in women" or its "associated with" tells of all what was found of some.
"""

import re
from collections import Counter
from collections.abc import Container, Sequence
from itertools import pairwise

from ragqa.linguistics.exactness import RESTRICTING
from ragqa.linguistics.terms import terms
from ragqa.linguistics.tokens import STOP_STEMS, is_quantity
from ragqa.schema.claim import Check
from ragqa.verification.claim_reading import ClaimReading
from ragqa.verification.retelling import Retelling

NAME = "omission"
_CONDITIONS = frozenset(terms("if when unless except only whose"))
_OTHER = frozenset(terms("other"))
_SUBORDINATE = frozenset(terms("before until whether if unless"))
_ASSOCIATED = frozenset(terms("associated association correlated correlation linked"))
_WITHIN = frozenset(terms("in among for"))
_ENDS = frozenset(
    terms(
        "at during after before compared than from by over but which while whereas although is are "
        "was were has have had did does can may should will according as reported"
    )
)
# Who is told of everywhere, and who is told apart.
_ANYBODY = frozenset(
    terms(
        "patients people persons individuals participants subjects volunteers adults cases those "
        "aged older years"
    )
)
_SOMEBODY = frozenset(
    terms(
        "women woman men man girls boys females males children child adolescents infants neonates "
        "newborns elderly smokers drinkers mothers carriers survivors users veterans mice rats "
        "animals pregnant teenagers youth"
    )
)
_OLDER = frozenset(terms("older"))
_JOINED = frozenset({"and", "or"})
_STUDIES = frozenset(terms("study trial analysis cohort review sample total group groups"))
_FIRST, _LONGEST = 6, 12  # tokens from the preposition to who is meant, and to the end of it
_LIST = 4  # tokens behind a comma among which an "and" makes it the comma of a list
_IF = re.compile(
    r"^(?:if|unless|once|provided that)\s+(?P<condition>[^,;]{2,90}),\s*(?P<rest>.+)", re.IGNORECASE
)
_ONE_OF = re.compile(
    r"\b(?:(?:one|two|three|some|many|several|among|amongst)\s+(?:of\s+)?the"
    r"|an?(?=\s+(?:leading|main|major|key|principal)))\s+"
    r"(?P<degree>most|least|leading|main|major|key|principal|\w{3,}est)\s+(?P<what>[\w-]+)",
    re.IGNORECASE,
)
_NOT_SEVERAL = "".join(rf"(?<!\b{word} )" for word in ("of", "among", "some", "many", "several"))
_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")


def check_omission(reading: ClaimReading) -> Check:
    """Fail when the claim retells a sentence without the words that limit it."""
    fault = _one_of_several(reading)
    if fault is None and reading.retelling:
        fault = _left_out_if(reading, reading.retelling) or _fault(reading, reading.retelling)
    return Check(name=NAME, passed=fault is None, detail=fault or "")


def _fault(reading: ClaimReading, retelling: Retelling) -> str | None:
    sentence = retelling.tokens(_BRACKETS.sub(" ", reading.nearest))
    kept = _Kept(said=retelling.said, lost=retelling.lost)
    places = (at for at, token in enumerate(sentence) if retelling.lost[token])
    words = (_left_out_word(sentence, at, kept, retelling) for at in places)
    groups = (
        f"The claim leaves out in whom: “{retelling.tokeniser.shown(sentence[group.start])}”."
        for group in _groups(sentence, _clause_ends(reading.nearest, retelling))
        if kept.beside(sentence, group) and kept.lacks(sentence, group)
    )
    return next(filter(None, (*words, *groups)), None)


def _one_of_several(reading: ClaimReading) -> str | None:
    """Return what is wrong where the claim makes the one of what is one of several."""
    for found in _ONE_OF.finditer(reading.nearest):
        degree = f"{re.escape(found['degree'])}\\s+{re.escape(found['what'])}"
        alone = re.compile(rf"{_NOT_SEVERAL}\bthe\s+{degree}\b", re.IGNORECASE)
        if len(alone.findall(reading.claim)) > len(alone.findall(reading.nearest)):
            return f"The claim leaves out that “the {found['degree']}” is one of several."
    return None


def _left_out_if(reading: ClaimReading, retelling: Retelling) -> str | None:
    """Return what is wrong where a claim keeps a statement and drops the "if" before it."""
    found = _IF.match(reading.nearest)
    if found is None or _IF.match(reading.claim):
        return None
    condition = [w for w in retelling.tokens(found["condition"]) if _tells(w) or is_quantity(w)]
    gone = [word for word in condition if retelling.lost[word]]
    begins = [*filter(_tells, retelling.tokens(found["rest"]))][:2]
    said = [*filter(_tells, retelling.said)]
    if 2 * len(gone) >= max(1, len(condition)) and begins == said[: len(begins)]:
        return f"The claim leaves out the condition “{found['condition']}”."
    return None


def _left_out_word(
    sentence: Sequence[str], at: int, kept: "_Kept", retelling: Retelling
) -> str | None:
    """Return what is wrong when the claim does without the word at one place."""
    token = sentence[at]
    if _begins_condition(sentence, at) and kept.without_rest(sentence, at):
        return f"The claim leaves out what follows “{token}”."
    if token in _SUBORDINATE and kept.without_beginning(sentence, at):
        return f"The claim leaves out what stands before “{token}”."
    if not kept.around(sentence, at):
        return None
    if token in _ASSOCIATED and _ASSOCIATED.isdisjoint(retelling.said):
        return "The claim states as an effect what the quoted passage calls associated."
    if token in RESTRICTING or _before_person(sentence, at):
        return f"The claim leaves out “{token}”."
    return None


def _begins_condition(sentence: Sequence[str], at: int) -> bool:
    """Say whether a word begins what limits the statement before it: "other than X" does."""
    if sentence[at] in _OTHER:
        return sentence[at + 1 : at + 2] == ["than"]
    return sentence[at] in _CONDITIONS


def _before_person(sentence: Sequence[str], at: int) -> bool:
    """Say whether a word tells which people are meant: "deficient" participants."""
    behind = sentence[at + 1 : at + 2]
    return (
        bool(behind)
        and behind[0] in _ANYBODY
        and _tells(sentence[at])
        and (sentence[at] not in _STUDIES | _ANYBODY)
    )


def _clause_ends(text: str, retelling: Retelling) -> frozenset[int]:
    """Return before which tokens a comma ends a clause; one in a list of words does not."""
    parts = [retelling.tokens(part) for part in _BRACKETS.sub(" ", text).split(", ")]
    ends, at = set(), 0
    for part, following in pairwise(parts):
        at += len(part)
        listed = len(following) < _LIST - 1 or not _JOINED.isdisjoint(following[:_LIST])
        if not listed:
            ends.add(at)
    return frozenset(ends)


def _groups(sentence: Sequence[str], clause_ends: Container[int]) -> list[range]:
    """Return where a sentence says in whom something holds: "in women with condition X".

    None where it holds in anybody as well: "in mice and in patients".
    """
    found = []
    for at, token in enumerate(sentence):
        head = _head(sentence[at + 1 : at + 1 + _FIRST]) if token in _WITHIN else ()
        who = next((i for i, word in enumerate(head) if word in _ANYBODY | _SOMEBODY), None)
        if who is None or not _STUDIES.isdisjoint(head[:who]):
            continue
        end = at + 2 + who
        last = min(len(sentence), at + _LONGEST)
        while end < last and end not in clause_ends and not _ends_group(sentence, end):
            end += 1
        if not _told_apart(sentence[at + 1 : end]):
            return []
        found.append(range(at + 1, end))
    return found


def _head(words: Sequence[str]) -> Sequence[str]:
    """Return the words of a phrase before one that ends it."""
    end = next((i for i, word in enumerate(words) if word in _ENDS | _WITHIN), len(words))
    return words[:end]


def _ends_group(sentence: Sequence[str], at: int) -> bool:
    """Say whether a group ends before a word; "who were" and "who have" go on with it."""
    return sentence[at] in _ENDS | _WITHIN and sentence[at - 1] != "who"


def _told_apart(words: Sequence[str]) -> Sequence[str]:
    """Return the words by which a group is less than everybody, as "older" in "older adults"."""
    old = [one for one, then in pairwise(words) if one in _OLDER and then in _ANYBODY]
    return [*filter(_says_who, words), *old]


class _Kept:
    """What a claim keeps of its sentence: neighbours that are neighbours in both."""

    def __init__(self, *, said: Sequence[str], lost: Counter[str]) -> None:
        content = [word for word in said if _tells(word)]
        self._neighbours = {*pairwise(content), ("", content[0] if content else "")}
        self._telling = {*pairwise(word for word in said if _says_who(word))}
        self._lost = lost

    def around(self, sentence: Sequence[str], at: int) -> bool:
        """Say whether the words of content on both sides of `at` now stand together."""
        before = ["", *filter(_tells, sentence[:at])]
        behind = [*filter(_tells, sentence[at + 1 :])]
        return bool(behind) and (before[-1], behind[0]) in self._neighbours

    def without_rest(self, sentence: Sequence[str], at: int) -> bool:
        """Say whether what stands before `at` is kept and what stands behind it is not."""
        behind = [*filter(_tells, sentence[at + 1 :])][:3]
        gone = sum(bool(self._lost[word]) for word in behind)
        return gone >= min(2, len(behind)) and self._keeps_before(sentence, at)

    def without_beginning(self, sentence: Sequence[str], at: int) -> bool:
        """Say whether what stands behind `at` is kept and what stands before it is not."""
        before = [*filter(_tells, sentence[:at])][-2:]
        behind = (*filter(_tells, sentence[at + 1 :]),)[:2]
        gone = bool(before) and all(self._lost[word] for word in before)
        return gone and len(behind) == 2 and behind in self._neighbours

    def beside(self, sentence: Sequence[str], group: range) -> bool:
        """Say whether the words before a group are kept, or those behind it where none stand."""
        if any(map(_tells, sentence[: group.start])):
            return self._keeps_before(sentence, group.start)
        return (*filter(_tells, sentence[group.stop :]), "", "")[:2] in self._neighbours

    def lacks(self, sentence: Sequence[str], group: range) -> bool:
        """Say whether the claim does not tell of a group: of most of its words, or of who it is.

        Of "for these and for those" it may leave out one, for it holds for each.
        """
        told = _told_apart(sentence[group.start : group.stop])
        together = {w for pair in pairwise(told) if pair in self._telling for w in pair}
        gone = [word for word in told if self._lost[word] and word not in together]
        joined = sentence[group.start - 2] in _JOINED
        if not joined and any(self._lost[word] for word in _bounds(sentence, group)):
            return True
        if joined and len(gone) == len(told):
            return False
        return 2 * len(gone) > len(told) or any(word in _SOMEBODY for word in gone)

    def _keeps_before(self, sentence: Sequence[str], at: int) -> bool:
        before = (*filter(_tells, sentence[:at]),)[-2:]
        return len(before) < 2 or before in self._neighbours


def _bounds(sentence: Sequence[str], group: range) -> list[str]:
    """Return the figures that limit a group: "aged 65 years" behind "adults", "45% of" before."""
    words = sentence[group.start : group.stop]
    who = next(i for i, word in enumerate(words) if word in _ANYBODY | _SOMEBODY)
    share = words[:1] if words[1:2] == ["of"] else []
    behind = [one for one, then in pairwise([*words[who + 1 :], ""]) if then != "of"]
    return [word for word in (*share, *behind) if is_quantity(word)]


def _says_who(token: str) -> bool:
    return is_quantity(token) or (_tells(token) and token not in _ANYBODY)


def _tells(token: str) -> bool:
    return token not in STOP_STEMS and not is_quantity(token)
