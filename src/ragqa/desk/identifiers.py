"""Questions that seem to identify a patient are not stored unasked."""

from ragqa.access.patient_identifiers import identifiers_in, scrubbed, told_of
from ragqa.errors import IdentifiersError


def check_identifiers(question: str, *, allowed: bool) -> None:
    """Refuse to store a question with apparent identifiers, unless whoever asks allows it.

    Raises:
        IdentifiersError: it seems to hold some; its `proposal` is the question without them.
    """
    found = () if allowed else identifiers_in(question)
    if found:
        raise IdentifiersError(
            told_of(found),
            found=tuple(dict.fromkeys(one.kind.value for one in found)),
            proposal=scrubbed(question, found),
        )
