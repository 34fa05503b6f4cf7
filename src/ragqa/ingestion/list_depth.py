"""How deep an item of a list stands, told from its mark and its indent."""

_DASHES = "-–—"
_DOTS = "■◼•▪●◦‣□▢✓❖➢・·*"
_LONGEST_PAUSE = 12


class ListDepth:
    """Follows the items of a list; a new mark, or a larger indent, opens a list inside it.

    Scanned pages have no indents left, but keep "•" for a drug and "-" for its doses; all dots
    count as one mark, and so do all dashes, numbers and letters.
    """

    def __init__(self) -> None:
        self._open: list[tuple[int, str]] = []

    def of(self, mark: str, indent: int) -> int:
        """Return the depth of the next item, 1 for the outermost."""
        key = (indent, _family(mark))
        while self._open and (self._open[-1][0] > indent or key in self._open[:-1]):
            self._open.pop()
        if not self._open or self._open[-1] != key:
            self._open.append(key)
        return len(self._open)

    def below(self) -> int:
        """Return the depth of what stands below the open items without a mark of its own."""
        key = (self._open[-1][0], "") if self._open else (0, "")
        if key not in self._open:
            self._open.append(key)
        return len(self._open)

    def pause(self, paragraph: str) -> None:
        """Take note of prose: a list goes on behind "Or:", and ends at any longer paragraph."""
        if len(paragraph) > _LONGEST_PAUSE:
            self._open.clear()


def _family(mark: str) -> str:
    if mark in _DOTS:
        return "•"
    if mark in _DASHES:
        return "-"
    return "1" if mark.strip("().").isdigit() else "a"
