"""Clients that go away at every moment of an answer, and what a server keeps of them."""

import asyncio
import itertools
import random
import time
from collections.abc import Iterator, Sequence

from serving_child import Held, Server
from serving_client import BrokenAnswerError, Connection, connected
from serving_scenarios import STREAM, Report, ask

AT_ONCE = 50
SETTLING = 90.0
"""Seconds in which a server must be rid of clients that went away."""
SLACK = 2
"""Threads and files by which two idle moments of one server differ."""
# Events after which a client goes away; None: before its request is whole.
MOMENTS = (None, 0, 1, 1, 2, 3, 6, 12)


async def disconnected(server: Server, texts: Sequence[str], *, clients: int) -> Report:
    """Have clients go away, some with a word and some without, and compare what is held.

    The same is done before by a tenth of them: threads that a server keeps once it had to have
    them are no leak.
    """
    chance, asking = random.Random(0), itertools.cycle(texts)
    at_once = asyncio.Semaphore(AT_ONCE)

    async def go_away() -> None:
        async with at_once:
            await _leave(server, next(asking), chance)

    await asyncio.gather(*(go_away() for _ in range(max(AT_ONCE, clients // 10))))
    before = await settled(server)
    await asyncio.gather(*(go_away() for _ in range(clients)))
    after = await settled(server)
    report = Report(figures={"clients": clients}, faults=list(leaks(before, after)))
    for name, value in before.table().items():
        report.figures |= {f"{name} before": value, f"{name} after": after.table()[name]}
    try:
        await ask(server, next(asking))
    except (BrokenAnswerError, OSError) as error:
        report.faults.append(f"afterwards nobody is answered: {error}")
    return report


async def _leave(server: Server, question: str, chance: random.Random) -> None:
    moment, silent = chance.choice(MOMENTS), chance.random() < 0.5
    async with connected(server.address) as connection:
        if moment is None:
            connection.writer.write(b"POST /v1/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Le")
            await connection.writer.drain()
        else:
            await connection.send("POST", "/v1/ask", {"question": question}, STREAM)
            await _listen(connection, moment, seconds=chance.uniform(0, 2))
        if silent:
            connection.reset()


async def _listen(connection: Connection, events: int, *, seconds: float) -> None:
    """Read so many events, or as many as come in so long: in the line nothing may move."""
    if not events:
        return
    try:
        async with asyncio.timeout(seconds):
            heard = 0
            async for _ in connection.events():
                heard += 1
                if heard == events:
                    return
    except (TimeoutError, BrokenAnswerError):
        return  # a server that is full says so, and that is an answer


async def settled(server: Server) -> Held:
    """Return what the server holds when nothing is going on, or what it holds after a while."""
    end = time.perf_counter() + SETTLING
    calm, held = 0, await server.held()
    while calm < 3 and time.perf_counter() < end:
        await asyncio.sleep(1)
        held = await server.held()
        calm = calm + 1 if held.idle else 0
    return held


def leaks(before: Held, after: Held) -> Iterator[str]:
    """Yield what a server has more of than before."""
    for name, earlier in before.table().items():
        more = after.table()[name] - earlier
        if name != "megabytes" and more > (SLACK if name in {"threads", "files"} else 0):
            yield f"{name}: {earlier} before, {earlier + more} after"
