"""Files that were made once and are kept beside the index, so that no start makes them again."""

import hashlib
import logging
import mmap
import os
import tempfile
from pathlib import Path

logger = logging.getLogger(__name__)

MODELS = "models"
"""The folder in that of an index where they are kept, each model in a folder of its own."""

UNFINISHED = ".part"
"""How the names of files end that are being written."""


def mapped(path: Path) -> memoryview | None:
    """Map a file for reading; None where there is none, or nothing in it."""
    try:
        with path.open("rb") as stream:
            return memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError):  # an empty file cannot be mapped
        return None


def intact(path: Path, sha256: str) -> memoryview | None:
    """Map a file that was kept; None where it is missing or other bytes than were written."""
    content = mapped(path)
    if content is None or hashlib.sha256(content).hexdigest() == sha256:
        return content
    logger.info("%s is not what was written; it is made again", path)
    return None


def keep(path: Path, content: bytes) -> None:
    """Put a file into a folder of `models` in one step, where there is an index to hold it.

    Several processes may do so at once. Where nothing can be written, nothing is kept.
    """
    if not path.parent.parent.parent.is_dir():
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, aside = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=UNFINISHED)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            Path(aside).chmod(0o644)
            Path(aside).replace(path)
        except BaseException:
            Path(aside).unlink(missing_ok=True)
            raise
    except OSError as error:
        logger.info("%s cannot be kept in %s (%s)", path.name, path.parent, error.strerror)
