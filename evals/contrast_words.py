"""What words are turned into when a sentence is damaged or reworded."""

Words = dict[str, tuple[str, ...]]


def pairs_of(*groups: str) -> Words:
    """Return each word with those that it may become.

    `a/b/c` turns any of the three into the others, `a>b/c` the first alone into the others.
    """
    found: Words = {}
    for group in groups:
        first, one_way, others = group.partition(">")
        words = (others if one_way else group).split("/")
        for word in [first] if one_way else words:
            found[word] = found.get(word, ()) + tuple(other for other in words if other != word)
    return found


DIRECTIONS = pairs_of(
    "increased/decreased", "increase/decrease", "increases/decreases", "increasing/decreasing",
    "higher/lower", "highest/lowest", "high/low", "reduced/increased", "reduces/increases",
    "reduction/increase", "reducing/increasing", "reduce/increase", "improved/worsened",
    "improves/worsens", "improvement/worsening", "improve/worsen", "more/less", "greater/smaller",
    "longer/shorter", "faster/slower", "better/worse", "larger/smaller", "elevated/reduced",
    "elevates/reduces", "enhanced/impaired", "enhances/impairs", "enhance/impair", "rise/fall",
    "rose/fell", "upregulated/downregulated", "upregulates/downregulates", "gain/loss",
    "accelerated/delayed", "accelerates/delays", "older/younger", "stronger/weaker",
)  # fmt: skip
ANTONYMS = pairs_of(
    "effective/ineffective", "superior/inferior", "safe/unsafe", "positive/negative",
    "positively/negatively", "positive/inverse", "early/late", "earlier/later", "acute/chronic",
    "before/after", "benefit/harm", "benefits/harms", "beneficial/harmful", "present/absent",
    "presence/absence", "with/without", "activates/inhibits", "activation/inhibition",
    "activated/inhibited", "promotes/prevents", "promote/prevent", "promotes/suppresses",
    "induces/blocks", "induced/blocked", "protective/harmful", "protects/harms",
    "agonist/antagonist",
    "common/rare", "rarely/often", "similar/different", "same/opposite", "mild/severe",
    "major/minor", "primary/secondary", "sufficient/insufficient", "necessary/unnecessary",
    "possible/impossible", "likely/unlikely", "resistant/sensitive", "resistance/sensitivity",
    "dependent/independent", "proximal/distal", "left/right", "success/failure",
    "susceptible/immune",
    "sensitivity/specificity", "causes/prevents",
)  # fmt: skip
POPULATIONS = pairs_of(
    "adults/children/adolescents/infants", "adult/paediatric", "women/men", "female/male",
    "females/males", "girls/boys", "mothers/fathers", "older adults/young adults",
    "elderly/young", "pregnant/postmenopausal", "premenopausal/postmenopausal",
    "inpatients/outpatients", "smokers/non-smokers", "diabetic/non-diabetic", "healthy/ill",
    "children/pregnant women", "patients/healthy volunteers", "neonates/adults",
)  # fmt: skip
SPECIES = pairs_of(
    "patients/mice/rats", "mice/humans/zebrafish", "rats/humans", "human/mouse/rat",
    "humans/rats/monkeys", "murine/human", "mouse/human", "rat/human", "individuals/animals",
    "participants/mice", "women/female rats", "men/male mice", "children/piglets",
)  # fmt: skip
ROUTES = pairs_of(
    "oral/intravenous/topical/subcutaneous", "orally/intravenously/subcutaneously",
    "intravenous/intramuscular/inhaled", "intramuscular/oral", "subcutaneous/intramuscular",
    "inhaled/oral", "topical/systemic", "intranasal/intravenous", "vaginal/oral", "rectal/oral",
    "intravitreal/topical", "epidural/intravenous", "transdermal/oral",
)  # fmt: skip
FREQUENCIES = pairs_of(
    "once daily/twice daily/three times daily", "daily/weekly/monthly", "once/twice",
    "twice a day/once a day", "per day/per week", "a day/a week", "annual/monthly/biennial",
    "annually/monthly", "weekly/daily", "every year/every month", "yearly/weekly",
    "every 3 years/every year", "twice weekly/twice daily", "hourly/daily",
    "times per day/times per week",
)  # fmt: skip
COMPARATORS = pairs_of(
    "</>", "≤/≥", "more than/less than", "at least/at most", "greater than/less than",
    "above/below", "over/under", "fewer than/more than", "or more/or less", "or older/or younger",
    "exceeding/below", "maximum/minimum", "up to/at least", "no more than/no less than",
)  # fmt: skip
STRENGTHS = pairs_of(
    "suggests>recommends", "suggest>recommend", "suggested>recommended",
    "may be considered>is recommended/should be given", "can be considered>must be given",
    "should be considered>is mandatory/must be given", "may be offered>should be offered",
    "selectively offering>always offering", "insufficient>sufficient/convincing",
    "recommends against>recommends", "does not recommend>recommends", "weak>strong",
    "moderate certainty>high certainty", "limited evidence>strong evidence",
    "adequate evidence>convincing evidence", "appears to>is proven to", "conditional>strong",
    "appear to>are proven to", "should>must", "tended to>did", "preliminary>definitive",
)  # fmt: skip
QUANTIFIERS = pairs_of(
    "some>all", "most>all", "many>all", "several>most", "often>always", "usually>always",
    "sometimes>always", "few>most", "partially>completely", "a majority>all", "in part>entirely",
    "the majority of>all", "generally>invariably", "one of the>the only", "up to>exactly",
    "nearly>more than", "almost>entirely", "rarely>never",
)  # fmt: skip
OUTCOMES = pairs_of(
    "mortality/morbidity", "incidence/prevalence", "mean/median", "efficacy/safety",
    "survival/recurrence", "pain/nausea", "hospitalization/death", "stroke/myocardial infarction",
    "diagnosis/prognosis", "systolic/diastolic", "LDL/HDL", "weight/height", "relapse/remission",
    "odds/hazard", "infection/bleeding", "depression/anxiety", "cost/effectiveness",
)  # fmt: skip
