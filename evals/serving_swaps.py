"""Snapshots published under a server that searches and answers: every response from one of them.

Each publication is a real ingest by another process: one work is replaced by one that says another
thing of what everybody asks, so that no two snapshots answer alike.
"""

import asyncio
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from serving_child import Server, served
from serving_client import BrokenAnswerError, connected
from serving_disconnects import settled
from serving_scenarios import LAST, STREAM, Report

from ragqa.assembly import build_ingester, build_store
from ragqa.config import Settings

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
QUESTION = "Does drug A help in restless legs syndrome?"
SEARCHERS, ASKERS = 4, 2
PATIENCE = 60.0
"""Seconds in which what was published must serve."""


@dataclass(slots=True, kw_only=True)
class Seen:
    """The passages of every response, by the snapshot that it names; and what went wrong."""

    responses: list[tuple[str, frozenset[str]]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    files: tuple[int, int] = (0, 0)


def swapped(swaps: int) -> Report:
    """Publish so many snapshots under load, and hold every response against the one it names."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        held = dict([publish(place, 0)])
        with served(place / "index") as server:
            seen = asyncio.run(_under_load(server, place, swaps, held))
    mixed = [name for name, passages in seen.responses if not passages <= held.get(name, set())]
    named = {name for name, _ in seen.responses}
    faults = [*seen.faults, *(f"passages that are not of the snapshot {name}" for name in mixed)]
    if swaps and len(named) < 2:
        faults.append("all responses came from one snapshot; nothing was measured")
    figures = {
        "swaps": swaps,
        "responses": len(seen.responses),
        "snapshots named": len(named),
        "failed": len(seen.faults),
        "mixed": len(mixed),
        "files before": seen.files[0],
        "files after": seen.files[1],
    }
    return Report(figures=figures, faults=faults)


def publish(place: Path, generation: int) -> tuple[str, frozenset[str]]:
    """Ingest the demo corpus with one work of this generation; return the snapshot's passages."""
    work = place / "research" / "trial.jsonl"
    work.parent.mkdir(exist_ok=True)
    text = (
        f"In restless legs syndrome drug A helped {generation + 10} of 90 patients. "
        f"Of those with placebo {generation} improved."
    )
    row = {"_id": f"trial-{generation}", "title": f"Drug A, report {generation}", "text": text}
    work.write_text(json.dumps(row), encoding="utf-8")
    settings = Settings(index=place / "index")
    build_ingester(settings).ingest([CORPUS, work.parent])
    with build_store(settings).open() as snapshot:
        documents = map(snapshot.document_passages, snapshot.document_ids())
        return snapshot.snapshot_id, frozenset(str(p.passage_id) for d in documents for p in d)


async def _under_load(
    server: Server, place: Path, swaps: int, held: dict[str, frozenset[str]]
) -> Seen:
    seen, ended, before = Seen(), asyncio.Event(), (await settled(server)).files
    readers = [asyncio.create_task(_search(server, seen, ended)) for _ in range(SEARCHERS)]
    readers += [asyncio.create_task(_ask(server, seen, ended)) for _ in range(ASKERS)]
    try:
        for generation in range(1, swaps + 1):
            name = await _published(place, generation, held)
            await _until_served(server, name, seen)
    finally:
        ended.set()
        await asyncio.gather(*readers)
    seen.files = (before, (await settled(server)).files)
    return seen


async def _published(place: Path, generation: int, held: dict[str, frozenset[str]]) -> str:
    process = await asyncio.create_subprocess_exec(
        sys.executable, __file__, str(place), str(generation), stdout=subprocess.PIPE
    )
    told, _ = await process.communicate()
    if process.returncode:
        raise SystemExit("an ingest failed")
    row: Mapping[str, list[str]] = json.loads(told)
    ((name, passages),) = row.items()
    held[name] = frozenset(passages)
    return name


async def _until_served(server: Server, name: str, seen: Seen) -> None:
    try:
        async with asyncio.timeout(PATIENCE), connected(server.address) as connection:
            while json.loads(await connection.get("/readyz"))["snapshot"] != name:
                await asyncio.sleep(0.1)
    except (TimeoutError, BrokenAnswerError, OSError) as error:
        seen.faults.append(f"the snapshot {name} does not serve: {error!r}")


async def _search(server: Server, seen: Seen, ended: asyncio.Event) -> None:
    while not ended.is_set():
        try:
            async with connected(server.address) as connection:
                body = {"query": QUESTION, "top": 20}
                await connection.send("POST", "/v1/search", body)
                found = json.loads(b"".join([piece async for piece in connection.body()]))
        except (BrokenAnswerError, OSError) as error:
            seen.faults.append(f"a search: {error!r}")
            continue
        passages = frozenset(one["passage_id"] for one in found["results"])
        seen.responses.append((found["snapshot"], passages))


async def _ask(server: Server, seen: Seen, ended: asyncio.Event) -> None:
    while not ended.is_set():
        passages, name, data = set[str](), "", ""
        try:
            async with connected(server.address) as connection:
                await connection.send("POST", "/v1/ask", {"question": QUESTION}, STREAM)
                async for name, data in connection.events():
                    if name == "found":
                        found = json.loads(data)["passages"]
                        passages.update(one["passage_id"] for one in found)
            if name not in LAST:
                raise BrokenAnswerError(f"the last event was {name!r}")
        except (BrokenAnswerError, OSError) as error:
            seen.faults.append(f"an answer: {error!r}")
            continue
        answer = json.loads(data)
        cited = (c["passage_id"] for claim in answer.get("claims", []) for c in claim["citations"])
        seen.responses.append((answer["provenance"]["snapshot"], frozenset({*passages, *cited})))


if __name__ == "__main__":
    name, passages = publish(Path(sys.argv[1]), int(sys.argv[2]))
    print(json.dumps({name: sorted(passages)}))
