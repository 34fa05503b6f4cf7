"""Vectors already computed, kept beside the snapshots under the text and the model they are of.

An ingest that was killed goes on where it was, a changed document pays for its changed passages,
and a rebuild computes nothing twice. It is a cache: losing it costs time alone, so a damaged row
is computed again and a damaged file is started anew.
"""

import hashlib
import logging
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np

from ragqa.embedding.embedder import Embedder, FloatArray
from ragqa.errors import ModelError
from ragqa.indexing.manifest import writing
from ragqa.indexing.vectors import fault_of

logger = logging.getLogger(__name__)

CACHE = "embeddings.sqlite"
SCHEMA = """
CREATE TABLE IF NOT EXISTS embeddings (
    key BLOB NOT NULL PRIMARY KEY, vector BLOB NOT NULL, checksum BLOB NOT NULL
)
"""
DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})

Answer = TypeVar("Answer")


class EmbeddingCache:
    """A file of vectors by key; what was put stays though the process is killed right after.

    Used by whoever holds the lock of the index; opened at the first use.

    Every method raises SnapshotError where the disk is full or the file cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None

    def get(self, keys: Iterable[bytes]) -> dict[bytes, FloatArray]:
        """Return the vectors of those keys that are known."""
        wanted = list(keys)

        def found(connection: sqlite3.Connection) -> dict[bytes, FloatArray]:
            statement = "SELECT vector, checksum FROM embeddings WHERE key = ?"
            rows = ((key, connection.execute(statement, (key,)).fetchone()) for key in wanted)
            return {
                key: np.frombuffer(row[0], dtype="<f4").astype(np.float32)
                for key, row in rows
                if row is not None and row[1] == _checksum(key, row[0])
            }

        return self._mended(found)

    def put(self, vectors: Mapping[bytes, FloatArray]) -> None:
        """Keep vectors under their keys."""
        rows = [(key, vector.astype("<f4").tobytes()) for key, vector in vectors.items()]

        def stored(connection: sqlite3.Connection) -> None:
            with connection:
                connection.executemany(
                    "INSERT OR REPLACE INTO embeddings VALUES (?, ?, ?)",
                    [(key, vector, _checksum(key, vector)) for key, vector in rows],
                )

        self._mended(stored)

    def keep(self, keys: Iterable[bytes]) -> int:
        """Drop all vectors but those of `keys`, give the disk back, and return their number."""
        kept = [(key,) for key in keys]

        def reduced(connection: sqlite3.Connection) -> int:
            with connection:
                connection.execute("CREATE TEMP TABLE kept (key BLOB NOT NULL PRIMARY KEY)")
                connection.executemany("INSERT OR IGNORE INTO kept VALUES (?)", kept)
                unused = "DELETE FROM embeddings WHERE key NOT IN (SELECT key FROM kept)"
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
        with writing(self._path.parent):
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


class CachedEmbedder:
    """An embedder that computes no vector which the cache holds, and puts in those it computes."""

    def __init__(self, embedder: Embedder, cache: EmbeddingCache) -> None:
        self._embedder = embedder
        self._cache = cache

    @property
    def embedder_id(self) -> str:
        """Name and content hash of the model."""
        return self._embedder.embedder_id

    @property
    def dimension(self) -> int:
        """Length of the vectors."""
        return self._embedder.dimension

    @property
    def limit(self) -> int:
        """Tokens the model reads of one text, its own special tokens not counted."""
        return self._embedder.limit

    def count(self, text: str) -> int:
        """Return the number of tokens of `text`, special tokens not counted."""
        return self._embedder.count(text)

    def embed(self, texts: Sequence[str]) -> FloatArray:
        """Return unit vectors, shape (len(texts), dimension), float32, in the order of `texts`.

        Raises:
            UsageError: a text is longer than `limit` tokens.
            ModelError: the embedder's vectors are not finite unit vectors of the right shape.
        """
        keys = [embedding_key(self.embedder_id, text) for text in texts]
        vectors = self._cache.get(dict.fromkeys(keys))
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in vectors}
        if missing:
            computed = self._computed(list(missing.values()))
            new = dict(zip(missing, computed, strict=True))
            self._cache.put(new)
            vectors |= new
        rows = [vectors[key] for key in keys]
        return np.array(rows, dtype=np.float32).reshape(len(texts), self.dimension)

    def _computed(self, texts: Sequence[str]) -> FloatArray:
        vectors = self._embedder.embed(texts)
        if fault := fault_of(vectors, len(texts), self.dimension):
            raise ModelError(
                f"The vectors of the embedder {self.embedder_id!r} cannot be indexed: {fault}. "
                "Name another model in the settings, or mend this one."
            )
        return vectors


def embedding_key(embedder_id: str, text: str) -> bytes:
    """Return what the vector of `text` by this model is kept under."""
    content = f"{embedder_id}\x00{text}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(content, digest_size=20).digest()


def _checksum(key: bytes, vector: bytes) -> bytes:
    return hashlib.blake2b(vector, digest_size=8, key=key).digest()
