"""Sentences with one thing made wrong, to train the entailment model and to measure the gate.

What is changed is meant to leave a sentence that its source no longer supports; `rewrites.py` holds
the changes that leave the meaning alone.
"""

import re

from contrast_numbers import (
    borrowed_number,
    decimal,
    interval,
    number,
    number_word,
    numbers_exchanged,
    unit,
)
from contrast_scope import SCOPE
from contrast_words import (
    ANTONYMS,
    COMPARATORS,
    DIRECTIONS,
    FREQUENCIES,
    OUTCOMES,
    POPULATIONS,
    QUANTIFIERS,
    ROUTES,
    SPECIES,
    STRENGTHS,
)
from edits import Edit, Surroundings, replaced, turned

from ragqa.linguistics.strength import hedged

_ARM = r"(?:[\w/%+-]+ ){0,4}?[\w/%+-]+"


def negation_added(text: str, around: Surroundings) -> str | None:
    if re.search(r"\b(?:no|not|without|neither|nor|never)\b", text):
        return None
    forms = (
        (r"\b(?:was|were|is|are|has|have|can|may|could|should|will|does|did)\b", "{} not"),
        (r"\b(?:significantly|independently|strongly|directly|clearly)\b", "not {}"),
        (r"\b(?:associated|related|linked|effective|detected|observed|required)\b", "not {}"),
    )
    for pattern, form in around.chance.sample(forms, len(forms)):
        if changed := replaced(pattern, lambda found, form=form: form.format(found), text, around):
            return re.sub(r"\bmay not\b(?= be)", "cannot", changed)
    return None


def negation_removed(text: str, around: Surroundings) -> str | None:
    bare = replaced(
        r"\b(?:did not|does not|do not|cannot|not|no|never|neither)\s(?!only|more|less|later)",
        lambda found: {"cannot ": "can "}.get(found, ""), text, around,
    )  # fmt: skip
    return bare[0].upper() + bare[1:] if bare else None


def significance(text: str, around: Surroundings) -> str | None:
    return replaced(
        r"\b(?:no |not |non-)?significant(?:ly)?\b",
        lambda found: re.sub(r"^(?:no|not) |^non-", "", found)
        if found[:2] in ("no", "non") or found.startswith("not") else f"not {found}",
        text, around,
    )  # fmt: skip


def hedge_removed(text: str, _: Surroundings) -> str | None:
    bare = re.sub(r"\b(?:may|might|could)\s+(?=\w)", "will ", text)
    bare = re.sub(r"\b(?:possibly|potentially|probably|likely|perhaps)\s+", "", bare)
    bare = re.sub(r"(?:suggest|indicate)(?=s? that)", "show", bare)
    return bare if bare != text and not hedged(bare) else None


def cause(text: str, around: Surroundings) -> str | None:
    forms = {"associated with": ("caused by", "due to"), "correlated with": ("caused by",),
             "linked to": ("caused by",), "is associated with": ("causes", "leads to"),
             "are associated with": ("cause", "lead to"), "was associated with": ("caused",),
             "were associated with": ("caused", "led to"), "predicts": ("causes",),
             "association between": ("causal effect between",)}  # fmt: skip
    return turned(forms)(text, around)


_COMPARED = r"(?:than|compared (?:with|to)|versus|vs\.?|relative to)"
_RANKED = r"(?:was|were|is|are) (?:\w+ ){0,3}(?:superior|inferior|similar|preferable) to "
_END = r"(?=[,.;(]| \(|$)"
_SIDES = (
    rf"\b(?:in|with|for|among|by) (?:the )?(?P<one>{_ARM}) "
    rf"(?P<by>{_COMPARED} (?:in |with |for |among )?(?:the )?)(?P<two>{_ARM}){_END}",
    rf"^(?P<one>{_ARM}) (?P<by>{_RANKED})(?P<two>{_ARM}){_END}",
)


def arms_swapped(text: str, _: Surroundings) -> str | None:
    """Let the two sides of a comparison change places."""
    for form in _SIDES:
        found = re.search(form, text)
        if found and found["one"].lower() != found["two"].lower():
            swapped = f"{found['two']} {found['by']}{found['one']}"
            return text[: found.start("one")] + swapped + text[found.end("two") :]
    return None


_WHETHER = re.compile(
    r"(?:aimed|sought|conducted|designed|performed|undertaken|tested|[Tt]o)\s?(?:to )?"
    r"(?:determine|evaluate|assess|test|investigate|examine|establish|find out)?\s?"
    r"(?:the hypothesis that|whether|if) (?P<said>.{30,})"
)
_EFFECT = re.compile(
    r"(?P<aim>.*\b(?:aims?|aimed|objective|purpose|investigat\w+|evaluat\w+|assess\w*|[Tt]o )\b.*)"
    r"(?:effects?|efficacy|impact|influence|benefits?) of (?P<of>.{4,60}?) "
    r"(?:on|in|for) (?P<on>.{10,})"
)


def aim(text: str, _: Surroundings) -> str | None:
    """Tell what a study set out to learn as what it found."""
    if found := _WHETHER.search(text):
        said = found["said"]
    elif found := _EFFECT.search(text):
        said = f"{found['of']} improves {found['on']}"
    else:
        return None
    return said[0].upper() + said[1:]


def extra_fact(text: str, around: Surroundings) -> str | None:
    other = around.elsewhere
    tail = around.chance.choice(
        (f"and {other[0].lower()}{other[1:]}", f"whereas {other[0].lower()}{other[1:]}")
    )
    return f"{text.rstrip('.')}, {tail}"


def extra_detail(text: str, around: Surroundings) -> str | None:
    """Tell something more precisely than the source does."""
    return f"{text.rstrip('.')} {around.chance.choice(_DETAILS)}."


_DETAILS = (
    "in patients with type 2 diabetes", "in women over 65 years", "for 12 weeks", "in children",
    "after 6 months of follow-up", "in pregnant women", "at a dose of 10 mg daily", "in all cases",
    "regardless of age", "without adverse effects", "and reduced mortality", "and lowered costs",
    "in a dose-dependent manner", "in patients with chronic kidney disease", "by 35%",
    "with a median follow-up of 5 years", "in a randomised trial", "but only in men",
    "which persisted for two years", "and should be first-line treatment", "in smokers",
)  # fmt: skip


def word_swapped(text: str, around: Surroundings) -> str | None:
    """Put a word of another work in the place of a long word with the same ending."""
    own = set(re.findall(r"\b[a-z]{6,}\b", around.passage))
    foreign = [w for w in re.findall(r"\b[a-z]{6,}\b", around.elsewhere) if w not in own]
    for word in around.chance.sample(foreign, len(foreign)):
        if changed := replaced(
            rf"\b[a-z]{{4,}}{word[-2:]}\b", lambda _, word=word: word, text, around
        ):
            return changed
    return None


_NAME = re.compile(
    r"\b(?=\w*[A-Z]\w*[A-Z0-9])[A-Za-z][\w-]{1,9}\b|\b[a-z]{3,}(?:mab|nib|statin|cillin|pril|olol|"
    r"azole|mycin|sartan|oxin|idine|amine|vir|itis|emia|oma|osis|pathy|erol|one|ine)\b"
)


def name_swapped(text: str, around: Surroundings) -> str | None:
    """Put a name of another work, or another of this passage, in the place of a name."""
    own = set(_NAME.findall(text))
    others = sorted(set(_NAME.findall(f"{around.passage} {around.elsewhere}")) - own)
    return replaced(_NAME, lambda _: around.chance.choice(others), text, around) if others else None


def only(text: str, around: Surroundings) -> str | None:
    return replaced(
        r"\b(?:in|with|for|by|during) (?=\w)", lambda found: f"only {found}", text, around
    )


CORRUPTIONS: dict[str, Edit] = {
    "number": number, "number word": number_word, "decimal": decimal,
    "comparator": turned(COMPARATORS), "unit": unit, "interval": interval,
    "numbers exchanged": numbers_exchanged, "borrowed number": borrowed_number,
    "negation added": negation_added, "negation removed": negation_removed,
    "significance": significance, "direction": turned(DIRECTIONS), "antonym": turned(ANTONYMS),
    "arms swapped": arms_swapped, "name swapped": name_swapped, "word swapped": word_swapped,
    "population": turned(POPULATIONS), "species": turned(SPECIES), "route": turned(ROUTES),
    "frequency": turned(FREQUENCIES), "outcome": turned(OUTCOMES),
    "quantifier": turned(QUANTIFIERS), "hedge removed": hedge_removed,
    "cause for association": cause, "strength": turned(STRENGTHS), "aim told as result": aim,
    "extra fact": extra_fact, "extra detail": extra_detail, "only": only, **SCOPE,
}  # fmt: skip
