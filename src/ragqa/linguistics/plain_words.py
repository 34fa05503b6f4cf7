"""Whether a text is words to be read, and nothing that acts, leads away or gives orders."""

from ragqa.linguistics.addresses import ELISION, MARKUP, addresses_in, without_addresses
from ragqa.linguistics.instructions import addresses_the_system
from ragqa.linguistics.invisible import without_invisible


def unfit(text: str) -> str | None:
    """Say what `text` holds that no sentence of an article may; None where it is plain words."""
    if without_invisible(text) != text:
        return "holds characters that do not show"
    if addresses_in(text):
        return "holds a web or mail address"
    if MARKUP.search(text):
        return "holds markup"
    if addresses_the_system(text):
        return "gives orders to the system instead of stating medicine"
    return None


def made_fit(text: str) -> str:
    """Return `text` as it may be shown: addresses, markup and orders are left out."""
    shown = without_addresses(without_invisible(text))
    return ELISION if addresses_the_system(shown) else shown
