"""How sentences say that something acts on something, or is advised for it.

Each pattern names an `agent` and a `target`; `v_…` tells the direction of the verb or noun, `no`,
`nil` and `not` that it is denied, `tail` what stands behind a comparison.
"""

import re
from collections.abc import Mapping
from enum import StrEnum


class Direction(StrEnum):
    """What is said to happen to a thing, or what is advised."""

    DOWN = "down"
    UP = "up"
    BETTER = "better"
    WORSE = "worse"
    NONE = "none"
    """It makes no difference."""
    ADVISED = "advised"
    DISCOURAGED = "discouraged"


_VERBS = {
    Direction.DOWN: r"decreas(?:e|es|ed)|reduc(?:e|es|ed)|lower(?:s|ed)?|prevent(?:s|ed)?|"
    r"reliev(?:e|es|ed)|alleviat(?:e|es|ed)|shorten(?:s|ed)?|slow(?:s|ed)?|delay(?:s|ed)?|"
    r"protect(?:s|ed)? against|cut|cuts",
    Direction.UP: r"increas(?:e|es|ed)|rais(?:e|es|ed)|caus(?:e|es|ed)|trigger(?:s|ed)?|"
    r"provok(?:e|es|ed)",
    Direction.BETTER: r"improv(?:e|es|ed)|help(?:s|ed)?|benefit(?:s|ed)?|enhanc(?:e|es|ed)",
    Direction.WORSE: r"worsen(?:s|ed)?|aggravat(?:e|es|ed)|exacerbat(?:e|es|ed)",
}
_NOUNS = {
    Direction.DOWN: r"decreases?|reductions?|declines?|falls?|lower|reduced|decreased|"
    r"less(?: \w+)?|fewer",
    Direction.UP: r"increases?|rises?|higher|increased|greater|more(?: \w+)?",
    Direction.BETTER: r"improvements?|improved|better",
    Direction.WORSE: r"worsening|worse|deterioration",
}


def _named(kinds: Mapping[Direction, str], prefix: str) -> str:
    return "|".join(f"(?P<{prefix}_{kind}>{words})" for kind, words in kinds.items())


_NOT = (
    r"(?:(?:did|does|do|has|have|had|was|were|is|are|could|can|will|would) )?not"
    r"(?: (?:significantly|clearly|further|appear to|seem to|substantially|materially))?"
)
_ADVERB = r"(?:(?!not\b)\w+ly )?"
_BE = r"(?:is|are|was|were|has been|have been)"
_WITH = r"(?:with|in|by|after|among|on|for|under)"
_SIDE = r"(?: group| arm| groups| arms)?"
_THAN = r"(?:than|compared with|than with|versus)(?: with| in| the| that with| those (?:given|on))*"
_GOOD = (
    r"(?:effective|beneficial|helpful|useful|efficacious|superior to placebo|better than placebo)"
)
_LABOUR = (
    r"(?:(?:the )?(?:routine |daily |regular )?(?:use|administration|initiation|prescription) of |"
    r"using |offering |giving |prescribing |starting |providing |treatment with |treating with |"
    r"(?:daily |routine )+|offer |give |prescribe |use |start )?"
)
_DIRECTED = (
    # "Pain was lower with drug A than with placebo", "falls were reduced by drug A"
    rf"(?P<target>.+?) {_BE} (?P<no>not )?{_ADVERB}(?:{_named(_NOUNS, 'v')}) {_WITH} (?:the )?"
    rf"(?P<agent>.+?){_SIDE}(?P<tail> {_THAN} .+)?$",
    # as in: Drug A did not reduce pain in adults
    rf"(?P<agent>.+?) (?:(?P<no>{_NOT}) )?{_ADVERB}(?:{_named(_VERBS, 'v')}) (?P<target>.+)",
    # "Drug A led to a significant reduction in pain", "was associated with lower mortality"
    rf"(?P<agent>.+?) (?:lead to|leads to|led to|result(?:s|ed)? in|produced|gave|showed?|had|"
    rf"{_BE} (?P<no>not )?associated with) (?P<nil>no )?(?:an? |the )?{_ADVERB}(?:significant |"
    rf"greater |large |small |modest |marked )?(?:{_named(_NOUNS, 'v')})(?: (?:in|of))? "
    r"(?P<target>.+)",
)
_NEUTRAL = (
    # as in: Drug A had no effect on pain
    r"(?P<agent>.+?) (?:had|has|have|shows?|showed|provides?|provided) no (?:\w+ )?"
    r"(?:effect|impact|influence|benefit|improvement|reduction|decrease|increase|advantage)"
    r"(?: over \w+)? (?:on|in|for|of|against|to) (?P<target>.+)",
    rf"(?P<agent>.+?) (?:{_NOT}|not) affect(?:ed|s)? (?P<target>.+)",
    # "There was no difference in pain between drug A and placebo", "no effect of drug A on pain"
    r"(?:.*\b)?no (?:\w+ )?(?:difference|differences|effect|benefit|improvement|reduction|decrease|"
    r"increase) (?:in|on) (?P<target>.+?) (?:between|with|from|of) (?P<agent>.+?)"
    rf"{_SIDE}(?P<tail> and .+)?$",
    r"(?:.*\b)?no (?:\w+ )?(?:effect|benefit|evidence of benefit|impact) (?:of|from|with) "
    r"(?P<agent>.+?) (?:on|in|for|against) (?P<target>.+)",
    rf"(?P<agent>.+?) {_BE} (?:no better than|no more effective than|not better than|"
    r"not superior to) "
    r"(?:placebo|control|no treatment|usual care|sham)(?: (?:in|for|at|against) )?(?P<target>.*)",
    rf"(?P<agent>.+?) {_BE} (?:not {_GOOD}|ineffective|of no benefit|without effect)"
    r"(?: (?:in|for|at|against|on))? (?P<target>.+)",
)
_BENEFIT = (
    rf"(?P<agent>.+?) {_BE} {_ADVERB}(?:more )?{_GOOD}(?: (?:in|for|at|against))? (?P<target>.+)",
)
_ADVICE = (
    r"(?:.*\b)?(?:recommends?|suggests?|advises?|endorses?|advocates?)(?P<not> against| not)? "
    rf"(?!that\b){_LABOUR}(?P<agent>.+?) (?P<target>(?:to|for|in|as) .+)",
    r"(?P<agent>.+?) (?:is|are) (?P<not>not )?(?:\w+ly )?(?:recommended|indicated|advised|endorsed)"
    r"(?P<against> against)? (?P<target>(?:to|for|in|as) .+)",
    r"(?P<agent>.+?) (?:is|are) (?P<not>contraindicated|discouraged) (?P<target>(?:to|for|in) .+)",
    r"(?P<agent>.+?) should (?P<not>not |never )?be (?:\w+ly )?(?:offered|given|used|prescribed|"
    r"started|considered)(?: (?:as|with) [\w-]+)? (?P<target>(?:to|for|in) .+)",
    r"(?P<agent>.+?) should be (?P<not>avoided|stopped|withheld) (?P<target>(?:to|for|in) .+)",
    r"(?:.*\bshould )(?P<not>not |never )?(?P<order>offer|give|prescribe|use|start|avoid) "
    r"(?P<agent>.+?) (?P<target>(?:to|for|in) .+)",
)


def _compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"^{pattern}", re.IGNORECASE) for pattern in patterns)


FINDING = _compiled(_DIRECTED)
NOTHING = _compiled(_NEUTRAL)
HELPING = _compiled(_BENEFIT)
ADVISING = _compiled(_ADVICE)
PURPOSE = re.compile(
    rf"^(?:to|for) (?:help )?(?:{_named(_VERBS, 'p')}|(?P<treats>treat|treating|manage|control|the "
    r"treatment of|treatment of|the management of|management of|the relief of|relief of|"
    r"the prevention of|prevention of|the reduction of|reducing|preventing|relieving|"
    r"improving))\s(?P<rest>.+)",
    re.IGNORECASE,
)
