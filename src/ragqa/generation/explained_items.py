"""Items of a list without those that use an abbreviation nobody explains."""

from collections.abc import Mapping

from ragqa.generation.wording import unexplained
from ragqa.linguistics.aspects import Aspect, headed
from ragqa.linguistics.doses import states_a_dose

_BETWEEN = "; "
# Lists of these stand item by item; what is done may depend on the item before.
_DESCRIBED = (
    Aspect.FEATURES,
    Aspect.DIFFERENTIAL,
    Aspect.DIAGNOSIS,
    Aspect.COMPLICATIONS,
    Aspect.CAUSE,
    Aspect.RISK,
)
_DONE = (Aspect.TREATMENT, Aspect.PREVENTION, Aspect.HARM)


def explained(text: str, above: str, known: Mapping[str, str]) -> str | None:
    """Return the statement of a list whose every abbreviation is explained; None without one.

    Where its items stand alone, those with an unexplained abbreviation are left out.

    Args:
        text: the headings, a colon, the items.
        above: the headings.
        known: abbreviations of the work, with their meaning.
    """
    if not unexplained(text, known):
        return text
    items = text[len(above) + 2 :].rstrip(".").split(_BETWEEN)
    kept = [item for item in items if not unexplained(item, known)]
    alone = _describes(above) and not any(": " in item or states_a_dose(item) for item in items)
    if unexplained(above, known) or not alone or not kept:
        return None
    return f"{text[: len(above)]}: {_BETWEEN.join(kept)}."


def _describes(above: str) -> bool:
    done = any(headed(aspect, [above]) for aspect in _DONE)
    return not done and any(headed(aspect, [above]) for aspect in _DESCRIBED)
