"""The newest snapshot, served soon after it was published."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from ragqa.desk.serving import ServingIndex
from ragqa.errors import RagqaError

logger = logging.getLogger(__name__)

SECONDS = 1.0
"""How often it is looked for: one small file is read."""

_PATIENCE = 5.0
"""Seconds that a renewal under way is given when nobody wants it any more."""


@contextmanager
def watched(serving: ServingIndex, *, seconds: float = SECONDS) -> Iterator[None]:
    """Renew the index whenever another snapshot is published, until the block ends.

    What cannot be served is logged once, and what served before goes on serving.
    """
    ended = threading.Event()
    thread = threading.Thread(
        target=_watch, args=(serving, ended, seconds), name="index-watch", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(_PATIENCE)


def _watch(serving: ServingIndex, ended: threading.Event, seconds: float) -> None:
    told = ""
    while not ended.wait(seconds):
        trouble = _trouble(serving)
        if trouble and trouble != told:
            logger.warning("%s", trouble)
        told = trouble
        serving.tidy()


def _trouble(serving: ServingIndex) -> str:
    """Renew the index; return why that is impossible, or nothing."""
    try:
        serving.renew()
    except RagqaError as error:
        return str(error)
    except Exception:
        logger.exception("the index could not be renewed")
        return "The index could not be renewed."
    return ""
