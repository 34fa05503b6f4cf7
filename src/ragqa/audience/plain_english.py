"""What patients call what doctors call otherwise: a reviewed table, one word for one word.

An entry stands here only where both words mean the same in every sentence, so that the gate takes
the one for the other; where it does not, an entry changes nothing. Which words patients use is
taken from public pages that write for them, the words of the table are ours:

- MEDQUAD: pages of the National Institutes of Health that write both words side by side, as in
  "dysphagia (difficulty swallowing)"; counted in MedQuAD (Ben Abacha and Demner-Fushman 2019).
- MHRA: medical terms in lay language for patient information leaflets, Medicines and Healthcare
  products Regulatory Agency.
- CDC: Everyday Words for Public Health Communication, Centers for Disease Control and Prevention.
- PLAIN: Federal Plain Language Guidelines, simple words and phrases, plainlanguage.gov.
"""

from dataclasses import dataclass
from enum import StrEnum


class Authority(StrEnum):
    """Who writes so for the public."""

    MEDQUAD = "NIH consumer health pages (MedQuAD)"
    MHRA = "MHRA, medical terms in lay language"
    CDC = "CDC, Everyday Words for Public Health Communication"
    PLAIN = "Federal Plain Language Guidelines"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainWord:
    """A technical word, the plain one, and who writes the plain one for the public.

    `countable` says whether "a" may stand before the plain word: "a stroke", but no "a bleeding".
    """

    technical: str
    plain: str
    authority: Authority
    countable: bool = True


# The plain word, and the technical ones that it stands for.
_NAMES = {
    Authority.MEDQUAD: {
        "high blood pressure": "hypertension, arterial hypertension",
        "low blood pressure": "hypotension, arterial hypotension",
        "heart attack": "myocardial infarction",
        "heart attacks": "myocardial infarctions",
        "kidney": "renal",
        "liver": "hepatic",
        "heart": "cardiac",
        "lung": "pulmonary",
        "stomach": "gastric",
        "skin": "cutaneous",
        "eye": "ocular",
        "bleeding": "haemorrhage, hemorrhage",
        "swelling": "oedema, edema",
        "itching": "pruritus",
        "shortness of breath": "dyspnoea, dyspnea",
        "hair loss": "alopecia",
        "tiredness": "fatigue",
        "fainting": "syncope",
        "high blood sugar": "hyperglycaemia, hyperglycemia",
        "low blood sugar": "hypoglycaemia, hypoglycemia",
        "difficulty swallowing": "dysphagia",
        "blood in the urine": "haematuria, hematuria",
        "protein in the urine": "proteinuria",
        "joint pain": "arthralgia",
        "muscle pain": "myalgia",
        "hives": "urticaria",
        "nosebleeds": "epistaxis",
        "dry mouth": "xerostomia",
        "sore throat": "pharyngitis",
        "whooping cough": "pertussis",
        "chickenpox": "varicella",
        "flu": "influenza",
        "red blood cells": "erythrocytes",
        "white blood cells": "leukocytes, leucocytes",
        "nearsightedness": "myopia",
        "farsightedness": "hyperopia",
        "ringing in the ears": "tinnitus",
        "heart and blood vessel": "cardiovascular",
        "high cholesterol": "hypercholesterolaemia, hypercholesterolemia",
        "by mouth": "orally",
    },
    Authority.MHRA: {
        "indigestion": "dyspepsia",
        "irregular heartbeat": "arrhythmia, cardiac arrhythmia",
        "irregular heartbeats": "arrhythmias, cardiac arrhythmias",
        "slow heartbeat": "bradycardia",
        "fast heartbeat": "tachycardia",
        "fever": "pyrexia",
        "vomiting": "emesis",
    },
    Authority.CDC: {
        "vaccination": "immunization, immunisation",
        "newborns": "neonates",
        "doctors": "physicians",
        "doctor": "physician",
        "medicines": "medications",
        "medicine": "medication",
        "quitting smoking": "smoking cessation",
        "quitting tobacco": "tobacco cessation",
        "painkillers": "analgesics",
        "people": "persons",
    },
    Authority.PLAIN: {
        "about": "approximately",
        "before": "prior to",
        "many": "numerous",
        "use": "utilize, utilise",
        "start": "initiate, commence",
        "stop": "discontinue",
        "help": "assist",
        "enough": "sufficient",
        "show": "demonstrate",
        "shows": "demonstrates",
    },
}
KEPT_NAMES = (
    *("cardiac arrest", "cardiac troponin", "cardiac index", "pulmonary embolism", "renal cell"),
    *("hepatic encephalopathy", "gastric acid", "ocular hypertension", "portal hypertension"),
    *("pulmonary hypertension", "pulmonary arterial hypertension", "intracranial hypertension"),
    *("pulmonary artery", "pulmonary arteries", "intraocular hypertension", "muscle fatigue"),
    "chronic obstructive pulmonary disease",
    *(
        f"{what} cessation {noun}"
        for what in ("smoking", "tobacco")
        for noun in ("services", "service", "programs", "program", "programme", "programmes")
    ),
    *(
        f"{what} cessation {noun}"
        for what in ("smoking", "tobacco")
        for noun in ("interventions", "intervention", "treatment", "aids", "aid", "trials", "trial")
    ),
)
"""Names that no patient knows in other words; "heart arrest" explains nothing."""

_UNCOUNTED = frozenset(
    {
        *("high blood pressure", "low blood pressure", "bleeding", "swelling", "itching"),
        *("shortness of breath", "hair loss", "tiredness", "fainting", "high blood sugar"),
        *("low blood sugar", "difficulty swallowing", "blood in the urine", "joint pain"),
        *("protein in the urine", "muscle pain", "hives", "nosebleeds", "vomiting", "people"),
        *("vaccination", "enough", "many", "about", "before", "indigestion"),
    }
)

PLAIN_WORDS: tuple[PlainWord, ...] = tuple(
    PlainWord(
        technical=technical,
        plain=plain,
        authority=authority,
        countable=plain not in _UNCOUNTED,
    )
    for authority, names in _NAMES.items()
    for plain, listed in names.items()
    for technical in listed.split(", ")
)
"""The table that ships."""
