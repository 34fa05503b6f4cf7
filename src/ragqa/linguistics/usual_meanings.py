"""What abbreviations usually mean in medicine, for sources that define none of their own.

Mined: pairs that at least three public documents define, nine in ten of them alike, as
`evals/usual_meanings.py` finds them. Where authors hardly ever write a meaning out, or write it
out in several ways that mean the same, a style manual or the guideline that uses it says it. What
stands for several things ("MS", "PT") is in neither, and means nothing until a source defines it.
"""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

_MINED = json.loads(
    files("ragqa.linguistics").joinpath("usual_meanings.json").read_text(encoding="utf-8")
)
# AMA Manual of Style, 11th edition (2020), 13.11: common terms and their abbreviations.
_STYLE_MANUAL = {
    "ACEI": "angiotensin-converting enzyme inhibitor",
    "ACEi": "angiotensin-converting enzyme inhibitor",
    "AFB": "acid-fast bacilli",
    "ARR": "absolute risk reduction",
    "AUROC": "area under the receiver operating characteristic curve",
    "BP": "blood pressure",
    "BW": "body weight",
    "CDC": "Centers for Disease Control and Prevention",
    "COVID-19": "coronavirus disease 2019",
    "CrI": "credible interval",
    "DNA": "deoxyribonucleic acid",
    "EU": "European Union",
    "GI": "gastrointestinal",
    "IM": "intramuscular",
    "NICE": "National Institute for Health and Care Excellence",
    "NNH": "number needed to harm",
    "PO": "by mouth",
    "PSA": "prostate-specific antigen",
    "RCT": "randomised controlled trial",
    "RNA": "ribonucleic acid",
    "UK": "United Kingdom",
    "US": "United States",
    "USA": "United States of America",
    "WBC": "white blood cell",
}
# National Standard Treatment Guidelines (2022), which never writes them out.
_TREATMENT_GUIDELINE = {
    "ABVD": "doxorubicin, bleomycin, vinblastine and dacarbazine",
    "ALT": "alanine aminotransferase",
    "APTT": "activated partial thromboplastin time",
    "ASO": "antistreptolysin O",
    "CHOP": "cyclophosphamide, doxorubicin, vincristine and prednisone",
    "FBC": "full blood count",
    "GIT": "gastrointestinal tract",
    "KCCT": "kaolin cephalin clotting time",
    "LFT": "liver function test",
    "MOPP": "mechlorethamine, vincristine, procarbazine and prednisone",
    "RBG": "random blood glucose",
    "USS": "ultrasound scan",
    "VDRL": "Venereal Disease Research Laboratory",
}
WELL_KNOWN: Mapping[str, str] = MappingProxyType(
    _TREATMENT_GUIDELINE | _STYLE_MANUAL | _MINED["usual"]
)
"""Expansions used where a document gives none of its own."""

AMBIGUOUS = frozenset[str](_MINED["ambiguous"]) - WELL_KNOWN.keys()
"""Abbreviations that stand for several things."""

# Statistics are told from their namesakes (heart rate, stable disease) by the figure behind them.
_BY_FIGURE = {
    "HR": "hazard ratio",
    "MD": "mean difference",
    "RR": "relative risk",
    "SD": "standard deviation",
    "SE": "standard error",
}
_FIGURE = re.compile(rf"\b(?P<short>{'|'.join(_BY_FIGURE)})\s?(?:[=:,]|of)?\s?\d*[.·]\d")
# A scan is told from the other things of two letters by the word behind it.
_SCAN = re.compile(r"\bCT (?=scan|angiogra|colonogra|imag|guid)")
_PARTS = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


def usual_meanings(text: str) -> dict[str, str]:
    """Return what the abbreviations that `text` uses usually mean."""
    return dict(_usual_meanings(text))


@lru_cache(maxsize=1024)
def _usual_meanings(text: str) -> Mapping[str, str]:
    found = {match["short"]: _BY_FIGURE[match["short"]] for match in _FIGURE.finditer(text)}
    if _SCAN.search(text):
        found["CT"] = "computed tomography"
    for word in dict.fromkeys(_PARTS.findall(text)):
        for short in (word, word.removesuffix("s"), *word.split("-")):
            if short in WELL_KNOWN:
                found.setdefault(short, WELL_KNOWN[short])
    return found
