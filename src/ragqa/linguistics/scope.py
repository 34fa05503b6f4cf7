"""What a cue word governs: the content words that follow it in its clause."""

import re

from ragqa.linguistics.terms import content_terms

_CLAUSE_END = re.compile(
    r"[;:,()]|\b(?:but|although|though|whereas|while|however|yet|because|which|who|if|unless|"
    r"except|despite)\b",
    re.IGNORECASE,
)
# Stems that stand between a cue and what it is about: "against the routine use of drug A".
_LIGHT = frozenset({"use", "routin", "administr", "evid"})


def governed(text: str, cue: re.Pattern[str], reach: int) -> list[tuple[str, ...]]:
    """Return, for each cue in `text`, up to `reach` content terms behind it in its clause."""
    scopes = []
    for match in cue.finditer(text):
        end = _CLAUSE_END.search(text, match.end())
        scope = cue.sub(" ", text[match.end() : end.start() if end else len(text)])
        content = content_terms(scope)
        weighty = [term for term in content if term not in _LIGHT]
        scopes.append(tuple((weighty or content)[:reach]))
    return scopes


def lifted(text: str, other: str, cue: re.Pattern[str], *, near: int, reach: int) -> str | None:
    """Return a word that a cue governs in `text` and that `other` uses free of any such cue.

    More than half of the `near` terms behind the cue have to stand in `other`, and none of them
    among the `reach` terms behind one of its own cues.
    """
    used = frozenset(content_terms(other))
    bound = frozenset(term for scope in governed(other, cue, reach) for term in scope)
    for scope in governed(text, cue, near):
        found = [term for term in scope if term in used]
        if 2 * len(found) > len(scope) and not bound.intersection(found):
            return found[0]
    return None
