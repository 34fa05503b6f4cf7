"""Words of questions that name no subject, and words that name the same."""

import re

from ragqa.linguistics.terms import content_terms

# "Which antibiotic": the kind of thing that is asked for.
ASKS_FOR_A_KIND = re.compile(
    r"\b(which|what) (?:(?:kinds?|types?|classes) of )?(?:antibiotics?|antibacterials?|"
    r"antimicrobials?|antivirals?|antifungals?|antimalarials?|antiemetics?|vaccines?|fluids?|"
    r"organisms?|bacteria|pathogens?|germs?|imaging|scans?|operations?|procedures?|exercises?)"
    r"(?= (?:is|are|do|does|can|could|should|may|help|work|cause|prevent|treat|to)\b)",
    re.IGNORECASE,
)
# Where something is so names nothing that answers have to speak of.
SOMEWHERE = re.compile(r"\bin (?:the )?(?:United (?:States|Kingdom)|USA?|UK)\b")
# Words that frame a question and name no subject.
FRAMING = frozenset(
    content_terms(
        """
        action actions add added administration adult adults advice advise affect against age aged
        ages alone alternative another approach available avoid avoided benefit benefits best better
        cause causes chance change childbearing choose clinical clinically clinician common commonly
        compare compared complication complications condition consider current dangerous decide
        define describe despite diagnose diagnosed diagnoses diagnosis difference different
        differential disease doctor dose drug early ease easier easy effect effective effectiveness
        efficacy elderly epidemiology evidence expected explain factor factors feature features
        finding first get gets give given good group guide guideline guidelines happen harm harmful
        harms healthcare help high higher important improve increase indicate indicated indication
        indications ingredient ingredients instead investigate investigation investigations know
        known late level levels likely line long low lower main major man manage management many
        matter mean measure mechanism mechanisms medical medication medicine men method much need
        needed never new no none normal not occur offer offered often old older option options
        outcome outcomes patient people person possible predispose predisposing prefer preferred
        present presentation prevent prevention problem proportion prove proven question raise
        rather reason receive received recommend recommendation recommendations recommended reduce
        related relationship relief relieve relieved reproductive result risk risks role routine
        routinely safe safety say severe should show side sign signs slow soon source specific
        standard start stop strategy strong stronger studies study suffer suffering suggest symptom
        symptoms take taking test tested tests threshold treat treated treating treatment treatments
        trial trials trigger type types undergo use used useful using usual value versus way without
        woman women work works worse year years young younger
        """
        # What people say around a question.
        """
        along alright anything anyway bad basically bit concern concerned couple dont exactly
        generally hello hey idea instance kind lately lot maybe meantime med meds oh ok okay please
        possibly potentially prescribe prescribed prescription pretty probably quick quite really
        seem separate sort sure tell thanks thing things turn want wonder wondering worried worry
        """
    )
)
# Words that name a kind of thing: "malaria" alone means "uncomplicated malaria", while "vitamin D"
# does not mean "vitamin D deficiency".
LIGHT = frozenset(
    content_terms(
        """
        syndrome disorder condition illness therapy supplement supplements supplementation
        intake acute chronic uncomplicated mild moderate primary secondary recurrent
        program programme intervention interventions combined combination infestation
        """
    )
)
LIGHT_SHARE = 0.3
# Words that name a thing alone, and little beside another word: "laparoscopic surgery".
MINOR = frozenset(
    content_terms("surgery surgical operation procedure control performance function")
)
# Words for one thing that no stem brings together, as asked and as written.
SAME = tuple(
    frozenset(content_terms(words))
    for words in (
        "lose loss",
        "quit stop cessation abstinence",
        "smoker smoke smoking tobacco",
        "kidney renal",
        "liver hepatic",
        "lung pulmonary",
        "cancer carcinoma neoplasm tumour malignancy",
        "heart cardiac cardiovascular coronary",
        "child pediatric infant",
        "adolescent teenager teen youth",
        "newborn neonate neonatal",
        "gonorrhea gonococcal gonococcus",
        "worm helminth helminthiasis",
        "itch pruritus",
        "eye ocular ophthalmic",
        "appendicitis appendectomy appendicectomy appendix",
        "elderly older",
        "dyspnea breathlessness",
        "sugar glucose",
        "obesity obese overweight",
        "breastfeed lactation",
        "dialysis haemodialysis",
        "ill illness sick",
        "anemia anemic",
        "iv intravenous",
        "iron ferric ferrous",
        "blood serum plasma",
        "brain cerebral nigra putamen thalamus hippocampus",
        # What is bent otherwise than by an ending.
        "begin began begun",
        "bleed bled",
        "break broke broken",
        "draw drew drawn",
        "fall fell fallen",
        "feed fed",
        "grow grew grown",
        "rise rose risen",
        "run ran",
        "sleep slept",
        "swell swollen",
    )
)
# Words of one beginning that name different things.
DIFFERENT = tuple(
    frozenset(content_terms(words))
    for words in (
        "cellulitis cellulose",
        "statin statistic",
        "gastrin gastritis",
        "endometriosis endometrial",
        "endometriosis endometrium",
    )
)
