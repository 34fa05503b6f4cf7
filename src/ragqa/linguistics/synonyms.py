"""Different words for the same: texts are compared after both were brought to one of them.

Only what a reader of medicine takes for the same in every sentence stands here. Words that mean
nearly the same ("cured" and "improved") do not: whether those agree is for a model to say.
"""

import re
from collections import defaultdict
from functools import lru_cache

from ragqa.linguistics.word_list import word_list

# The words that stand for all, and the others.
_SAME = {
    # One thing in medicine, in Latin, Greek and plain words.
    "myocardial infarction": "heart attack, cardiac infarction",
    "myocardial infarctions": "heart attacks, cardiac infarctions",
    "high blood pressure": "hypertension, arterial hypertension",
    "stroke": "cerebrovascular accident",
    "kidney": "renal",
    "liver": "hepatic",
    "heart": "cardiac",
    "lung": "pulmonary",
    "cancer": "malignancy, malignant tumor, malignant tumour",
    "cancers": "malignancies, malignant tumors, malignant tumours",
    "tumor": "neoplasm, tumour",
    "tumors": "neoplasms, tumours",
    "bleeding": "haemorrhage, hemorrhage, haemorrhages, hemorrhages",
    "swelling": "oedema, edema",
    "shortness of breath": "dyspnoea, dyspnea, breathlessness",
    "itching": "pruritus",
    "fever": "pyrexia",
    "vomiting": "emesis",
    "hair loss": "alopecia",
    "high blood sugar": "hyperglycaemia, hyperglycemia, high blood glucose",
    "low blood sugar": "hypoglycaemia, hypoglycemia, low blood glucose",
    "high cholesterol": "hypercholesterolaemia, hypercholesterolemia",
    "fracture": "broken bone",
    "fractures": "broken bones",
    "adverse events": "side effects, side-effects, adverse effects, adverse reactions, "
    "unwanted effects",
    "adverse event": "side effect, side-effect, adverse effect, adverse reaction, unwanted effect",
    "children": "paediatric patients, pediatric patients",
    "infants": "babies",
    "infant": "baby",
    "newborns": "neonates, newborn babies, newborn infants",
    "newborn": "neonatal, neonate",
    "older adults": "elderly adults, elderly people, elderly patients, elderly persons, "
    "older people, older patients, older persons, the elderly",
    "pregnant women": "women who are pregnant, expectant mothers",
    "women": "female patients, adult females",
    "men": "male patients, adult males",
    "patients": "participants, subjects, individuals, persons, people",
    "patient": "participant, individual, person",
    "physicians": "doctors, clinicians",
    "physician": "doctor, clinician",
    "drug": "medication, medicine, pharmaceutical",
    "drugs": "medications, medicines, pharmaceuticals",
    "treatment": "therapy, treatments, therapies",
    "disease": "illness, sickness",
    "surgery": "surgical procedure, surgical procedures, surgical intervention, surgical treatment",
    "vaccination": "immunization, immunisation",
    "mortality": "death rate, death rates",
    "hospital admission": "hospitalization, hospitalisation, admission to hospital",
    "painkillers": "analgesics",
    "risk": "likelihood, probability",
    "orally": "by mouth, per os",
    "intravenously": "by vein",
    "randomised": "randomly assigned, randomly allocated",
    # Numbers and comparisons in words and signs.
    "at least": "no less than, no fewer than, not less than, not fewer than, ≥, >=, ⩾",
    "at most": "no more than, no greater than, not more than, not greater than, ≤, <=, ⩽",
    "more than": "greater than, >",
    "less than": "fewer than, <",
    "about": "approximately, roughly",
    "compared with": "compared to, versus, vs, vs., in comparison with, in comparison to, "
    "relative to",
    "plus or minus": "±, +/-",
    "several": "a number of",
    "daily": "every day, each day",
    "weekly": "every week, each week",
    "monthly": "every month, each month",
    "yearly": "every year, each year, annual, annually",
    "2-fold": "twofold, two-fold",
    "3-fold": "threefold, three-fold",
    "4-fold": "fourfold, four-fold",
    "one third": "a third",
    # What studies do and find.
    "decrease": "reduce, reduces, reduced, reducing, reduction, reductions, lowers, lowered, "
    "lowering, diminish, diminishes, diminished",
    "increase": "raise, raises, raised, raising, elevate, elevates, elevated, elevating, "
    "elevation, elevations",
    "show": "demonstrate, demonstrates, demonstrated, demonstrating, reveal, reveals, revealed",
    "suggest that": "indicate that, indicates that, indicated that, indicating that",
    "suggest a": "indicate a, indicate an, indicates a, indicates an, suggest an, suggests an",
    "associated with": "linked to, linked with, related to",
    "investigate": "assess, assesses, assessed, assessing, assessment, evaluate, evaluates, "
    "evaluated, evaluating, evaluation, explore, explores, explored, examine, examines, examined, "
    "studied, analyse, analyses, analysed, analyze, analyzes, analyzed",
    "inhibit": "block, blocks, blocked, blocking, blockade",
    "control": "regulate, regulates, regulated, regulating, regulation",
    "require": "need, needs, needed, necessitate, necessitates, necessitated",
    "start": "begin, begins, began, begun, beginning, initiate, initiates, initiated, "
    "initiation, commence, commences, commenced",
    "stop": "discontinue, discontinues, discontinued, discontinuing, discontinuation, cease, "
    "ceases, ceased, cessation",
    "lead to": "result in, results in, resulted in, resulting in, bring about, brings about, "
    "brought about, leads to, led to, induce, induces, induced, inducing",
    "use": "employ, employs, employed, utilize, utilizes, utilized, utilise, utilises, utilised, "
    "utilization, utilisation, usage",
    "obtain": "acquire, acquires, acquired",
    "effective": "efficacious",
    "efficacy": "effectiveness",
    "similar": "comparable",
    "different": "distinct",
    "important": "crucial",
    "rapid": "fast",
    "rapidly": "quickly",
    "often": "frequently",
    "common": "frequent",
    "many": "numerous",
    "main": "primary, principal",
    "onset of": "start of",
    "not affect": "had no effect on, has no effect on, have no effect on, had no influence on, "
    "has no influence on, have no influence on, had no impact on, not influence",
    "not associated with": "was not associated with, were not associated with, is not associated "
    "with, are not associated with, had no association with, has no association with, "
    "have no association with",
    "no effect": "no influence, no impact",
    "not differ significantly": "not significantly different, not significantly differ",
    "not": "failed to, fails to, fail to",
    "no": "not any",
    "significant": "statistically significant",
    "significantly": "statistically significantly",
    # Words that join.
    "before": "prior to",
    "after": "following, subsequent to",
    "the following": "the following",
    "during": "in the course of",
    "through": "via, by means of",
    "such as": "for example, for instance, e.g.",
    "that is": "i.e.",
    "therefore": "thus, hence, consequently",
    "also": "moreover, furthermore, additionally, in addition",
    "although": "though",
    "whereas": "while",
}
_SIGNS = word_list("< > <= >= ≤ ≥ ⩽ ⩾ ± +/-")
_WORD = re.compile(r"\b(?:vs|e\.g|i\.e)\.|\+/-|[^\W_]+(?:[-'’][^\W_]+|\.[^\W_]\b)*|[<>]=?|[≤≥⩽⩾±]")


def _by_first_word() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Index the phrases by their first word, longest first."""
    found: defaultdict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for word, others in _SAME.items():
        for phrase in others.split(", "):
            words = tuple(phrase.split())
            found[words[0]].append((words, word))
    return {first: sorted(choices, key=lambda c: -len(c[0])) for first, choices in found.items()}


_PHRASES = _by_first_word()


@lru_cache(maxsize=4096)
def in_common_words(text: str) -> str:
    """Return `text` with each known phrase by the words that stand for all that mean the same."""
    matches = list(_WORD.finditer(text))
    words = [match[0].lower() for match in matches]
    written, position, at = [], 0, 0
    while at < len(words):
        length, common = _phrase_at(words, at)
        last = matches[at + length - 1]
        if common and text[matches[at].start() : last.end()].lower() == " ".join(
            words[at : at + length]
        ):
            space = " " if last[0] in _SIGNS else ""
            written += [text[position : matches[at].start()], space, common, space]
            position = last.end()
        at += length
    return "".join([*written, text[position:]])


def _phrase_at(words: list[str], at: int) -> tuple[int, str]:
    """Return how many words from `at` on are a known phrase, and the common words; or 1, ""."""
    for phrase, common in _PHRASES.get(words[at], ()):
        if tuple(words[at : at + len(phrase)]) == phrase:
            return len(phrase), common
    return 1, ""
