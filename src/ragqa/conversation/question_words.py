"""The words by which questions begin, and by which their parts are told apart."""

import re

AUX = r"(?:is|are|was|were|does|do|did|can|could|should|shall|will|would|may|might|must|has|have)"
WH = r"(?:what|which|who|whom|whose|when|where|why|how)"
_ASPECT_NOUNS = (
    r"(?:(?:[\w-]+ ){0,2}?(?:dos(?:es?|ages?|ing)|effects?|events?|reactions?|harms?|risks?|"
    r"benefits?|safety|"
    r"efficacy|effectiveness|evidence|causes?|symptoms?|signs?|features?|treatments?|management|"
    r"therapy|diagnosis|complications?|prognosis|prevention|prevalence|incidence|"
    r"contraindications?|indications?|factors?|interactions?|role|mechanisms?|costs?|reason|"
    r"durations?|kinds?|types?|amount|recommendation))"
)
BEGINS = (
    # "What are the side effects of", "What is the evidence for"
    re.compile(
        rf"\A(?:what|which)(?:'s| is| are) (?:the )?(?P<asked>{_ASPECT_NOUNS}) (?:of|for|with|"
        rf"from|to) "
        r"(?=\S)",
        re.IGNORECASE,
    ),
    # "What dose of", "What kind of"
    re.compile(rf"\A(?:what|which|how much) (?P<asked>{_ASPECT_NOUNS}) of (?=\S)", re.IGNORECASE),
    # "What causes", "What helps"
    re.compile(
        r"\Awhat (?P<asked>causes|triggers|prevents|treats|relieves|helps|worsens) (?=\S)", re.I
    ),
    # "Which drugs are", "Which one is", "How many weeks should"
    re.compile(
        rf"\A(?:(?:at|for|by|in|on|to|with|from) )?{WH}(?: [\w-]+){{0,4}}? (?P<aux>{AUX}) (?=\S)",
        re.IGNORECASE,
    ),
    re.compile(rf"\A(?P<aux>{AUX}) (?=\S)", re.IGNORECASE),
)
OPENING = re.compile(
    rf"\A(?P<before>.*?,\s+)(?=(?:{AUX}|(?:(?:at|for|by) )?{WH})\s)", re.IGNORECASE
)
# What is said of a subject begins with one of these.
SAID = re.compile(
    r"(?:not|be|been|being|also|always|often|usually|ever|still|generally|really|any|an?|the|as|"
    r"safe|safer|effective|beneficial|useful|helpful|recommended|indicated|contraindicated|better|"
    r"worse|best|good|bad|harmful|dangerous|necessary|needed|required|advised|allowed|available|"
    r"used|considered|made|given|taken|treated|diagnosed|managed|prevented|caused|inherited|"
    r"monitored|screened|tested|offered|approved|licensed|preferred|started|stopped|avoided|"
    r"common|rare|curable|hereditary|aggravated|associated|low|high|higher|lower|enough|easier|"
    r"more|less|consistent|similar|superior|inferior|equivalent|first-line|combined|measured|"
    r"tolerated|reasonable|appropriate|suitable|linked|related|known|low|normal|reduced|raised|"
    r"work|help|reduce|prevent|cause|improve|increase|decrease|treat|relieve|raise|affect|"
    r"interact|lead|make|take|stay|last|come|cure|ease|turn|contain|have|need|get|detect|"
    r"protect|shorten|slow|benefit|harm|mean|differ|compare|spread|present|guide|start|stop|"
    r"receive|undergo|quit|lose|gain|change|delay|worsen|trigger|control|manage|support|add|"
    r"avoid|use|run|fall|occur|rise|lessen|alleviate|reverse|suppress|promote|produce|"
    r"develop|recommend|suggest|advise|say|seem|appear|become|apply|weigh|follow|give|do|done)\Z",
    re.IGNORECASE,
)
NOUNS_TOO = re.compile(
    r"(?:change|use|support|control|gain|stop|start|fall|rise|run|work|need|delay|test|present)\Z",
    re.IGNORECASE,
)
HAD = re.compile(
    r"\b(?:help|treat|relieve|improve|ease|cure|manage|work|alleviate|control|worsen)\b", re.I
)
TAKEN = re.compile(
    r"\b(?:take|give|start|use|receive|have|get|try|stop|undergo|avoid|be (?:given|offered|"
    r"prescribed))"
    r"\s*\Z",
    re.IGNORECASE,
)
JOINT = re.compile(
    r"\s+(?P<prep>compared (?:with|to)|rather than|instead of|versus|vs\.?|than|in|for|among|"
    r"during|"
    r"against|from|to|on|at|by|after|before|when|if|with|without|as|who|aged|over|per|using)\s+",
    re.IGNORECASE,
)
# "What dose of drug A is effective in condition X"
JOINT_OR_VERB = re.compile(rf"{JOINT.pattern}|\s+{AUX}\s+", re.IGNORECASE)
COMPARING = re.compile(r"(?:compared|than|versus|vs|rather|instead|as)\b", re.IGNORECASE)
INNER = frozenset({"with", "who", "aged", "over", "on", "without", "using"})
"""What may go on with a name of people: "adults with condition X", "women on drug A"."""
FIGURE = re.compile(r"\bof [\d.]|\d\s?%|\A[\d.]+\Z")
ARTICLES = frozenset({"a", "an", "the", "any"})
FIRST = ARTICLES | {"low", "high", "higher", "lower", "more", "less", "reduced", "raised"}
"""Words that open a name, and that are said of one: "low ferritin", "ferritin is low"."""
MOVE = re.compile(r"\s+(?:quit|stop|lose|cut|sleep|avoid|keep)\b", re.IGNORECASE)
ASKER = re.compile(r"(?:i|we|you|one|doctors?|clinicians?|she|he|it|they)", re.IGNORECASE)
OF_CONDITIONS = frozenset({"causes", "triggers", "prevents", "treats", "relieves", "helps"})


def capitalised(text: str) -> str:
    """Return `text` with a capital, where its first letter has one."""
    first = text[:1]
    return f"{first.upper() if first.isascii() else first}{text[1:]}"
