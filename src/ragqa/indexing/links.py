"""One file in two places."""

import os
import shutil
from pathlib import Path


def link(path: Path, place: Path) -> None:
    """Put a file that will not change any more into a second place, copied only where it must be.

    Raises:
        OSError: the disk is full or the folder cannot be written.
    """
    try:
        os.link(path, place)
    except OSError:  # file systems without links, or too many links to one file
        shutil.copyfile(path, place)
