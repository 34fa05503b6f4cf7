"""What many clients do to one server at one time, and what they see."""

import asyncio
import itertools
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

import numpy as np
from serving_child import Server
from serving_client import BrokenAnswerError, connected

STREAM = "text/event-stream"
LAST = frozenset({"article", "abstention"})


@dataclass(slots=True, kw_only=True)
class Report:
    """Figures by name, and a sentence for everything that went wrong."""

    figures: dict[str, float] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def line(self) -> str:
        shown = (f"{name} {value:,.4g}" for name, value in self.figures.items())
        return f"{', '.join(shown)}, faults {len(self.faults)}"


@dataclass(slots=True, kw_only=True)
class Asked:
    """What became of one question: seconds until each name of event came first."""

    first: dict[str, float] = field(default_factory=dict)
    any: float = 0.0
    whole: float = 0.0


def percentiles(name: str, seconds: Sequence[float]) -> dict[str, float]:
    """Return the middle, the 95th percentile and the longest, in milliseconds."""
    if not seconds:
        return {}
    p50, p95 = np.percentile(seconds, [50, 95])
    return {
        f"{name} p50 ms": 1000 * float(p50),
        f"{name} p95 ms": 1000 * float(p95),
        f"{name} max ms": 1000 * max(seconds),
    }


async def ask(server: Server, question: str) -> Asked:
    """Ask once, over a stream, on a connection of its own.

    Raises:
        BrokenAnswerError: there is no answer.
    """
    began, one, name = time.perf_counter(), Asked(), ""
    async with connected(server.address) as connection:
        await connection.send("POST", "/v1/ask", {"question": question}, STREAM)
        async for name, _ in connection.events():
            passed = time.perf_counter() - began
            one.any = one.any or passed
            one.first.setdefault(name, passed)
    if name not in LAST:
        raise BrokenAnswerError(f"the last event was {name!r}")
    one.whole = time.perf_counter() - began
    return one


async def asked(server: Server, texts: Sequence[str], *, askers: int, seconds: float) -> Report:
    """Have so many askers ask one question after the other, for so long."""
    report, answered = Report(), list[Asked]()
    began, asking = time.perf_counter(), iter(itertools.cycle(texts))
    busy = server.processor_seconds()

    async def keep_asking() -> None:
        while time.perf_counter() < began + seconds:
            try:
                answered.append(await ask(server, next(asking)))
            except (BrokenAnswerError, OSError) as error:
                report.faults.append(str(error))

    await asyncio.gather(*(keep_asking() for _ in range(askers)))
    took = time.perf_counter() - began  # who was asking at the end still got an answer
    report.figures = {
        "askers": askers,
        "answers": len(answered),
        "answers/s": len(answered) / took,
        "server ms": 1000 * (server.processor_seconds() - busy) / max(1, len(answered)),
        **percentiles("first event", [one.any for one in answered]),
        **percentiles("evidence", _first(answered, "found")),
        **percentiles("first claim", _first(answered, "claim")),
        **percentiles("whole answer", [one.whole for one in answered]),
        "server MB": (await server.held()).megabytes,
    }
    return report


def _first(answered: Sequence[Asked], name: str) -> list[float]:
    return [one.first[name] for one in answered if name in one.first]


async def searched(server: Server, texts: Sequence[str], *, clients: int, seconds: float) -> Report:
    """Have so many clients search one query after the other, each on one connection."""
    report, took = Report(), list[float]()
    end, queries = time.perf_counter() + seconds, iter(itertools.cycle(texts))
    busy = server.processor_seconds()

    async def keep_searching() -> None:
        async with connected(server.address) as connection:
            while (began := time.perf_counter()) < end:
                found = json.loads(await connection.get(f"/v1/search?query={quote(next(queries))}"))
                took.append(time.perf_counter() - began)
                if not found["results"]:
                    report.faults.append(f"nothing was found for {found['query']!r}")

    for outcome in await asyncio.gather(
        *(keep_searching() for _ in range(clients)), return_exceptions=True
    ):
        if isinstance(outcome, BaseException):
            report.faults.append(str(outcome))
    report.figures = {
        "clients": clients,
        "searches": len(took),
        "searches/s": len(took) / seconds,
        "server ms": 1000 * (server.processor_seconds() - busy) / max(1, len(took)),
        **percentiles("search", took),
    }
    return report
