"""Passages told apart by their text alone, wherever in whatever document it stands.

A document without an id of its own gets another one with each change, and all its passages with
it: those whose text is as it was bring nothing new.
"""

import hashlib

import numpy as np

from ragqa.indexing.nearest import IdArray
from ragqa.indexing.records import passage_id_of
from ragqa.indexing.snapshot import Snapshot

_PORTION = 10_000


def text_key(text: str) -> int:
    """Return 63 bits of the SHA-256 of a text."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8]) >> 1


def text_keys(snapshot: Snapshot) -> IdArray:
    """Return the keys of all passages of a snapshot, in the order of their vector ids."""
    ids = [passage_id_of(one) for one in snapshot.vector_ids().tolist()]
    portions = (ids[at : at + _PORTION] for at in range(0, len(ids), _PORTION))
    keys = [text_key(one.text) for portion in portions for one in snapshot.passages(portion)]
    return np.array(keys, dtype=np.int64)
