"""The converted weights of the shipped model: made once, kept beside the index, checked."""

import hashlib
import json
import logging
import os
import tempfile
from pathlib import Path

import numpy as np

from ragqa.embedding.model_files import ModelFiles
from ragqa.embedding.quantisation import CONVERTED_SHA256, Tensors, convert
from ragqa.errors import ModelError

logger = logging.getLogger(__name__)

WEIGHTS = "weights.safetensors"
_TYPES = {"float32": "F32", "float16": "F16", "int8": "I8"}


def load_converted(files: ModelFiles, cache: Path) -> Tensors:
    """Return the converted weights, from `cache` where they lie there intact.

    Otherwise they are made again and put there. Several processes may do so at once, and where
    nothing can be written they are made each time.

    Raises:
        ModelError: they are not in `cache`, and the published weights are missing or altered.
    """
    from safetensors.numpy import load

    path = cache / CONVERTED_SHA256[:16] / WEIGHTS
    content = _intact(path)
    if content is None:
        content = _made(files)
        _put(path, content)
    tensors: Tensors = load(content)
    return tensors


def _intact(path: Path) -> bytes | None:
    """Return what was put there, or None where it is missing or another thing."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    if hashlib.sha256(content).hexdigest() == CONVERTED_SHA256:
        return content
    logger.info("%s is not what was written; it is made again", path)
    return None


def _made(files: ModelFiles) -> bytes:
    from safetensors.numpy import load

    content = serialised(convert(load(files.checked_weights())))
    sha256 = hashlib.sha256(content).hexdigest()
    if sha256 != CONVERTED_SHA256:
        raise ModelError(
            f"Converting {files.name!r} gave the sha256 {sha256} instead of {CONVERTED_SHA256}. "
            "Install ragqa and numpy again, at the versions of constraints.txt."
        )
    return content


def serialised(tensors: Tensors) -> bytes:
    """Return the bytes of a safetensors file; the same tensors give the same bytes."""
    header: dict[str, object] = {}
    parts: list[bytes] = []
    position = 0
    for name in sorted(tensors):
        array = np.ascontiguousarray(tensors[name])
        end = position + array.nbytes
        header[name] = {
            "dtype": _TYPES[array.dtype.name],
            "shape": array.shape,
            "data_offsets": (position, end),
        }
        parts.append(array.tobytes())
        position = end
    head = json.dumps(header, separators=(",", ":")).encode("ascii")
    head += b" " * (-len(head) % 8)
    return b"".join([len(head).to_bytes(8, "little"), head, *parts])


def _put(path: Path, content: bytes) -> None:
    """Put a file in place in one step, where there is an index and it can be written."""
    if not path.parent.parent.parent.is_dir():
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, aside = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
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
        logger.info("the converted weights cannot be kept in %s (%s)", path.parent, error.strerror)
