"""What a model read in texts, kept beside the snapshots under the text and the model.

An ingest that was killed goes on where it was, a changed document pays for its changed passages,
and a rebuild computes nothing twice. It is a cache: losing it costs time alone, so a damaged row
is computed again and a damaged file is started anew.
"""

import hashlib
import logging
import sqlite3
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import numpy as np

from ragqa.embedding.late_pooling import SpanEmbedder
from ragqa.embedding.word_bits import ReadText, read, width, word_spans
from ragqa.errors import ModelError, RagqaError
from ragqa.indexing.manifest import writing
from ragqa.indexing.vectors import fault_of

logger = logging.getLogger(__name__)

CACHE = "embeddings.sqlite"
SCHEMA = """
CREATE TABLE IF NOT EXISTS readings (
    key BLOB NOT NULL PRIMARY KEY, value BLOB NOT NULL, checksum BLOB NOT NULL
)
"""
DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})

BATCHES_AT_ONCE = 2
"""Batches that are read at a time: while one is made ready or kept, the model reads another."""

Answer = TypeVar("Answer")


class EmbeddingCache:
    """A file of values by key; what was put stays though the process is killed right after.

    Used by whoever holds the lock of the index, in any threads; opened at the first use.

    Every method raises SnapshotError where the disk is full or the file cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._lock = threading.Lock()

    def get(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """Return the values of those keys that are known."""
        wanted = list(keys)

        def found(connection: sqlite3.Connection) -> dict[bytes, bytes]:
            statement = "SELECT value, checksum FROM readings WHERE key = ?"
            rows = ((key, connection.execute(statement, (key,)).fetchone()) for key in wanted)
            return {
                key: row[0]
                for key, row in rows
                if row is not None and row[1] == _checksum(key, row[0])
            }

        return self._mended(found)

    def put(self, values: Mapping[bytes, bytes]) -> None:
        """Keep values under their keys."""

        def stored(connection: sqlite3.Connection) -> None:
            with connection:
                connection.executemany(
                    "INSERT OR REPLACE INTO readings VALUES (?, ?, ?)",
                    [(key, value, _checksum(key, value)) for key, value in values.items()],
                )

        self._mended(stored)

    def keep(self, keys: Iterable[bytes]) -> int:
        """Drop all values but those of `keys`, give the disk back, and return their number."""
        kept = [(key,) for key in keys]

        def reduced(connection: sqlite3.Connection) -> int:
            with connection:
                connection.execute("CREATE TEMP TABLE kept (key BLOB NOT NULL PRIMARY KEY)")
                connection.executemany("INSERT OR IGNORE INTO kept VALUES (?)", kept)
                unused = "DELETE FROM readings WHERE key NOT IN (SELECT key FROM kept)"
                dropped = connection.execute(unused).rowcount
                connection.execute("DROP TABLE temp.kept")
            if dropped:
                connection.execute("VACUUM")
            return dropped

        return self._mended(reduced)

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _mended(self, task: Callable[[sqlite3.Connection], Answer]) -> Answer:
        """Run a task on the file, or on a new one where that is damaged."""
        with self._lock, writing(self._path.parent):
            try:
                return task(self._opened())
            except sqlite3.DatabaseError as error:
                if error.sqlite_errorcode & 0xFF not in DAMAGE:
                    raise
                logger.warning(
                    "%s is damaged and is started anew; what it held is embedded again.",
                    self._path,
                )
            self._clear()
            return task(self._opened())

    def _clear(self) -> None:
        self.close()
        for path in (self._path, *self._path.parent.glob(f"{self._path.name}-*")):
            path.unlink(missing_ok=True)

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = sqlite3.connect(self._path, check_same_thread=False)
            # A transaction survives the death of the process without waiting for the disk; what
            # a power cut would garble, the checksums find.
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.execute(SCHEMA)
        return self._connection


class RememberingReader:
    """Reads no text which the cache holds, and puts in those that it reads.

    Without `words` the texts that it gives hold none; what the cache holds of them stays there.
    """

    def __init__(
        self, embedder: SpanEmbedder, cache: EmbeddingCache, *, words: bool = True
    ) -> None:
        self._embedder = embedder
        self._cache = cache
        self._words = words
        self._beside = ThreadPoolExecutor(BATCHES_AT_ONCE)

    def prepare(self) -> None:
        """Load the model in the background, because there will be something to read."""
        self._beside.submit(self._load)

    def close(self) -> None:
        """Wait for what goes on in the background, and begin nothing more there."""
        self._beside.shutdown(cancel_futures=True)

    def _load(self) -> None:
        # What is wrong with the model is told where it is needed.
        with suppress(RagqaError):
            self._embedder.embed([""])

    def reading(self, texts: Sequence[str]) -> "Future[list[ReadText]]":
        """Read in the background, `BATCHES_AT_ONCE`, while the caller prepares more; as `read`.

        A text that is in two of them is read twice.
        """
        return self._beside.submit(self.read, texts)

    def read(self, texts: Sequence[str]) -> list[ReadText]:
        """Return the texts' unit vectors and their words, in the order of `texts`.

        Raises:
            UsageError: a text is longer than `limit` tokens.
            ModelError: the embedder's vectors are not finite unit vectors of the right shape.
        """
        keys = [embedding_key(self._embedder.embedder_id, text) for text in texts]
        values = self._cache.get(dict.fromkeys(keys))
        known = {
            key: known
            for key, text in zip(keys, texts, strict=True)
            if key in values and (known := self._read_text(values[key], text)) is not None
        }
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if missing:
            new = dict(zip(missing, self._computed(list(missing.values())), strict=True))
            self._cache.put({key: _value(one) for key, one in new.items()})
            known |= new
        return [known[key] for key in keys]

    def _computed(self, texts: Sequence[str]) -> list[ReadText]:
        found = read(self._embedder, texts, words=self._words)
        vectors = np.array([one.vector for one in found])
        if fault := fault_of(vectors, len(texts), self._embedder.dimension):
            raise ModelError(
                f"The vectors of the embedder {self._embedder.embedder_id!r} cannot be indexed: "
                f"{fault}. Name another model in the settings, or mend this one."
            )
        return found

    def _read_text(self, value: bytes, text: str) -> ReadText | None:
        """Return a text as it was read; None where its words are wanted and were not kept."""
        dimension = self._embedder.dimension
        if self._words and len(value) == 4 * dimension and word_spans(text):
            return None
        vector = np.frombuffer(value, dtype="<f4", count=dimension).astype(np.float32)
        kept = value[4 * dimension :] if self._words else b""
        words = np.frombuffer(kept, dtype=np.uint8)
        return ReadText(vector=vector, words=words.reshape(-1, width(dimension)))


def embedding_key(embedder_id: str, text: str) -> bytes:
    """Return what this model's reading of `text` is kept under."""
    content = f"{embedder_id}\x00{text}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(content, digest_size=20).digest()


def _value(text: ReadText) -> bytes:
    return text.vector.astype("<f4").tobytes() + text.words.tobytes()


def _checksum(key: bytes, value: bytes) -> bytes:
    return hashlib.blake2b(value, digest_size=8, key=key).digest()
