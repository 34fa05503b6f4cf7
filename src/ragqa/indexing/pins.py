"""Readers hold the snapshot they read, so that it is not removed under them."""

import fcntl
import os
from pathlib import Path
from typing import Self

from ragqa.indexing.manifest import MANIFEST


class Pin:
    """A lock on the manifest of one snapshot: shared for readers, exclusive for removal.

    The operating system drops it with the process, so a killed reader holds nothing, and it
    needs no permission to write.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor

    @classmethod
    def shared(cls, folder: Path) -> Self | None:
        """Pin a snapshot for reading; None when it is gone or just being removed."""
        return cls._locked(folder, fcntl.LOCK_SH)

    @classmethod
    def exclusive(cls, folder: Path) -> Self | None:
        """Hold a snapshot that no reader pins; None when there is one, or it is gone."""
        return cls._locked(folder, fcntl.LOCK_EX)

    @classmethod
    def _locked(cls, folder: Path, mode: int) -> Self | None:
        path = folder / MANIFEST
        try:
            descriptor = os.open(path, os.O_RDONLY)
        except (FileNotFoundError, NotADirectoryError):
            return None
        pin = cls(descriptor)
        try:
            fcntl.flock(descriptor, mode | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(descriptor), path.stat()):
                return pin
        except (BlockingIOError, FileNotFoundError):
            pass
        pin.release()
        return None

    def release(self) -> None:
        """Let go; doing so twice does no harm."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
