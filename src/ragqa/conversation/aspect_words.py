"""What else is asked of the same, and the words that ask it."""

import re

_OF_GIVEN = (
    r"dos(?:es?|ages?|ing)|side[ -]?effects?|adverse (?:effects?|events?|reactions?)|harms?|risks?|"
    r"safety|contra-?indications?|interactions?|benefits?|advantages?|disadvantages?|efficacy|"
    r"effectiveness|costs?|mechanisms?(?: of action)?|onset(?: of action)?|half-life|warnings?|"
    r"precautions?|tolerability|toxicity|monitoring|duration|frequency|indications?|downsides?|"
    r"pros and cons|effects?|alternatives?|numbers? needed to (?:treat|harm)|nnt|nnh|effect size"
)
_OF_CONDITION = (
    r"symptoms?|signs?|features?|causes?|diagnosis|treatments?|management|therapy|prognosis|"
    r"outlook|prevalence|incidence|complications?|prevention|risk factors?|pathophysiology|"
    r"a?etiology|differential diagnosis|presentation|epidemiology|definition|criteria|"
    r"triggers?|pathogenesis|treatment options?"
)
_ANY_OF = r"(?:what (?:is|are|about)|whats|what's|is there|are there|any|tell me|does it have|list)"
_KIND = (
    r"(?:(?:the|its|their|any|some|what|which|known|common|serious|main|usual|recommended|maximum|"
    r"max|minimum|starting|daily|right|correct|best|long-term|potential|possible|other)\s+)*"
)
NOUN = re.compile(
    rf"\A(?:{_ANY_OF}\s+)*(?:{_ANY_OF})?\s*(?P<kind>{_KIND})(?:(?P<given>{_OF_GIVEN})|"
    rf"(?P<condition>{_OF_CONDITION}))"
    r"(?:\s+(?:of|for|with|from)\s+(?:it|that|this|them|these|those))?"
    r"(?P<whom>\s+(?:for|in|to|on)\s+(?:the |a |an |her |his |their )?[\w-]+(?: [\w-]+)?)?"
    r"(?:\s+(?:is|are)\s+(?:there|known|recommended|used|needed|expected|typical))?\Z",
    re.IGNORECASE,
)
DROPPED = re.compile(r"\b(?:the|its|their|any|some|what|which|known|other)\s+", re.IGNORECASE)
LONGER = re.compile(
    r"\A(?P<ask>(?:(?:for|at|by|in|after|until|since|to|on|from)\s+)?"
    r"(?:how (?:long|often|much|soon|many \w+|frequently|quickly|well|strongly|fast|late|early|"
    r"old)|"
    r"when|where|in whom|at what \w+|(?:what|which) (?:\w+ )?(?:age|dose|time|interval|level|"
    r"threshold|"
    r"amount|route|frequency|duration|setting)|from what age|until when|since when))"
    r"(?:\s+(?:for|exactly|though|is (?:that|it|this)))?\Z",
    re.IGNORECASE,
)
WHY = re.compile(
    r"\A(?:(?:and|but)\s+)?(?:(?:any idea |do you know |can you (?:tell me|"
    r"explain) )?why(?:\s+(?:not|is\s+(?:that|this|it)(?: so)?|so|exactly))?|how come|"
    r"what(?:'s| is| are) the (?:reasons?|rationale|explanation)(?:\s+(?:for|behind) (?:that|"
    r"this|it))?|"
    r"for what reason)\Z",
    re.IGNORECASE,
)
EVIDENCE = re.compile(
    r"\A(?:(?:what|how good|how strong|how certain) (?:is|are) |any |is there (?:any )?)?(?:the )?"
    r"(?P<what>evidence|proof|data|studies|trials|recommendation|research|sources?|references?)"
    r"(?: (?:for|behind|on|about) (?:that|this|it))?\Z",
    re.IGNORECASE,
)
JUDGED = re.compile(
    r"\A(?:(?P<aux>is|are|was|would|will|can)\s+(?:it|that|this|they|these|those|he|"
    r"she)(?: also| be)*\s+)?"
    r"(?P<how>(?:really |still |also |well |more |very )*(?:safe|effective|useful|harmful|"
    r"dangerous|recommended|"
    r"indicated|contra-?indicated|tolerated|necessary|worthwhile|worth it|beneficial|helpful|"
    r"licensed|"
    r"approved|"
    r"toxic|available|expensive|cost-effective|addictive|common|rare|curable|hereditary))"
    r"(?P<rest>\s+(?:in|for|during|with|long[- ]term|at|after|over)\b.*|\s+long[- ]term)?\Z",
    re.IGNORECASE,
)
SAYS = re.compile(
    r"(?P<asks>what (?:do|does|did) (?:the |current |recent )*(?:guidelines?|evidence|"
    r"studies|research|"
    r"trials?|literature|data|experts|[A-Z]{3,})(?: currently| actually)* (?P<verb>say|"
    r"recommend|show|advise|"
    r"suggest|conclude|find))(?: (?:about|on|for) (?:it|that|this|them))?",
    re.IGNORECASE,
)
NEEDED = re.compile(
    r"how (?:much|many|long|often|soon)\b[\w -]*? (?:is|are) (?:needed|required|necessary|"
    r"recommended|enough|"
    r"used|given|advised)",
    re.IGNORECASE,
)
HOPED = re.compile(
    r"effective|useful|recommended|worthwhile|worth it|beneficial|helpful|necessary", re.I
)
OF_CONDITIONS = re.compile(r"common|rare|curable|hereditary|dangerous", re.IGNORECASE)
WHICH = re.compile(
    r"\A(?:which|what)(?: (?:ones?|of (?:them|these|those)|(?:kinds?|types?|sorts?|"
    r"form)(?: of \w+)?))\Z",
    re.IGNORECASE,
)
DONE = re.compile(r"treatment|management|therapy|prevention", re.IGNORECASE)
DOSED = re.compile(r"(?:what|which) dos(?:e|age)|how much", re.IGNORECASE)
PLURAL_SAME = re.compile(r"(?:diabetes|rabies|herpes|measles|mumps|ss|us|is|news)\Z", re.IGNORECASE)
