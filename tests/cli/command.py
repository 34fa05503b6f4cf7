"""Runs the installed command as a user would: another process, its own exit status."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Run:
    """What a run of the command left behind."""

    status: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """The one sentence that an error is told in."""
        (line,) = self.err.strip().splitlines()
        return line


def ragqa(*arguments: str | Path, **variables: str) -> Run:
    """Run `ragqa` with `arguments` in the working directory."""
    done = subprocess.run(
        [str(Path(sys.executable).with_name("ragqa")), *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "HF_HUB_OFFLINE": "1", **variables},
    )
    return Run(done.returncode, done.stdout, done.stderr)
