"""Sentences said in another order or another grammar, so that their source still supports them.

Written as somebody would who has to test a verifier without knowing it; see `rewrites.py`.
"""

import re

from contrast_words import pairs_of
from edits import Edit, Surroundings, replaced, turned

_NAME = r"(?:[Tt]he )?(?:[\w/%+-]+ ){0,4}?[\w/%+-]+"
_END = r"(?=[,.;(]| \(|$)"
_DONE = {
    "reduced": "reduction", "increased": "increase", "decreased": "decrease",
    "improved": "improvement", "inhibited": "inhibition", "prevented": "prevention",
    "suppressed": "suppression", "elevated": "elevation", "impaired": "impairment",
}  # fmt: skip
_ACTIVE = re.compile(
    rf"^(?P<who>{_NAME})(?<!\bwas)(?<!\bwere)(?<!\bis)(?<!\bare)(?<!\bbe)(?<!\bnot)(?<!\b[Aa])"
    r"(?<!\b[Aa]n)(?<!\b[Tt]he)(?<!\bin)(?<!\bby)(?<!\bof)(?<!\bwith)(?<!\band)(?<!\bor)(?<!\bto)"
    r"(?<!ly)(?<!\balso)(?<!\bat)(?<!\binduce)(?<!\bcause)(?<!either)"
    rf" (?P<how>significantly |markedly |substantially )?(?P<did>{'|'.join(_DONE)}) "
    r"(?P<what>[^,;:()]{5,70}?)(?P<when> (?:in|at|after|during|among|compared|versus)\b[^,;]*)?\.$"
)


def _lower(text: str) -> str:
    """Let a sentence begin in the middle of another; names keep their capitals."""
    word = text.split(maxsplit=1)[0]
    return text[0].lower() + text[1:] if word.istitle() and word.isalpha() else text


def _upper(text: str) -> str:
    return text[0].upper() + text[1:]


def passive(text: str, _: Surroundings) -> str | None:
    """Say "B was reduced by A" for "A reduced B"."""
    found = _ACTIVE.match(text)
    if not found or not _is_noun(found["what"]):
        return None
    were = "were" if re.search(r"[^s]s$", found["what"]) else "was"
    by = f"{found['how'] or ''}{found['did']} by {_lower(found['who'])}"
    return f"{_upper(found['what'])} {were} {by}{found['when'] or ''}."


def nominal(text: str, _: Surroundings) -> str | None:
    """Say "A led to a reduction in B" for "A reduced B"."""
    found = _ACTIVE.match(text)
    if not found or not _is_noun(found["what"]):
        return None
    how = {"": "a", "significantly ": "a significant", "markedly ": "a marked"}.get(
        found["how"] or "", "a substantial"
    )
    noun = _DONE[found["did"]]
    of = "of" if noun in ("inhibition", "prevention", "suppression", "impairment") else "in"
    article = "an" if how == "a" and noun[0] in "aeiou" else how
    return f"{found['who']} led to {article} {noun} {of} {found['what']}{found['when'] or ''}."


def _is_noun(phrase: str) -> bool:
    """Tell "B" in "A reduced B" from what follows a participle: "reduced by half"."""
    return not re.match(
        r"(?:by|in|from|to|with|at|and|or|that|when|as|on|for|more|less|significantly)\b", phrase
    ) and not re.search(r"\b(?:and|but|that|which|while|with|by|from)\b|ly$", phrase)


def change_as_noun(text: str, around: Surroundings) -> str | None:
    """Say "a reduction in B" for "reduced B" behind a preposition or a verb, and back."""
    nouns = {"reduced": "a reduction in", "increased": "an increase in",
             "decreased": "a decrease in", "improved": "an improvement in"}  # fmt: skip
    if around.chance.random() < 0.5:
        return replaced(
            rf"(?<=associated with )(?:{'|'.join(nouns)})(?= [a-z])",
            lambda f: nouns[f],
            text,
            around,
        )
    verbs = {noun: verb for verb, noun in nouns.items()}
    return replaced(
        rf"(?<=associated with )(?:{'|'.join(verbs)})(?= (?!the|this|their)[a-z])",
        lambda f: verbs[f],
        text,
        around,
    )


_BEHIND = re.compile(
    r"^(?P<said>[^,;:()]{25,}?) (?P<where>(?:in|among|after|during|at|before) "
    r"(?:the |patients |women |men |children |adults |both |all |\d)[^,;:()]{4,60})\.$"
)
_FRONT = re.compile(
    r"^(?P<where>(?:In|Among|After|During|At|Before|For) [^,;:()]{4,60}), "
    r"(?P<said>(?:the|there|we|patients|women|men|children|no|this|both|all|a|an|these)\b"
    r"[^,;:]{20,})\.$"
)


def fronted(text: str, _: Surroundings) -> str | None:
    """Put where or when something holds before what holds."""
    found = _BEHIND.match(text)
    if not found or not re.search(r"\b(?:was|were|is|are|has|have|had|did|does)\b", found["said"]):
        return None
    if re.search(r"\b(?:than|versus|and|or|between|that|which|who|to)\b|\bfrom .*\bto\b", text):
        return None
    return f"{_upper(found['where'])}, {_lower(found['said'])}."


def put_behind(text: str, _: Surroundings) -> str | None:
    """Put where or when something holds behind it."""
    found = _FRONT.match(text)
    if not found or re.search(r"\b(?:and|but|which|that|than)\b", found["said"]):
        return None
    return f"{_upper(found['said'])} {_lower(found['where'])}."


def compared(text: str, around: Surroundings) -> str | None:
    """Join the sides of a comparison with another word."""
    forms = (
        (r"(?<=\w) than in (?=\w)", " compared with in "),
        (r"(?<=\w) than (?=(?:the )?placebo|(?:the )?control)", " compared with "),
        (r"(?<=\w),? compared (?:with|to) ", " versus "),
        (r"(?<=\w),? (?:versus|vs\.?) ", " compared with "),
        (r"(?<=\w),? compared (?:with|to) ", " as compared with "),
        (r"(?<=\w),? compared (?:with|to) ", " in comparison with "),
        (r"(?<=\w),? compared (?:with|to) ", " relative to "),
    )
    for pattern, other in around.chance.sample(forms, len(forms)):
        if changed := replaced(pattern, lambda _, other=other: other, text, around):
            return changed
    return None


def adverb_moved(text: str, around: Surroundings) -> str | None:
    """Move "significantly" behind its verb, or before it."""
    how = r"significantly|markedly|substantially|strongly|slightly"
    forms = (
        (rf"\b(?P<how>{how}) (?P<did>reduced|increased|decreased|improved|declined)\b"
         r"(?= (?:in|by|at|after|during|from|among|over|between)\b|[.,;])", r"\g<did> \g<how>"),
        (rf"\b(?P<did>increased|decreased|improved|declined|differed|rose|fell) (?P<how>{how})\b",
         r"\g<how> \g<did>"),
    )  # fmt: skip
    for pattern, form in around.chance.sample(forms, len(forms)):
        if (changed := re.sub(pattern, form, text, count=1)) != text:
            return changed
    return None


TENSES = pairs_of(
    "was associated with>is associated with", "were associated with>are associated with",
    "showed>shows", "reduced the risk>reduces the risk", "suggested>suggest",
    "was effective>is effective", "were effective>are effective", "improves>improved",
    "had a higher>have a higher", "reduces>reduced", "increases>increased", "inhibits>inhibited",
    "has been shown to>was shown to", "have been shown to>were shown to", "indicated>indicates",
    "is required for>was required for", "plays a>played a", "leads to>led to",
    "demonstrates>demonstrated", "occurred in>occurs in", "is expressed>was expressed",
)  # fmt: skip


def existential(text: str, _: Surroundings) -> str | None:
    """Say "A increased significantly" for "there was a significant increase in A", and alike."""
    change = {"increase": "increased", "decrease": "decreased", "reduction": "decreased",
              "improvement": "improved", "decline": "declined", "rise": "rose"}  # fmt: skip
    found = re.match(
        rf"^(?P<lead>(?:[A-Z][^,;:()]{{3,50}}, )?)[Tt]here was (?P<not>no |an? )"
        rf"(?P<how>significant |marked )?(?P<what>{'|'.join(change)}) in (?P<of>[^,;:()]{{4,60}}?)"
        r"(?P<rest>(?: (?:in|at|after|during|between|from|among|with|over|compared)\b.*"
        r"|[,;].*)?)\.$",
        text,
    )
    if not found:
        return None
    how = {"significant ": " significantly", "marked ": " markedly"}.get(found["how"] or "", "")
    verb = change[found["what"]]
    base = {"increased": "increase", "decreased": "decrease", "improved": "improve",
            "declined": "decline", "rose": "rise"}[verb]  # fmt: skip
    said = f"did not {base}{how}" if found["not"] == "no " else f"{verb}{how}"
    return _upper(f"{found['lead']}{found['of']} {said}{found['rest']}.")


def list_reordered(text: str, around: Surroundings) -> str | None:
    """Let the members of a plain list change places."""
    if re.search(r"respectively|\bthen\b|followed by", text):
        return None
    item = r"[a-z][a-z-]{3,}(?: [a-z][a-z-]{3,})?"
    found = re.search(
        rf"\b(?:with|for|of|in|as) (?P<a>{item}), (?P<b>{item}),? (?P<j>and|or) "
        rf"(?P<c>[a-z][a-z-]{{3,}})(?=[.;,]| \()",
        text,
    )
    if not found:
        return None
    said = f"{found['c']}, {found['a']} {found['j']} {found['b']}"
    return text[: found.start("a")] + said + text[found.end() :]


def relative_cut(text: str, around: Surroundings) -> str | None:
    """Say "patients treated" for "patients who were treated", and back."""
    who = r"(?:patients|women|men|children|participants|people|individuals|adults|subjects)"
    forms = (
        (rf"(?<=\b)({who}) who (?:were|had been) (?=\w+ed\b)", r"\1 "),
        (rf"(?<=\b)({who}) who (?:had|have) (?=[a-z]{{5,}}(?! to)\b)", r"\1 with "),
        (rf"(?<=\b)({who}) (?=(?:treated|randomised|randomized|assigned|diagnosed|aged) )",
         r"\1 who were "),
        (rf"(?<=\b)({who}) with (?=[a-z]{{5,}} )", r"\1 who had "),
        (rf"(?<=\b)({who}) receiving (?=[a-z])", r"\1 who received "),
        (rf"(?<=\b)({who}) who received (?=[a-z])", r"\1 receiving "),
    )  # fmt: skip
    for pattern, form in around.chance.sample(forms, len(forms)):
        if (changed := re.sub(pattern, form, text, count=1)) != text:
            return changed
    return None


def genitive(text: str, around: Surroundings) -> str | None:
    """Say "stroke risk" for "risk of stroke", and "the effect A has on B" for that "of A on B"."""
    noun = r"risk|incidence|prevalence|rate|level|levels|duration|severity"
    return replaced(
        rf"\b(?:the )?(?:{noun}) of [a-z]{{4,}}"
        r"(?= (?:was|were|is|in|among|by|after|at|than)\b|[.,;])",
        lambda found: re.sub(rf"^((?:the )?)({noun}) of (\w+)$", r"\1\3 \2", found),
        text,
        around,
    )


PEOPLE = pairs_of(
    "patients with>people with/individuals with/participants with/those with",
    "patients who>people who/individuals who/those who", "subjects with>people with",
    "participants>patients/people", "individuals>people/persons", "persons>people/individuals",
    "the patients>the participants", "older adults>older people",
    "healthy volunteers>healthy people",
    "pregnant women>women who are pregnant", "adults with>adults who have",
)  # fmt: skip


def report(text: str, around: Surroundings) -> str | None:
    """Change who reports: "we found that", "the authors conclude that"."""
    forms = (
        r"\b[Ww]e (?:found|observed|showed|show|demonstrated?|report(?:ed)?|conclude[d]?) that ",
        r"\b(?:[Oo]ur|[Tt]hese|[Tt]he) (?:results|findings|data) "
        r"(?:show|demonstrate|reveal)(?:ed)? that ",
    )
    others = ("Investigators reported that ", "The researchers observed that ",
              "The authors concluded that ", "The study showed that ",
              "The results showed that ")  # fmt: skip
    for pattern in forms:
        if found := re.match(rf"^(?:[A-Z]{{4,}}:? |Here,? )?{pattern}", text):
            return around.chance.choice(others) + text[found.end() :]
    return None


_INTERVAL = (
    r"95% (?:CI|confidence interval)[,:]? (?P<low>\d+\.\d+)\s?(?:-|–|to|,)\s?(?P<high>\d+\.\d+)"
)


def signs_spaced(text: str, around: Surroundings) -> str | None:
    """Write a p-value, an interval or a long number another way."""
    forms = (
        (r"\b[Pp]\s?(?P<sign>[<=>])\s?(?P<value>0?\.\d+)", r"p \g<sign> \g<value>"),
        (r"\b[Pp]\s?=\s?(?P<value>0?\.\d+)", r"P=\g<value>"),
        (r"\b[Pp]\s?<\s?(?P<value>0?\.\d+)", r"p less than \g<value>"),
        (_INTERVAL,
         r"95% confidence interval \g<low> to \g<high>"),
        (_INTERVAL,
         r"95% CI: \g<low>–\g<high>"),
        (r"(?<![\d.,])(?P<one>\d{1,2}),(?P<two>\d{3})(?![\d,])", r"\g<one>\g<two>"),
        (r"(?<![\d.,])0(?P<part>\.\d+)", r"\g<part>"),
        (r"\bn\s?=\s?(?P<count>\d+)\b", r"n = \g<count>"),
    )  # fmt: skip
    for pattern, form in around.chance.sample(forms, len(forms)):
        if (changed := re.sub(pattern, form, text, count=1)) != text:
            return changed
    return None


FRACTIONS = pairs_of(
    "half of the>50% of the", "25% of>a quarter of/one in four of", "50% of>half of",
    "a quarter of>25% of", "20% of>one fifth of/a fifth of", "one in five>20% of",
    "75% of>three quarters of", "two-thirds of>two thirds of", "twice as>two times as",
    "two times>twice", "1 year>12 months", "one year>12 months",
    "24 h>24 hours", "6-month>six-month", "12-week>twelve-week",
    "three-month>3-month", "3-year>three-year", "2-year>two-year",
)  # fmt: skip
DENIALS = pairs_of(
    "did not>didn't", "could not>was unable to", "were not>weren't", "was not>wasn't",
    "not associated with>unrelated to", "no effect on>no influence on", "does not>doesn't",
    "no significant difference>no statistically significant difference",
    "cannot>can not", "not effective>ineffective", "was not different>did not differ",
    "were not different>did not differ", "absence of>lack of", "lack of>absence of",
    "not significant>nonsignificant/non-significant", "not sufficient>insufficient",
    "no evidence that>not any evidence that", "not possible>impossible", "not clear>unclear",
    "remains unclear>is still unclear", "unclear>not clear", "unknown>not known",
    "is not known>is unknown", "are not known>are unknown", "failed to>did not",
    "no change in>no alteration in", "not recommended>recommended against",
)  # fmt: skip

ORDER: dict[str, Edit] = {
    "passive": passive, "led to a change": nominal, "change as a noun": change_as_noun,
    "fronted": fronted, "put behind": put_behind, "comparing word": compared,
    "adverb moved": adverb_moved, "tense": turned(TENSES), "existential": existential,
    "list reordered": list_reordered, "relative clause": relative_cut, "genitive": genitive,
    "people": turned(PEOPLE), "who reports": report, "signs spaced": signs_spaced,
    "fraction": turned(FRACTIONS), "denial": turned(DENIALS),
}  # fmt: skip
