"""Sentences that claim too much, of too many or of others; see `contrast.py`."""

import re

from contrast_words import pairs_of
from edits import Edit, Surroundings, replaced, turned

_NAME = r"(?:[\w/%+-]+ ){0,3}?[\w/%+-]+"
_SOME = (
    r"women|men|girls|boys|smokers|non-smokers|children|adolescents|infants|"
    r"older (?:adults|people)|elderly [a-z]+|pregnant [a-z]+|"
    r"(?:female|male|diabetic|hypertensive|obese|young|older) [a-z]+|"
    r"patients (?:with|without|aged|who|on|receiving|younger|older)|people (?:with|aged)|"
    r"individuals (?:with|aged|who)|those (?:with|who|without|aged)|participants (?:with|who|aged)|"
    r"subjects with|mice|rats|adults aged"
)


def told_of_all(text: str, around: Surroundings) -> str | None:
    """Leave out whom a finding was seen in."""
    return replaced(
        rf"(?<=\w)(?<! and)(?<! or)(?<! than)(?<! both) (?:in|among|for) (?:the )?(?:{_SOME})\b"
        r"[^,;:()]{0,50}(?=[.;]$|, |\.$)",
        lambda _: "", text, around,
    )  # fmt: skip


def exception_dropped(text: str, around: Surroundings) -> str | None:
    """Leave out the condition or the exception."""
    changed = replaced(
        r",? (?:except(?: for| in)?|unless|provided that|only if|if|only when|other than) "
        r"[^,;:()]{6,90}(?=\.$)",
        lambda _: "", text, around,
    )  # fmt: skip
    if changed:
        return changed
    bare = re.sub(r"^(?:If|When|Unless|In patients (?:with|who)) [^,;:()]{6,90}, (\w)",
                  lambda found: found[1].upper(), text)  # fmt: skip
    return bare if bare != text else None


SUPERLATIVES = pairs_of(
    "higher>the highest", "lower>the lowest", "an effective>the most effective",
    "a common>the most common", "a major>the main/the only", "an important>the most important",
    "a safe>the safest", "more effective>the most effective", "effective>fully effective",
    "a leading>the leading", "one of the most>the most", "among the most>the most",
    "better>the best", "a key>the sole", "a risk factor>the strongest risk factor",
    "greater>the greatest", "a useful>the best", "a promising>a proven", "frequent>universal",
)  # fmt: skip
TIMES = pairs_of(
    "short-term/long-term", "at baseline>at follow-up/after treatment", "before/after",
    "at follow-up>at baseline", "during>after/before", "early>late", "days/weeks/months/years",
    "immediately>eventually", "initial>final", "the first>the last", "preoperative/postoperative",
    "preoperatively/postoperatively", "prenatal/postnatal", "within>beyond", "chronic>acute",
    "temporary>permanent", "transient>persistent", "acute>chronic", "short>long", "daily>monthly",
)  # fmt: skip
ONLY_ALSO = pairs_of(
    "only>also/even", "alone>as well", "not only>only", "solely>also", "exclusively>mainly",
    "but not>and", "rather than>as well as", "instead of>in addition to", "either>both",
    "as monotherapy>as monotherapy or in combination",
    "with or without>with", "and/or>and",
)  # fmt: skip
RELATIONS = pairs_of(
    "relative risk>absolute risk", "absolute>relative", "odds ratio>risk ratio/hazard ratio",
    "hazard ratio>odds ratio", "primary outcome>secondary outcome", "sensitivity>specificity",
    "primary endpoint>secondary endpoint", "incidence>mortality", "risk of>death from",
    "all-cause mortality>cardiovascular mortality", "cardiovascular mortality>all-cause mortality",
    "noninferior>superior", "non-inferior>superior", "median>maximum",
    "per-protocol>intention-to-treat",
    "univariate>multivariate", "unadjusted>adjusted", "adjusted>unadjusted", "in vitro>in vivo",
    "screening>treatment", "treatment>prevention", "prevention>treatment", "diagnosis>treatment",
    "correlated>inversely correlated", "positively>inversely", "observational>randomised",
    "retrospective>prospective", "cross-sectional>prospective", "case-control>cohort",
    "open-label>double-blind", "single-blind>double-blind", "pilot>phase III", "type 2>type 1",
    "type 1>type 2", "phase II>phase III", "stage III>stage II", "hepatitis B>hepatitis C",
)  # fmt: skip


def p_flipped(text: str, around: Surroundings) -> str | None:
    """Turn a p-value to the other side of what counts as significant."""

    def other(found: str) -> str:
        if "<" in found:
            return found.replace("<", ">")
        if ">" in found:
            return found.replace(">", "<")
        value = float(re.search(r"0?\.\d+", found)[0])  # type: ignore[index]
        return f"p={value * 10:.2g}" if value < 0.05 else f"p={value / 20:.2g}"

    return replaced(r"\b[Pp]\s?[<>=]\s?0?\.\d+", other, text, around)


def through_one(text: str, _: Surroundings) -> str | None:
    """Call significant what has an interval on both sides of no effect."""
    found = re.search(
        r"(?:ratio|risk|[OHR]R)\b.{1,40}CI[,:]?\s?(?P<low>\d\.\d+)\s?(?:-|–|to|,)\s?(?P<high>\d+\.\d+)",
        text,
    )
    if not found or not float(found["low"]) < 1 < float(found["high"]):
        return None
    bare = re.sub(r"\b(?:not |non-?)(?=significant)", "", text)
    bare = re.sub(r"\bno (?:statistically )?significant", "a significant", bare)
    bare = re.sub(r"\bno (?=difference|association|effect|increase)", "a significant ", bare)
    if bare == text:
        bare = re.sub(r"\b(was|were) (?=(?:higher|lower|associated|reduced|increased)\b)",
                      r"\1 significantly ", text, count=1)  # fmt: skip
    return bare if bare != text else None


# What is told of both groups holds of each, and "the age group" is no arm.
_SEVERAL = re.compile(
    r"\b(?:both|either|each|all|two|three|four|these|the|any|every|age|neither|which|between)"
    r" (?:group|arm|groups)\b"
)


def other_arm(text: str, around: Surroundings) -> str | None:
    """Give what was seen in one group to another group of the passage."""
    form = rf"(?:in|with|for|by) (?:the )?{_NAME} (?:group|arm|groups)\b"
    groups = sorted({m[0] for m in re.finditer(form, around.passage) if not _SEVERAL.search(m[0])})
    here = [m[0] for m in re.finditer(form, text) if not _SEVERAL.search(m[0])]
    others = [group for group in groups if group not in text and group.split()[-2] not in text]
    if not here or not others:
        return None
    was = around.chance.choice(here)
    return text.replace(was, around.chance.choice(others), 1)


def respectively(text: str, _: Surroundings) -> str | None:
    """Exchange the names that "respectively" puts in order."""
    if "respectively" not in text:
        return None
    found = re.search(r"\b(?:in|of|for) (?P<a>[\w-]+) and (?P<b>[\w-]+)\b(?! (?:\d|respec))", text)
    if not found or found["a"].isdigit() or found["a"].lower() == found["b"].lower():
        return None
    said = f"{found['b']} and {found['a']}"
    return text[: found.start("a")] + said + text[found.end("b") :]


def bound_dropped(text: str, around: Surroundings) -> str | None:
    """Leave out what bounds a number."""
    return replaced(
        r"\b(?:at least|at most|up to|more than|less than|fewer than|over|under|no more than) "
        r"(?=\d)"
        r"|[<>≤≥]\s?(?=\d)",
        lambda found: "= " if len(found.strip()) == 1 else "", text, around,
    )  # fmt: skip


def stronger_verdict(text: str, around: Surroundings) -> str | None:
    """Take what is not known for the opposite of known, or one verdict for another."""
    forms = {
        "no evidence that": ("evidence that there is no proof that",),
        "insufficient evidence": ("evidence against", "sufficient evidence"),
        "inconclusive": ("conclusive",), "remains unclear": ("is clear",), "unknown": ("known",),
        "is unclear": ("is well established",), "not well understood": ("well understood",),
        "remains unknown": ("is established",),
        "further studies are needed": ("no further study is needed",),
        "warrants further": ("needs no further",), "controversial": ("undisputed",),
        "poorly understood": ("well understood",), "preliminary": ("final",),
        "trend": ("significant trend",),
        "not superior": ("inferior",), "did not differ significantly": ("were equivalent",),
        "no significant difference": ("equivalence",), "noninferior": ("superior",),
        "hypothesize": ("found",), "we hypothesized": ("we confirmed",), "promising": ("proven",),
    }  # fmt: skip
    return turned(forms)(text, around)


DOSES = pairs_of(
    "once>twice/three times", "single>repeated/double", "low-dose>high-dose", "high-dose>low-dose",
    "low dose>high dose", "high dose>low dose", "tablets>capsules/injections", "injection>tablet",
    "infusion>bolus", "bolus>infusion", "loading dose>maintenance dose", "nightly>each morning",
    "before meals>after meals", "with food>without food", "every 4 hours>every 8 hours",
    "mg/kg>mg", "mg/day>mg/kg", "per kg>per day", "intermittent>continuous",
    "continuous>intermittent",
    "stat>as needed", "inhaler>tablet", "patch>tablet", "cream>tablet", "enteral>parenteral",
    "parenteral>enteral", "adjuvant>neoadjuvant", "neoadjuvant>adjuvant",
    "monotherapy>combination therapy",
)  # fmt: skip

SCOPE: dict[str, Edit] = {
    "told of all": told_of_all, "condition dropped": exception_dropped,
    "superlative": turned(SUPERLATIVES), "time": turned(TIMES), "only as also": turned(ONLY_ALSO),
    "relation": turned(RELATIONS), "p-value flipped": p_flipped,
    "significant through one": through_one, "other arm": other_arm,
    "respectively": respectively, "bound dropped": bound_dropped,
    "verdict": stronger_verdict, "dosing": turned(DOSES),
}  # fmt: skip
