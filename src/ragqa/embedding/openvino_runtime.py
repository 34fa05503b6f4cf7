"""OpenVINO without the parts that ragqa must not load.

`import openvino` also loads its model converter, which tells a server of each start
(openvino-telemetry) and takes longer than the runtime itself. Nothing of it is used here, so it
is kept out; nothing is sent.
"""

import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from importlib import import_module
from io import BytesIO
from types import ModuleType
from typing import TYPE_CHECKING, Self, cast

import numpy as np

from ragqa.embedding.embedder import FloatArray

if TYPE_CHECKING:
    from openvino import CompiledModel, InferRequest, Model

_CONVERTER = "openvino.tools.ovc"
_importing = threading.Lock()

# What the runtime prepared for shapes of batches that it met, and keeps: its own limit of 5,000
# is hardly faster and takes hundreds of megabytes.
PREPARED = "64"

Inputs = dict[str, FloatArray]


def runtime() -> ModuleType:
    """Return the module `openvino`, imported without its converter."""
    with _importing:
        if "openvino" not in sys.modules:
            # None makes Python refuse the import, which openvino expects and passes over.
            sys.modules[_CONVERTER] = cast("ModuleType", None)
            try:
                import_module("openvino")
            finally:
                del sys.modules[_CONVERTER]
        return sys.modules["openvino"]


def opset() -> ModuleType:
    """Return the operations that graphs are built of."""
    runtime()
    from openvino import opset13

    return cast("ModuleType", opset13)


class CompiledGraph:
    """A graph that runs on the CPU, each batch on one core, `threads` batches at a time.

    One short batch is answered soonest that way, and many are not held up by each other: no
    core waits for another within a batch. Safe to share between threads. Made by `compiled` or,
    in a third of the time, by `restored`.
    """

    def __init__(self, model: "CompiledModel", *, threads: int) -> None:
        self._model = model
        self._threads = threads
        # A request that has run once runs again in less time than a new one.
        self._idle: deque[InferRequest] = deque(maxlen=threads + 1)

    @classmethod
    def compiled(cls, graph: "Model", *, threads: int) -> Self:
        """Prepare a graph for this processor."""
        model = runtime().Core().compile_model(graph, "CPU", _properties(threads))
        return cls(model, threads=threads)

    @classmethod
    def restored(cls, stored: bytes, *, threads: int) -> Self:
        """Take up a graph where `stored` left it; OpenVINO trusts these bytes.

        Raises:
            RuntimeError: it was stored by another OpenVINO or for another processor.
        """
        model = runtime().Core().import_model(stored, "CPU", _properties(threads))
        return cls(model, threads=threads)

    def stored(self) -> bytes:
        """Return what `restored` makes this graph of."""
        stream = BytesIO()
        self._model.export_model(stream)
        return stream.getvalue()

    def run(self, batches: Iterable[Inputs]) -> Iterator[FloatArray]:
        """Yield the graph's output for each batch, in order."""
        waiting: deque[InferRequest] = deque()
        for inputs in batches:
            if len(waiting) > self._threads:
                yield self._output(waiting.popleft())
            request = self._request()
            request.start_async(inputs, share_inputs=True)
            waiting.append(request)
        while waiting:
            yield self._output(waiting.popleft())

    def _request(self) -> "InferRequest":
        try:
            return self._idle.pop()
        except IndexError:  # also where another thread has just taken the last
            return self._model.create_infer_request()

    def _output(self, request: "InferRequest") -> FloatArray:
        request.wait()
        output = np.array(request.get_output_tensor(0).data, dtype=np.float32)
        self._idle.append(request)
        return output


def _properties(threads: int) -> dict[str, str | int | bool]:
    return {
        "PERFORMANCE_HINT": "LATENCY",
        "NUM_STREAMS": threads,
        "INFERENCE_NUM_THREADS": threads,
        # 16-bit floats, where the processor has them, would give other vectors.
        "INFERENCE_PRECISION_HINT": "f32",
        "CPU_RUNTIME_CACHE_CAPACITY": PREPARED,
        # Parsing children run beside it; the system knows better which core is free.
        "ENABLE_CPU_PINNING": False,
    }
