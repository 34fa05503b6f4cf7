"""Whether a question that was made of a follow-up says only what was said in the conversation."""

from collections.abc import Iterable

from ragqa.conversation.leaning import written_out
from ragqa.conversation.names import PEOPLE_IN
from ragqa.linguistics.abbreviations import abbreviations_in, initialism_in, meanings_in
from ragqa.linguistics.quantities import quantities
from ragqa.linguistics.synonyms import in_common_words
from ragqa.linguistics.terms import content_terms, terms
from ragqa.linguistics.usual_meanings import WELL_KNOWN

# Words that ask, and name nothing that anybody has, takes or suffers.
_ASKING = frozenset(
    terms(
        """
        use used given give recommend recommended recommendation evidence role effect effective
        effectiveness cause causes known know say about safe safety dose compare compared comparison
        better worse reason why long often much many common help helps work works treat treatment
        people patients patient woman man adults aged old year alternative need needed kind type
        source associated guideline guidelines should possible occur what which two one first
        second last other alone option options taken take side adverse event outcome result
        lower lowers decrease reduce reduces
        ineffective
        """
    )
)


def only_words_of(question: str, said: Iterable[str]) -> bool:
    """Tell whether `question` names nothing and counts nothing that nobody said.

    Other words for the same, what an abbreviation stands for, and words that only ask are no new
    things.
    """
    conversation = written_out(" . ".join(said))
    known = _named(conversation) | _ASKING | _renamed(question, conversation)
    worded = (question, in_common_words(question))
    told = any(frozenset(content_terms(one)) <= known for one in worded)
    return told and _counts_as_said(question, conversation)


def _counts_as_said(question: str, conversation: str) -> bool:
    """Tell whether every number was said, its unit with it or with another number."""
    numbers = quantities(conversation)
    units = {one.unit for one in numbers} | {"year"}  # "she is 80" says so of years
    return all(
        any(
            (one.value, one.upper) == (other.value, other.upper)
            and (one.unit == other.unit or (other.unit is None and one.unit in units))
            for other in numbers
        )
        for one in quantities(question)
    )


def keeps_what_was_typed(question: str, typed: str) -> bool:
    """Tell whether every number that was typed is in the question, and most words of content."""
    numbers = quantities(question)
    if not all(any(one.value == other.value for other in numbers) for one in quantities(typed)):
        return False
    wanted = frozenset(content_terms(in_common_words(written_out(typed)))) - _ASKING
    return 2 * len(wanted & _named(question)) >= len(wanted)


def _named(text: str) -> frozenset[str]:
    """Return the words of content of a text, in all the words that mean the same."""
    shown = " . ".join((text, *meanings_in(text, WELL_KNOWN)))
    return frozenset((*content_terms(shown), *content_terms(in_common_words(shown))))


def _renamed(question: str, conversation: str) -> frozenset[str]:
    """Return what one of two texts shortens or calls by another name than the other."""
    short = [one for one in abbreviations_in(question) if initialism_in(one, conversation)]
    long = [initialism_in(one, question) or "" for one in abbreviations_in(conversation)]
    well = [short for short, meant in WELL_KNOWN.items() if meant.lower() in conversation.lower()]
    people = [who for state, who in PEOPLE_IN.items() if state in conversation.lower()]
    return frozenset(content_terms(" . ".join((*short, *long, *well, *people))))
