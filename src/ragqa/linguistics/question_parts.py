"""A question that asks several things, as questions that ask one thing each.

Most questions ask one. Only for those that may ask more are the patterns read that tell.
"""

import re

_MAY_ASK_MORE = re.compile(r"\b(?:and|but)\b|;|[?.!]\s*\S", re.IGNORECASE)
_LISTS = re.compile(r"\band\b", re.IGNORECASE)


def question_parts(text: str) -> tuple[str, ...]:
    """Return the questions that `text` asks, each whole by itself; `text` alone where it asks one.

    "What is the dose of drug A and is it safe?" asks two, "Does drug A or drug B help?" one.
    """
    if not _MAY_ASK_MORE.search(text):
        return (text,)
    from ragqa.linguistics.question_joints import asked_apart

    return asked_apart(text)


def listed_parts(text: str) -> tuple[str, ...]:
    """Return one question for each member of the list that `text` asks about; itself without one.

    "Does drug A prevent falls and fractures?" may be answered by one sentence on both, too.
    """
    if not _LISTS.search(text):
        return (text,)
    from ragqa.linguistics.question_lists import asked_of_each

    return asked_of_each(text)
