"""Whether words state a dose, and whether they say of what."""

import re

from ragqa.linguistics.word_list import word_list

_AMOUNT = (
    r"(?:mg|g|gm|mcg|µg|μg|ug|ng|kg|micrograms?|milligrams?|grams?|m[lL]|L|litres?|I\.?U\.?|"
    r"units?|MU|mega ?units?|million units|mEq|mmol|mol|drops?|tab(?:let)?s?|cap(?:sule)?s?|"
    r"puffs?|sachets?|ampoules?|vials?|teaspoons?|spoonfuls?)"
)
_DOSE = re.compile(
    rf"(?<![\w.])\d[\d.,]*\s?(?:[-–—]|to|/)?\s?(?:\d[\d.,]*\s?)?{_AMOUNT}(?![\w])|"
    r"\b(?:quarter|half|third) (?:of )?(?:the )?adult dose\b",
    re.IGNORECASE,
)
_UNITLESS = re.compile(
    r"(?<=[a-z:]) \d[\d.,]*(?: ?[-–] ?\d[\d.,]*)? (?:(?:orally|once|twice) )?(?:daily|a day)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{3,}(?:-[^\W\d_]+)*")
# Words that stand before a dose and name no drug: people, times, routes, classes, headings.
_GENERIC = word_list(
    """
    about acute additional adjunct adjunctive administer administered administration adolescent
    adolescents adult adults after age aged agent agents aged all alternative alternatively
    analgesic analgesics and antibacterial antibacterials antibiotic antibiotics anti antifungal
    antihistamine antihistamines antimicrobial antiviral any are based before birth body bolus
    breastfeeding but can case cases chemotherapy child children choice chronic combination
    consider continue continuous continuously cream critical daily day days deep depending depot
    divided doses dose dosage dosages dosing drip drop drops drug drugs duration each early
    elderly emergency empirical every female first followed following for from further general
    give given goals hour hourly hours immediate immediately improve increase increased indicated
    infant infants infection infections infusion initial initially inject injection injections
    instil intramuscular intramuscularly intravenous intravenously kilogram less line loading
    local low maintenance male management maximum may medicine medicines mild minimum minute
    minutes moderate month monthly months more morning necessary needed neonate neonates neonatal
    newborn newborns night non not ointment older once one only options oral orally over parenteral
    patient patients paediatric pediatric penicillin-allergic per period plus pregnancy pregnant
    preparation preparations prevention prophylactic prophylaxis rate recommended rectal rectally
    regimen regimens repeat repeated response schedule second see severe severity should single
    slow slowly solution specific start stat statim step subcutaneous subcutaneously supportive
    surgical symptomatic syrup systemic tablet tablets take the then therapeutic therapy third
    three times topical topically total treat treated treatment treatments twice two uncomplicated
    under until use used usual usually via wait week weekly weeks weight weighing when where
    which with women years year young younger least most least than
    """
)


def states_a_dose(text: str) -> bool:
    """Tell whether `text` holds an amount of something to be given."""
    return _DOSE.search(text) is not None


def names_its_drug(above: str, text: str) -> bool:
    """Tell whether a name stands before the first dose of `text`, in it or in what is above it.

    Recognition from a scanned page loses lines: "Antibiotics / – 2 to 4 g daily" is the dose of
    a drug that nobody can read any more.
    """
    dose = _DOSE.search(text)
    if dose is None:
        return True
    words = _WORD.findall(f"{above} {text[: dose.start()]} {_behind(text[dose.end() :])}".lower())
    return any(word not in _GENERIC for word in words)


def _behind(text: str) -> str:
    """Return the words to the next stop: "give 5 mg of drug A, then …"."""
    return re.split(r"[.,;:(]", text, maxsplit=1)[0]


def lacks_a_unit(text: str) -> bool:
    """Tell whether an amount has lost its unit on the way from the page: "drug A: 25 daily"."""
    return _UNITLESS.search(text) is not None
