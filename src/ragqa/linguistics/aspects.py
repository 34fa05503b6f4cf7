"""What a question wants to know of its subject, and whether a text says that.

A question names its subject, such as a drug and a condition, and asks one thing of it: whether the
one helps in the other, its dose, its harms. A sentence that names the subject answers only when it
says that thing: "drug A was well tolerated" is no dose.
"""

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from enum import StrEnum

from ragqa.linguistics.causing import names_the_effect
from ragqa.linguistics.doses import states_a_dose


class Aspect(StrEnum):
    """What is asked of a subject, in words that fit "none of them tells …"."""

    DOSE = "a dose"
    HARM = "of harms"
    SCREENING = "whom to screen"
    FREQUENCY = "how common it is"
    DIAGNOSIS = "how it is recognised"
    DIFFERENTIAL = "what else it may be"
    FEATURES = "what it looks like"
    COMPLICATIONS = "what it leads to"
    CAUSE = "its causes"
    RISK = "what raises its risk"
    ADVICE = "what is advised"
    EFFECT = "of an effect"
    PREVENTION = "how to prevent it"
    TREATMENT = "how to treat it"
    CHOICE = "which is best"


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})", re.IGNORECASE)


ADVISED = frozenset({Aspect.ADVICE, Aspect.SCREENING})
"""What bodies that advise are asked for."""

# In this order, first match wins: "Is drug A safe?" asks for harms before it asks for an effect.
_ASKED = (
    (
        Aspect.DOSE,
        _any_of(
            r"(?:what|which|how (?:much|many)|usual|recommended|right|correct|starting|maximum)\b"
            r"(?:(?!\b(?:low|high)[- ]dose).)*?(?<!-)\bdos(?:es?|ages?|ing)\b",
            r"^dos(?:es?|ages?|ing)\b",
            # "By how much does drug A lower pain?" asks for no dose.
            r"(?<!by )how much (?!(?:does|do|did|can|will|would|more|less|time|weight|risk)\b)",
        ),
    ),
    (Aspect.DIFFERENTIAL, _any_of(r"differential|what else (?:can|could|may|might)\b")),
    (
        Aspect.COMPLICATIONS,
        _any_of(
            r"complications? of\b(?! \w+ing\b)|complications? (?:can|may|does|do|occur|follow)",
        ),
    ),
    (
        Aspect.HARM,
        _any_of(
            r"harm(?:s|ful)?\b|side[- ]effects?|adverse|safe(?:ty|ly)?\b|toxic|danger",
            r"contraindicat|complications?\b|risks of\b|tolerat|tolerab",
            r"(?:which|what) (?:drugs?|medic\w+)\b.*\bavoid",
        ),
    ),
    (Aspect.SCREENING, _any_of(r"screen")),
    (
        Aspect.FREQUENCY,
        _any_of(r"how (?:common|often|frequent|rare|prevalent)", r"prevalence|incidence"),
    ),
    (
        Aspect.DIAGNOSIS,
        _any_of(
            r"diagnos(?!ed with)",
            r"how (?:is|are|can|do|does|should)\b.*\b(?:confirm|detect|recogni[sz]|test)",
            r"(?:which|what) (?:\w+ ){0,2}(?:tests?|investigations?|examinations?)\b",
        ),
    ),
    (
        Aspect.FEATURES,
        _any_of(
            r"(?:what|which|name|list)\b.*\b(?:symptoms?|signs?|features?|manifestations?)\b",
            r"how (?:does|do)\b.*\b(?:present|manifest|look)\b",
            r"^(?:symptoms?|signs?|(?:clinical )?features?)\b",
        ),
    ),
    (
        Aspect.RISK,
        _any_of(
            r"risk factors? (?:for|of)\b|predispos|who (?:is|are) (?:most )?(?:at risk|likely)\b",
            r"what (?:\w+ )?(?:increases|raises) the risk\b",
        ),
    ),
    (
        Aspect.CAUSE,
        _any_of(
            r"what (?:\w+ ){0,3}causes?\b|why\b|(?:causes?|mechanisms?) of\b(?! action)",
            r"caused by\b|a?etiolog",
            r"pathophysiolog|pathogenesis|\bor\b.*\bthat causes\b|what leads to\b",
        ),
    ),
    (
        Aspect.ADVICE,
        _any_of(
            r"should\b|whom? to\b|when to\b|recommend",
            r"is .*\b(?:advised|indicated)\b",
        ),
    ),
    (
        Aspect.EFFECT,
        _any_of(
            r"^(?:does|do|did|is|are|can|could|should|will|would|may|has|have)\b",
            r"effects? of\b|effective(?:ness)?\b|efficacy\b|benefits? (?:of|from)\b|works?\b",
            r"better|\bversus\b|\bvs\b|\bcompared\b|how much (?:does|do|did|can|will|would)\b",
        ),
    ),
    (Aspect.PREVENTION, _any_of(r"prevent|prophyla|protect|avoid(?:ed|ing)?\b")),
    (
        Aspect.TREATMENT,
        _any_of(
            r"treat|manag|therap|cur(?:e|es|ed|ing)\b|first[- ]line|drugs?\b",
            r"anti(?:biotic|microbial|viral|fungal|malarial|emetic)s?\b",
            r"medic(?:ine|ation)s?\b|what helps|remed(?:y|ies)\b|how (?:can|do|should) (?:i|we)\b",
        ),
    ),
    (Aspect.CHOICE, _any_of(r"best\b|preferred\b|of choice\b")),
    (Aspect.EFFECT, _any_of(r"or\b")),
)  # fmt: skip

# What findings suggest is no suggestion of what to do.
_SUGGESTS = r"(?<!findings )(?<!results )(?<!data )(?<!evidence )(?<!studies )suggests?\b(?! that)"
# "Characterised by reduced endurance" tells of no reduction.
_REDUCES = r"(?<!by )(?<!with )(?<!of )(?<!and )(?<!or )reduc(?!ed \w+ and)"
# "Common signs" say how common the signs are, and no condition.
_COMMON = (
    r"(?:un)?common\b(?! (?:\w+ ){0,2}(?:signs?|symptoms?|features?|causes?|complications?|side))"
)
_SHARE = r"(?:\w+ ){0,2}(?:\d|one\b|half\b)"
_SAID = {
    Aspect.HARM: _any_of(
        r"harm|adverse|side[- ]effect|safe|toxic|complicat|toler(?:at|ab)|withdr|discontinu",
        r"(?:increas|rais|high|great|elevat)\w* (?:the |in )?risk|risks of|overdos|interact",
        r"false[- ]positive|over-?diagnos|over-?treat|injur|bleed|caution|avoid",
        r"(?:recommend|suggest)s? against",
        r"contraindicat|hypersensitiv|nausea|vomiting|(?:serious|unwanted) events?\b|stones?\b",
        r"cancer incidence|fatigue|muscle (?:pain|problem|symptom)|may cause|anxiety|radiation",
    ),
    Aspect.SCREENING: _any_of(r"screen"),
    Aspect.FREQUENCY: _any_of(
        rf"prevalen|inciden(?:ce|t)\b|{_COMMON}|frequen|rare(?:ly)?\b|proportion|affects? {_SHARE}",
        r"one in\b|per 1[,\d]*|found in\b",
    ),
    Aspect.DIAGNOSIS: _any_of(
        r"diagnos|confirm|detect|tests? (?:for|of|is|are|can|to|has|have)\b|testing|criteri",
        r"investigations?\b|sensitivity|specificity|accura|rul(?:e|es|ed|ing) out",
        r"(?:by|on|with) (?:\w+ ){0,2}(?:microscopy|culture|imaging|radiograph|scan|ultraso)",
        r"exclud(?:e|ing)\b|biops|smear|assay|measur(?:e|ing)\b|questionnaire",
    ),
    Aspect.DIFFERENTIAL: _any_of(r"differential|distinguish|mimic|mistaken|confused|exclude"),
    Aspect.COMPLICATIONS: _any_of(r"complicat|leads? to|results? in|risks? of|sequel|may cause"),
    Aspect.FEATURES: _any_of(
        r"symptoms? (?:of|are|is|include|such)\b|signs? (?:of|are|is|include|such)\b|features?\b",
        r"presents? (?:as|with)\b|presentations?\b|manifest|characteri[sz]ed|complain",
    ),
    Aspect.CAUSE: _any_of(
        r"(?:be)?caus(?:e|es|ed|al)\b|due to|results? (?:in|from|of)\b|resulted|leads? to|led to",
        r"risk factor|raises? the risk|associat|correlat|mechanism|pathway|pathophysiol",
        r"mediat|induc|genetic|gene\b|trigger|contribut|attribut|role\b|predispos|link",
        r"implicat|(?<!-)relat(?:es?|ed|ion)|goes with|origin|bites?\b|transmi",
    ),
    Aspect.RISK: _any_of(
        r"risk factors?\b(?! (?:manag|assess|reduc|modif))|predispos|predict|associated with",
        r"(?<!at )(?:increas|rais|doubl|elevat)\w* (?:the |in the |in )?risk (?:of|for)\b",
        r"more (?:likely|common|prevalent|frequent)",
    ),
    Aspect.ADVICE: _any_of(
        rf"recommend(?:s|ed)?\b|{_SUGGESTS}|advis(?:es?|ed)\b|should\b|insufficient|inadequate",
        r"first[- ]line|of choice|(?:is|are) indicated|contraindicated|endorses?\b|net benefit",
        r"concludes?\b",
    ),
    Aspect.EFFECT: _any_of(
        r"effective|ineffective|effica|improv|reliev|reduc|decreas|increas|lower(?:s|ed|ing)?\b",
        r"higher|prevent|benefi|better|worse|superior|inferior|recommend|help|protect|remission",
        r"no (?:\w+ )?(?:effect|difference|change|benefit|evidence)|did not|do(?:es)? not",
        r"not (?:\w+ )?differ",
        r"insufficient|abstinen|quit|cut\b|fewer|shorten|slow|ameliorat|alleviat|favou?r",
        r"cured?\b|fell\b|rose\b|brought|success|equivalen|rais(?:e|es|ed)\b|should\b|enhanc",
        r"first[- ]line|indicated|superior|respond|suppress|potent|works?\b|option|suggest|similar",
        r"free (?:of|from)\b|(?:un)?likely to|larger|smaller|greater|advantage",
        r"comparable|resulted in|significant|no longer",
    ),
    Aspect.PREVENTION: _any_of(
        r"prevent|prophyla|protect|avoid|vaccin|immuni[sz]|fewer|less likely",
        r"(?:reduc|lower|decreas|cut|slow|delay)\w* (?:the )?(?:\w+ ){0,2}"
        r"(?:risk|incidence|rates?|numbers?|odds|chance|hazard|onset|progression)\b",
    ),
    Aspect.CHOICE: _any_of(
        r"best\b|better|superior|(?:more|most) effective|prefer|first[- ]line|of choice",
        r"recommends?\b|advantage|favou?r(?:s|ed)?\b|outperform",
    ),
    Aspect.TREATMENT: _any_of(
        rf"recommend|{_SUGGESTS}|should\b|first[- ]line|of choice|effectiv|effica|improv|reliev",
        rf"{_REDUCES}|regimen|orally\b|intravenously\b|surg(?:ery|ical)",
        r"superior|inferior|options? (?:is|are|include)|alternatives? (?:to|is|are)\b",
        r"respon(?:se|ds?\b|der|ded)|cured?\b|cure rate|remission|than (?:with )?placebo",
        r"supplement|helps?\b|helped|cessation|offer|counsel|tolerated|success",
        r"clearance|valuable|(?:is|are|be) (?:indicated|given|administered|treated with)\b",
    ),
}
# Words that may tell an effect, or may not.
_HINTED = {
    Aspect.TREATMENT: _any_of(r"treat|therap|manag|drugs?\b|medic(?:ine|ation)|interven|refer"),
    Aspect.EFFECT: _any_of(
        r"effect|compar(?:ed|ing)|placebo|associat|relat(?:es?|ed)\b|changed?\b|differ|respon|link",
        r"more\b|less\b|support|correlat|evidence|gain|elevat|lack of",
    ),
    Aspect.ADVICE: _any_of(
        r"effect|effica|improv|reliev|reduc|decreas|increas|lower|higher|prevent|benefi|better",
        r"harm|risk|differen|evidence|offer|start|supplement|net",
    ),
}
_HEADED = {
    Aspect.DOSE: _any_of(r"dos(?:es?|age|ing)\b"),
    Aspect.HARM: _any_of(r"adverse|harm|side[- ]effect|safety|caution|contraindicat"),
    Aspect.SCREENING: _any_of(r"screen"),
    Aspect.FREQUENCY: _any_of(r"epidemiolog|prevalence|burden|how common|who\b"),
    Aspect.DIAGNOSIS: _any_of(r"(?<!differential )diagnos|investigat|criteri|test"),
    Aspect.DIFFERENTIAL: _any_of(r"differential"),
    Aspect.COMPLICATIONS: _any_of(r"complication"),
    Aspect.FEATURES: _any_of(r"features?\b|symptom|signs?\b|presentation|manifestation"),
    Aspect.CAUSE: _any_of(r"a?etiolog|cause|predispos|precipitat|patho[pg]|risk factor|mechanism"),
    Aspect.RISK: _any_of(r"risk factor|predispos|precipitat|a?etiolog|assessment of risk"),
    Aspect.ADVICE: _any_of(r"recommend|guidance"),
    Aspect.EFFECT: _any_of(r"efficacy|effects?\b|benefits?\b"),
    Aspect.PREVENTION: _any_of(r"prevent|prophyla"),
    Aspect.CHOICE: _any_of(r"treat|manag|therap|\bdrugs?\b|of choice|first[- ]line"),
    Aspect.TREATMENT: _any_of(
        r"treat|manag|therap|\bdrugs?\b|medication|measures|first[- ]aid|resuscitat"
    ),
}


# Whom to screen, and what to prevent, is no matter of treatment.
_ELSEWHERE = {Aspect.TREATMENT: _any_of(r"screen|prophyla|early detection|re-?test")}


def asked_aspect(question: str) -> Aspect | None:
    """Return what a question wants to know of its subject; None where that cannot be told."""
    text = " ".join(question.split())
    return next((aspect for aspect, pattern in _ASKED if pattern.search(text)), None)


def says(aspect: Aspect, text: str, asked: AbstractSet[str], known: Mapping[str, str]) -> bool:
    """Tell whether a sentence says the thing that is asked.

    Args:
        aspect: what is asked.
        text: the sentence.
        asked: what the question names, as `naming_terms` gives it.
        known: abbreviations that the sentence may use, with their meaning.
    """
    if aspect is Aspect.DOSE:
        return states_a_dose(text)
    told = _SAID[aspect].search(text) is not None and not _elsewhere(aspect, text)
    return told and (aspect is not Aspect.CAUSE or names_the_effect(text, asked, known))


def hints_at(aspect: Aspect, text: str) -> bool:
    """Tell whether the words of a sentence may speak to what is asked."""
    hinted = aspect in _HINTED and _HINTED[aspect].search(text) is not None
    return hinted and not _elsewhere(aspect, text)


def headed(aspect: Aspect, headings: Sequence[str]) -> bool:
    """Tell whether one of the headings over a text announces what is asked."""
    return any(_HEADED[aspect].search(one) and not _elsewhere(aspect, one) for one in headings)


def _elsewhere(aspect: Aspect, text: str) -> bool:
    return aspect in _ELSEWHERE and _ELSEWHERE[aspect].search(text) is not None
