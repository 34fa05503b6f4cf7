"""`ragqa serve` as a child process, and what it holds while it runs."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from serving_client import connected

_ADDRESS_LINE = re.compile(r"ragqa: serving at (http://\S+)/\n")
_SERIES = re.compile(r"^(ragqa_(?:answers_under_way|answers_waiting|tasks)) ([\d.e+]+)$", re.M)
STOPPING = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a server holds at one moment."""

    threads: int
    files: int
    tasks: int
    under_way: int
    waiting: int
    megabytes: int

    @property
    def idle(self) -> bool:
        return self.under_way == self.waiting == 0

    def table(self) -> dict[str, int]:
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server that is ready."""

    address: str
    process: int

    def processor_seconds(self) -> float:
        """Return how long it has kept a core busy since it started."""
        fields = (Path("/proc") / str(self.process) / "stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    async def held(self) -> Held:
        """Return what it holds now, the connection that asks not counted."""
        async with connected(self.address) as connection:
            told = dict(_SERIES.findall((await connection.get("/metrics")).decode()))
            folder = Path("/proc") / str(self.process)
            status = (folder / "status").read_text()
            return Held(
                threads=_of(status, "Threads"),
                files=len(list((folder / "fd").iterdir())) - 1,
                tasks=int(float(told["ragqa_tasks"])),
                under_way=int(float(told["ragqa_answers_under_way"])),
                waiting=int(float(told["ragqa_answers_waiting"])),
                megabytes=_of(status, "VmRSS") // 1024,
            )


@contextmanager
def served(index: Path, **settings: str) -> Iterator[Server]:
    """Serve an index on a free port of this machine, its library in a folder of its own."""
    command = str(Path(sys.executable).with_name("ragqa"))
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "log").open("w") as log:
        process = subprocess.Popen(
            [command, "serve", "--port", "0", "--index", str(index.resolve())],
            cwd=folder,
            env={**os.environ, "RAGQA_SERVER__REQUESTS_PER_MINUTE": "1000000", **settings},
            stderr=log,
        )
        said = Path(log.name)
        try:
            yield Server(address=_address(process, said), process=process.pid)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(STOPPING)
            if told := _ADDRESS_LINE.sub("", said.read_text()):
                print(f"the server said:\n{told[-2000:]}", file=sys.stderr)


def _address(process: "subprocess.Popen[bytes]", said: Path) -> str:
    while process.poll() is None:
        if found := _ADDRESS_LINE.search(said.read_text()):
            return found[1]
        time.sleep(0.05)
    raise SystemExit(f"the server did not start: {said.read_text()}")


def _of(status: str, name: str) -> int:
    (value,) = re.findall(rf"^{name}:\s+(\d+)", status, re.M)
    return int(value)
