"""Files as they arrive, one after another; one that cannot be kept is refused by itself."""

import errno
import logging
from collections.abc import Iterable
from typing import Final

from ragqa.desk.upload_folder import Incoming, Received, UploadFolder
from ragqa.errors import RagqaError
from ragqa.schema.source import Kind

logger = logging.getLogger(__name__)

_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Receiving:
    """Takes in the files of one request: `begin`, `write` as often as need be, and `end` each.

    Args:
        folder: where they are kept.
        kind: of their works, where the sender says so.
        replace: whether they may take the place of other files of their names.
    """

    def __init__(self, folder: UploadFolder, *, kind: Kind | None, replace: bool) -> None:
        self._folder = folder
        self._kind = kind
        self._replace = replace
        self._typed = ""
        self._incoming: Incoming | None = None
        self.received: list[Received] = []

    def take(self, typed: str, data: Iterable[bytes]) -> Received:
        """Take in a whole file, and return what became of it."""
        self.begin(typed)
        for block in data:
            self.write(block)
        self.end()
        return self.received[-1]

    def begin(self, typed: str) -> None:
        """Begin with the file of this name."""
        self._typed = typed
        try:
            self._incoming = self._folder.incoming(typed, kind=self._kind, replace=self._replace)
        except (RagqaError, OSError) as error:
            self._refuse(error)

    def write(self, data: bytes) -> None:
        """Take in more bytes of it; those of a file that is refused are let go."""
        if self._incoming is None:
            return
        try:
            self._incoming.write(data)
        except (RagqaError, OSError) as error:
            self._refuse(error)

    def end(self) -> None:
        """Keep the file."""
        if self._incoming is None:
            return
        try:
            self.received.append(self._incoming.keep())
            self._incoming = None
        except (RagqaError, OSError) as error:
            self._refuse(error)

    def drop(self) -> None:
        """Let go of a file that broke off; those before it are kept."""
        if self._incoming is not None:
            self._incoming.drop()
            self._incoming = None

    def _refuse(self, error: RagqaError | OSError) -> None:
        self.drop()
        told = _told(error, self._typed) if isinstance(error, OSError) else str(error)
        self.received.append(Received(name=self._typed, kept=None, refused=told))


def _told(error: OSError, name: str) -> str:
    if error.errno in _NO_ROOM:
        return (
            f"{name} was not kept: the disk of the server is full. Free some space, then send it."
        )
    logger.warning("an uploaded file could not be kept: %s", error)
    return (
        f"{name} was not kept: the folder of uploads cannot be written ({error.strerror}). Check "
        "server.uploads and its permissions."
    )
