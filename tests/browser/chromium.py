"""A real browser that plays scenarios: Node drives it, and is told which ones line by line."""

import json
import re
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
SECONDS = 120
"""How long one scenario may take on a machine that is busy with others."""
_NAMED = re.compile(r'^scenario\(\s*"([^"]+)"', re.MULTILINE)


def missing() -> str | None:
    """Say what the tests need and this machine does not have."""
    if shutil.which("node") is None:
        return "There is no node. Install Node.js 20 or newer."
    if not (HERE / "node_modules" / "playwright-core").exists():
        return "There is no playwright-core. Run `make browser`."
    if _chromium() is None:
        return "There is no Chromium. Install the package `chromium`."
    return None


def _chromium() -> str | None:
    found = map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))
    return next((one for one in found if one), None)


def scenarios_in(file: str) -> list[str]:
    """Return the names of the scenarios of a file, in order."""
    return _NAMED.findall((HERE / file).read_text(encoding="utf-8"))


class Chromium:
    """One browser for a whole run of the tests."""

    def __init__(self) -> None:
        self._node = subprocess.Popen(
            ["node", HERE / "driver.mjs", str(_chromium())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def close(self) -> None:
        """End the browser."""
        self._node.communicate(timeout=30)

    def play(self, file: str, name: str, base: str, shots: Path, **given: object) -> object:
        """Play one scenario against the server at `base`; return what it tells.

        Raises:
            AssertionError: it did not go as it says.
        """
        assert self._node.stdin is not None
        assert self._node.stdout is not None
        asked = {"file": file, "name": name, "base": base, "given": given}
        print(json.dumps({**asked, "seconds": SECONDS, "shots": str(shots)}), file=self._node.stdin)
        self._node.stdin.flush()
        line = self._node.stdout.readline()
        assert line, f"the driver of the browser ended: {self._node.poll()}"
        told = json.loads(line)
        assert told["ok"], f"{told['error']}\nscreenshot: {told['shot']}"
        return told["told"]
