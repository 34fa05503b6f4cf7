"""Which work each passage is of, remembered from search to search."""

from collections.abc import Callable, Mapping, Sequence

from ragqa.indexing.catalogue import Work

# Passages whose works are remembered: some 20 MB.
REMEMBERED = 65_536


class Works:
    """Reads the work of each passage once; safe to share between threads.

    Questions on one subject find much the same passages, and to ask SQLite for hundreds of them
    takes longer than to rank them.

    Args:
        read: gives the works of passages by their vector ids, leaving out those that are not there.
    """

    def __init__(self, read: Callable[[Sequence[int]], Mapping[int, Work]]) -> None:
        self._read = read
        self._known: dict[int, Work] = {}

    def of(self, vector_ids: Sequence[int]) -> list[Work]:
        """Return the work of each passage, in their order.

        Raises:
            KeyError: a passage is not there.
        """
        # A full memory is left to the threads that are looking into it.
        known = self._known if len(self._known) < REMEMBERED else {}
        self._known = known
        if unknown := [one for one in vector_ids if one not in known]:
            known.update(self._read(unknown))
        return [known[one] for one in vector_ids]
