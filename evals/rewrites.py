"""Sentences said in other words or cut short, so that their source still supports them.

The counterpart of `contrast.py`: a model that learned only from damaged sentences would refuse
whatever is not verbatim.
"""

import re
from collections.abc import Mapping

from contrast_words import pairs_of
from edits import Edit, Surroundings, replaced, turned
from rewrites_order import ORDER

from ragqa.linguistics.abbreviations import definitions

SAME = pairs_of(
    "patients/individuals", "participants/subjects", "reduced/decreased/lowered",
    "reduction/decrease", "reduces>decreases/lowers", "increased/raised/elevated",
    "increases>raises", "showed/demonstrated", "shows/demonstrates", "shown/demonstrated",
    "therefore/thus/hence", "because>since", "approximately>about/around",
    "compared with/compared to/versus", "as well as/and also", "in addition/moreover",
    "significantly/statistically significantly", "whereas>while", "although>though",
    "used/employed", "began/started", "received/were given",
    "was observed/was seen", "were observed/were seen", "was found/was observed", "such as>like",
    "frequently/often", "frequent/common", "children/paediatric patients", "physicians/doctors",
    "kidney/renal", "hepatic/liver", "cardiac/heart", "myocardial infarction/heart attack",
    "hypertension/high blood pressure", "neoplasm/tumor", "malignancy/cancer", "via>through",
    "obtained/acquired", "assessed/evaluated", "assess/evaluate", "investigated/studied",
    "determine>establish", "prior to>before", "following>after", "during>in the course of",
    "more than>over", "less than>under/below", "at least/no less than", "at most/no more than",
    "larger/bigger", "improved/bettered", "enhanced/improved", "enhances/improves",
    "impaired/worsened", "required/needed", "requires/needs", "require/need",
    "contributes to/plays a part in", "leads to/results in", "lead to/result in",
    "led to/resulted in", "is essential for/is indispensable for", "adverse events/side effects",
    "mortality/death rate", "women/female patients", "men/male patients",
    "did not differ significantly/were not significantly different", "elderly>older",
    "numerous/many", "several/a number of", "primary>main", "results>findings",
    "suggest/indicate", "suggests/indicates", "risk/likelihood",
    "treatment/therapy", "treated with>given", "inhibits>blocks", "inhibited/blocked",
    "inhibition/blockade", "promotes/fosters", "induces/brings about", "induced/brought about",
    "regulates>controls", "regulation/control", "rapid/fast", "rapidly/quickly",
    "similar/comparable", "different/distinct", "important/crucial", "onset>start",
    "associated with/linked to/related to", "no evidence of/no sign of", "effective>efficacious",
)  # fmt: skip
BRITISH = pairs_of(
    "tumor/tumour", "tumors/tumours", "randomized/randomised", "anemia/anaemia",
    "hemoglobin/haemoglobin", "estrogen/oestrogen", "leukemia/leukaemia", "pediatric/paediatric",
    "center/centre", "behavior/behaviour", "edema/oedema", "fetal/foetal", "analyzed/analysed",
    "characterized/characterised", "hospitalized/hospitalised", "hemorrhage/haemorrhage",
    "diarrhea/diarrhoea", "utilized/utilised", "localized/localised", "fiber/fibre",
)  # fmt: skip
SIGNS = pairs_of(
    "≥/at least", "≤/at most", "±/plus or minus", "%/ percent", "% of> per cent of",
    "vs/versus", "vs./versus", "CI/confidence interval", "HR/hazard ratio", "OR/odds ratio",
    "RR/relative risk", "i.e./that is", "e.g./for example",
    "twice daily/two times a day", "once daily/one time a day", "daily/every day",
    "annually/every year", "weekly/once a week", "intravenously/by vein", "orally/by mouth",
    "twofold/2-fold", "threefold/3-fold", "one third/a third", "half of/50% of",
)  # fmt: skip
_WORDS = (
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_DIGITS = {word: str(value) for value, word in enumerate(_WORDS, start=2)}
_SPELLED = {digit: word for word, digit in _DIGITS.items()}
# A unit as the source writes it, the other unit, and how many of the one make one of the other.
_UNITS = (
    ("g", "mg", 1000), ("kg", "g", 1000), ("mg", "µg", 1000), ("L", "mL", 1000),
    ("years", "months", 12), ("weeks", "days", 7), ("hours", "minutes", 60), ("h", "minutes", 60),
    ("days", "hours", 24), ("µM", "nM", 1000), ("mM", "µM", 1000), ("m", "cm", 100),
)  # fmt: skip
_LONGER = {"h": "hours", "min": "minutes", "wk": "weeks", "y": "years", "yr": "years", "d": "days"}
_OPENING = (
    "The study found that ", "The authors report that ", "According to the source, ",
    "It was found that ", "Researchers found that ", "The data show that ", "In this study, ",
)  # fmt: skip
_REVERSED = {"higher": "lower", "lower": "higher", "greater": "smaller", "longer": "shorter",
             "shorter": "longer", "more": "less", "less": "more", "better": "worse",
             "smaller": "greater", "larger": "smaller", "older": "younger"}  # fmt: skip


def verbatim(text: str, _: Surroundings) -> str:
    return text


def clause_dropped(text: str, _: Surroundings) -> str | None:
    found = re.match(r"(.{40,}?)(?:, (?:and|but|whereas|while|although|which)|;) .{12,}\.$", text)
    return (
        f"{found[1]}." if found and not re.match(r"If|When|Neither|Both|Although", text) else None
    )


def second_clause(text: str, _: Surroundings) -> str | None:
    """Tell only what stands behind "and" or "but" where that has a subject of its own."""
    found = re.match(
        r".{30,}?(?:, (?:and|but|whereas|while)|;) ((?:the|these|this|patients|there|we) "
        r"(?:[\w-]+ ){0,8}?(?:was|were|is|are|has|have|had|did|can|may|found|showed|fell|rose) "
        r".{15,})$",
        text,
    )
    return found[1][0].upper() + found[1][1:] if found else None


def aside_dropped(text: str, around: Surroundings) -> str | None:
    return replaced(r" \([^()]*\)", lambda _: "", text, around)


def asides_dropped(text: str, _: Surroundings) -> str | None:
    bare = re.sub(r" [(\[][^()\[\]]*[)\]]", "", text)
    return bare if bare != text else None


def lead_dropped(text: str, _: Surroundings) -> str | None:
    bare = re.sub(
        r"^(?:However|Moreover|Furthermore|In addition|Thus|Here|Therefore|Finally|Interestingly|"
        r"In conclusion|In summary|Overall|Together|Additionally|Importantly|[A-Z]{4,}:?),? (.)",
        lambda m: m[1].upper(),
        text,
    )
    bare = re.sub(
        r"^(?:We (?:found|show|report|demonstrate|conclude|observed)|Our (?:results|findings|data) "
        r"(?:show|demonstrate)|[Tt]he results (?:show|showed)) that (.)",
        lambda m: m[1].upper(),
        bare,
    )
    return bare if bare != text else None


def opening_added(text: str, around: Surroundings) -> str | None:
    word = text.split(maxsplit=1)[0]
    plain = word.istitle() and word.lower() in _PLAIN
    return around.chance.choice(_OPENING) + text[0].lower() + text[1:] if plain else None


_PLAIN = frozenset(
    [
        "the",
        "this",
        "these",
        "there",
        "patients",
        "women",
        "men",
        "children",
        "in",
        "among",
        "adults",
        "mice",
        "treatment",
        "both",
        "all",
        "no",
        "a",
        "an",
        "after",
        "at",
        "during",
        "participants",
        "overall",
        "most",
    ]
)


def percent_written(text: str, around: Surroundings) -> str | None:
    return replaced(
        r"(?<=\d)\s?%", lambda _: around.chance.choice((" percent", " per cent")), text, around
    )


def number_spelled(text: str, around: Surroundings) -> str | None:
    form = (
        rf"\b(?<!-)(?:{'|'.join(_WORDS)})\b(?!-)|(?<!type )(?<!grade )(?<!stage )(?<! - )"
        r"(?<![\w.,/(±=<>-])(?:[2-9]|1[0-2])(?= [a-z]{3,})"
    )
    return replaced(form, lambda found: _DIGITS.get(found) or _SPELLED[found], text, around)


def unit_rewritten(text: str, around: Surroundings) -> str | None:
    names = "|".join(sorted({one for one, _, _ in _UNITS} | set(_LONGER), key=len, reverse=True))

    def other(found: str) -> str:
        value, name = re.fullmatch(r"([\d.]+)[\s-]?(\D+)", found).groups()  # type: ignore[union-attr]
        if name in _LONGER and around.chance.random() < 0.5:
            return f"{value} {_LONGER[name]}"
        finer = {one: (two, factor) for one, two, factor in _UNITS}
        unit, factor = finer[name]
        return f"{float(value) * factor:.12g} {unit}"

    form = rf"(?<![\w.,±/–-])(?<!to )(?<!and )\d+(?:\.\d+)?\s(?:{names})(?![\w/²-])"
    return replaced(form, other, text, around)


def abbreviation_changed(text: str, around: Surroundings) -> str | None:
    """Write an abbreviation that the passage defines in full, or the words as the abbreviation."""
    known = definitions(around.passage)
    forms: Mapping[str, str] = {**known, **{long: short for short, long in known.items()}}
    bare = asides_dropped(text, around) or text
    here = [form for form in forms if re.search(rf"(?<![\w-]){re.escape(form)}(?![\w-])", bare)]
    if not here:
        return None
    form = around.chance.choice(here)
    return re.sub(rf"(?<![\w-]){re.escape(form)}(?![\w-])", lambda _: forms[form], bare)


_ARM = r"(?:the )?(?:[\w/%+-]+ ){0,4}?[\w/%+-]+"
_COMPARISON = re.compile(
    rf"\b(?P<how>{'|'.join(_REVERSED)}) (?P<what>(?:[\w-]+ ){{0,3}}?)"
    rf"in (?P<one>{_ARM}) than in (?P<two>{_ARM})(?=[,.;(]| \(|$)"
)


def comparison_reversed(text: str, _: Surroundings) -> str | None:
    """Say "lower in B than in A" for "higher in A than in B"."""
    found = _COMPARISON.search(text)
    if not found:
        return None
    said = f"{_REVERSED[found['how']]} {found['what']}in {found['two']} than in {found['one']}"
    return text[: found.start()] + said + text[found.end() :]


def weakened(text: str, around: Surroundings) -> str | None:
    """Say less than the source: a fact as a possibility, a cause as an association."""
    forms = {
        "reduces": ("may reduce",), "improves": ("may improve",), "leads to": ("may lead to",),
        "inhibits": ("may inhibit",), "recommends": ("suggests",), "must": ("should",),
        "always": ("often",), "is effective": ("may be effective",),
        "is required": ("may be required",), "promotes": ("may promote",), "causes": ("may cause",),
        "reduced": ("appeared to reduce",), "increases": ("may increase",),
        "increased the": ("may have increased the",), "plays": ("may play",),
        "are effective": ("appear to be effective",), "results in": ("can result in",),
        "prevents": ("may prevent",), "demonstrate that": ("suggest that",),
        "show that": ("suggest that",), "we found that": ("there was some evidence that",),
        "contributes": ("may contribute",), "is associated with": ("may be associated with",),
    }  # fmt: skip
    return turned(forms)(text, around)


def not_significant(text: str, around: Surroundings) -> str | None:
    forms = {
        "no significant difference": ("no statistically significant difference",),
        "no significant differences": ("no statistically significant differences",),
        "did not differ": ("were not different",), "was not associated": ("had no association",),
        "no difference": ("no differences",),
        "not significantly different": ("statistically similar",),
        "did not significantly": ("failed to significantly",), "no effect": ("no influence",),
        "did not affect": ("had no effect on",), "had no effect on": ("did not affect",),
        "did not improve": ("failed to improve",), "did not reduce": ("failed to reduce",),
        "was not significant": ("did not reach significance",),
        "there was no": ("there was not any",),
    }  # fmt: skip
    return turned(forms)(text, around)


REWRITES: dict[str, Edit] = {
    "verbatim": verbatim, "clause dropped": clause_dropped, "second clause": second_clause,
    "aside dropped": aside_dropped, "asides dropped": asides_dropped,
    "lead word dropped": lead_dropped, "opening added": opening_added,
    "percent written": percent_written, "number spelled": number_spelled,
    "unit rewritten": unit_rewritten, "abbreviation": abbreviation_changed,
    "other words": turned(SAME), "British": turned(BRITISH), "signs": turned(SIGNS),
    "comparison reversed": comparison_reversed, "weaker": weakened,
    "no difference": not_significant, **ORDER,
}  # fmt: skip
