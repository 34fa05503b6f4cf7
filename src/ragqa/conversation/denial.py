"""Whether an answer was in the negative, so that "why?" after it asks why not."""

from ragqa.linguistics.effect_patterns import Direction
from ragqa.linguistics.effects import effects
from ragqa.linguistics.usual_meanings import WELL_KNOWN
from ragqa.schema.article import Abstention, Article

_NO = frozenset({Direction.NONE, Direction.DISCOURAGED})


def denies(answer: Article | Abstention | None) -> bool:
    """Tell whether all that the direct answer says of effects and advice says no."""
    if not isinstance(answer, Article):
        return False
    texts = [answer.claim(name).text for name in answer.summary]
    found = [one.direction for text in texts for one in effects(text, WELL_KNOWN)]
    return bool(found) and all(one in _NO for one in found)
