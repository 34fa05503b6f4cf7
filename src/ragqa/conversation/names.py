"""What kind of thing a name names, as far as its words tell: people, something given, a condition.

No list of drugs or diseases is complete. What these words do not tell stays open, and whoever
completes a question goes by where the name would stand in it.
"""

import re
from difflib import get_close_matches
from enum import StrEnum

from ragqa.linguistics.participants import PEOPLE
from ragqa.linguistics.usual_meanings import WELL_KNOWN
from ragqa.linguistics.word_list import word_list


class NameKind(StrEnum):
    """What a name names."""

    PEOPLE = "people"
    GIVEN = "what is given or done"
    CONDITION = "a condition or an outcome"
    SETTING = "where or when"
    OPEN = "not told"


_GROUPS = (
    r"(?:kids?|child|adult|man|woman|boy|girl|teens?|teenagers?|elderly|seniors?|newborn|neonates?|"
    r"infant|baby|toddler|smoker|patient|pts?|person|someone|somebody|those|anyone|anybody|"
    r"over-\d+s|"
    r"under-\d+s|employees|workers|users|drinkers|carers?|caregivers?|sufferers|mum|mums|donors?|"
    r"everyone|asians?|africans?|europeans?|hispanics?|caucasians?|diabetics|vegetarians|"
    r"vegans|\d+-year-olds?)"
)
_STATES = (
    r"(?:pregnan\w+|preg|breast-?feeding|lactation|lactating|postpartum|dialysis|ha?emodialysis|"
    r"childhood|infancy|adolescence|old age|(?:the )?age (?:of )?\d+|menopause|postmenopausal)"
)
_WHO = re.compile(rf"\b(?:{PEOPLE}|{_GROUPS})\b", re.IGNORECASE)
_STATE = re.compile(rf"\b{_STATES}\b|\bp(?:a?)ediatrics?\b|\bgeriatric\b", re.IGNORECASE)
_STATE_ALONE = re.compile(rf"\A(?:the )?(?:\w+ )?{_STATES}\Z", re.IGNORECASE)
_SPELLED = sorted(
    word_list(
        """
    pregnancy pregnant children adolescents teenagers paediatric pediatric elderly women
    patients breastfeeding dialysis infants
    """
    )
)
_SETTING = re.compile(
    r"\b(?:primary care|hospitals?|clinics?|(?:at )?home|community|workplace|schools?|online|"
    r"countr(?:y|ies)|usa?|united states|uk|europe|africa|asia|general practice|inpatients?|"
    r"outpatient|telehealth|rural|urban|nursing homes?|long[- ]term|short[- ]term|(?:one|two|"
    r"three|six|twelve|\d+) (?:days?|weeks?|months?|years?)|the morning|the evening|night|bedtime|"
    r"winter|summer|trimester|intensive care)\b",
    re.IGNORECASE,
)
_CONDITION_WORDS = word_list(
    """
    disease diseases syndrome disorder disorders deficiency deficiencies cancer cancers failure
    infection infections diabetes prediabetes obesity overweight hypertension hypotension depression
    stroke strokes fracture fractures fall falls pain attack attacks death deaths mortality survival
    stones stone injury injuries bleeding cessation loss gain abstinence sleep quality symptoms
    density pressure headache migraine asthma epilepsy seizures gout rls copd ckd adhd nausea
    vomiting constipation fatigue tiredness relapse remission complications augmentation suicide
    infarction thrombosis embolism arrest shock sepsis delirium impairment decline weight
    cholesterol glucose legs ageing aging menopause hospitalisation hospitalization admission
    birth miscarriage dependence addiction withdrawal smoking vaping cravings rash damage
    """
)
_CONDITION_ENDS = re.compile(
    r"(?:itis|osis|a?emia|oma|pathy|algia|uria|penia|rrh?o?ea|plegia|sclerosis|trophy|phobia|"
    r"mania|insomnia|dementia|pneumonia|anxiety|psychosis|porosis|xia|edema|oedema|spasm|"
    r"lapse|carcinoma|parkinsonism|alcoholism|incontinence)\Z",
    re.IGNORECASE,
)
_GIVEN_WORDS = word_list(
    """
    drug drugs medicine medicines medication medications treatment treatments therapy therapies
    supplement supplements supplementation exercise exercises diet diets training surgery iron
    vitamin calcium magnesium zinc patch patches gum spray sprays inhaler inhalers replacement
    counselling counseling interviewing messages messaging education programme programmes program
    programs vaccine vaccination insulin agonists agonist antagonist antagonists inhibitor
    inhibitors blocker blockers agents placebo acupuncture yoga massage oil injection injections
    infusion infusions statin statins opioid opioids antidepressants antibiotics steroids
    screening test tests testing scan monitoring advice intervention interventions apps app
    nicotine caffeine alcohol coffee tea herbs rice cigarettes walking hypnosis cbt metformin
    levodopa cytisine varenicline chi protectors stockings compression device devices lifestyle
    benzodiazepines lozenge lozenges folate folic sucrose dextran carboxymaltose oxygen
    """
)
_GIVEN_ENDS = re.compile(
    r"(?:statins?|mab|nib|olol|pril|sartan|dipine|azole|cillin|mycin|floxacin|oxetine|zepam|"
    r"zolam|gabalin|pentin|triptan|gliptin|gliflozin|glutide|formin|parin|xaban|pexole|nirole|"
    r"tidine|prazole|orphan|codone|morphine|adone|lukast|terol|sone|solone|profen|barbital|"
    r"amine|ramate|pidem|clone|dopa|goline|tigine|azepine|idine|apine|idone|stigmine|"
    r"caine|thiazide|semide|lactone|lukast|cycline|vir|vudine|fenac|coxib|oral|istat|"
    r"enicline|propion|cisteine|urea|tidal|natide|icline|enacarbil)\Z",
    re.IGNORECASE,
)
PEOPLE_IN = {
    "pregnancy": "pregnant women",
    "dialysis": "patients on dialysis",
    "breastfeeding": "breastfeeding women",
    "childhood": "children",
}
"""States that one is in, and what those are called who are in them."""
_TYPING_ERROR = 0.84
_SHORTEST = 6  # letters of a word that may be a mistyped one


def kind_of(name: str) -> NameKind:
    """Return what the last words of a name tell of it: its head decides.

    "Weight loss in older women" names an outcome, "exercise training" something that is done.
    """
    head = re.split(r"\s+(?:in|for|with|of|on|at|during|among|after|who|aged?)\s+", name.strip())[0]
    if names_people(name) and (names_people(head) or _STATE_ALONE.match(head)):
        return NameKind.PEOPLE
    if _SETTING.search(head):
        return NameKind.SETTING
    words = re.findall(r"[a-z]+", WELL_KNOWN.get(head.strip(), head).lower())
    for word in reversed(words):
        if word in _CONDITION_WORDS or _CONDITION_ENDS.search(word):
            return NameKind.CONDITION
        if word in _GIVEN_WORDS or _GIVEN_ENDS.search(word):
            return NameKind.GIVEN
    return NameKind.OPEN


def names_people(text: str) -> bool:
    """Tell whether `text` names people, or the state of some; slips of the pen are read too."""
    return bool(_WHO.search(text) or _STATE.search(text)) or any(
        len(word) >= _SHORTEST
        and get_close_matches(word.lower(), _SPELLED, n=1, cutoff=_TYPING_ERROR)
        for word in re.findall(r"[A-Za-z]+", text)
    )


def names_a_state(text: str) -> bool:
    """Tell whether `text` is a state that one is in, rather than people: "pregnancy"."""
    return _STATE_ALONE.match(text.strip()) is not None or not _WHO.search(text)
