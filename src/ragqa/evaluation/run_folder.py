"""The folder of one run: what is in it, what is left to do, and nothing lost when it is killed.

settings.toml comes first and says what the answers rest on; answers.jsonl grows by one whole line
an answer, on the disk before the next question is asked; all else is written new from these.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout

from ragqa.errors import ArticleError, RunError
from ragqa.evaluation.judgement_memory import RememberedJudge
from ragqa.evaluation.judges import Judge
from ragqa.evaluation.stored_answers import StoredAnswer, as_line, read_line
from ragqa.toml_files import written

SETTINGS, ANSWERS, SCORES = "settings.toml", "answers.jsonl", "scores.json"
_JUDGEMENTS = "judgements.jsonl"
RESTS_ON = "rests_on"
"""The section of settings.toml that a run has to share to go on in a folder."""

_LOCK = ".lock"
_OTHER = "Name another folder with --out, or remove this one."


class RunFolder:
    """Reads and writes the files of one run; only one process at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @classmethod
    @contextmanager
    def begun(cls, path: Path, settings: Mapping[str, object]) -> Iterator[Self]:
        """Open the folder for a run with these settings, new or where it was left.

        Args:
            path: made if it is not there.
            settings: all that shaped the run; what answers rest on under `RESTS_ON`.

        Raises:
            RunError: it holds another run or other files, is in use, or cannot be written.
        """
        folder = cls(path)
        if path.exists() and not path.is_dir():
            raise RunError(f"{str(path)!r} is a file. Name a folder with --out.")
        with _told(path):
            path.mkdir(parents=True, exist_ok=True)
            lock = FileLock(path / _LOCK, blocking=False)
            try:
                lock.acquire()
            except Timeout:
                raise RunError(
                    f"Another process is writing to {str(path)!r}. Wait until it is done, or name "
                    "another folder with --out."
                ) from None
        with lock:
            folder._settle(settings)
            yield folder

    def answers(self) -> list[StoredAnswer]:
        """Return the answers that are stored, in order.

        Raises:
            RunError: a line is no answer, or the file cannot be read.
        """
        file = self._path / ANSWERS
        lines = self._lines(file)
        return [_read(line, number, file) for number, line in enumerate(lines, start=1)]

    def keep(self, stored: StoredAnswer) -> None:
        """Put one more answer on the disk.

        Raises:
            RunError: it cannot be written; what was stored before is whole.
        """
        file = self._path / ANSWERS
        with _told(file), file.open("ab") as stream:
            stream.write(as_line(stored).encode())
            stream.flush()
            os.fsync(stream.fileno())

    def remembered(self, judge: Judge) -> RememberedJudge:
        """Return a judge that keeps its judgements in this folder.

        Raises:
            RunError: they cannot be read, or later not be written.
        """
        file = self._path / _JUDGEMENTS

        def keep(line: str) -> None:
            with _told(file), file.open("ab") as stream:
                stream.write(line.encode())

        return RememberedJudge(judge, self._lines(file), keep)

    def write(self, name: str, text: str) -> None:
        """Write a file of the run in one step, so that it is the old or the new one, never half.

        Raises:
            RunError: it cannot be written.
        """
        file = self._path / name
        draft = file.with_name(f".{name}.part")
        with _told(file):
            with draft.open("w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
                stream.flush()
                os.fsync(stream.fileno())
            draft.replace(file)

    @staticmethod
    def _lines(file: Path) -> list[str]:
        with _told(file):
            text = file.read_text(encoding="utf-8") if file.exists() else ""
        return text.removesuffix("\n").split("\n") if text else []

    def _settle(self, settings: Mapping[str, object]) -> None:
        file = self._path / SETTINGS
        if file.exists():
            self._check(file, settings)
            for name in (ANSWERS, _JUDGEMENTS):
                _drop_torn_line(self._path / name)
        elif others := sorted(one.name for one in self._path.iterdir() if one.name[0] != "."):
            raise RunError(
                f"{str(self._path)!r} holds {others[0]!r} and no run of `ragqa eval run`. {_OTHER}"
            )
        self.write(SETTINGS, written(settings))

    def _check(self, file: Path, settings: Mapping[str, object]) -> None:
        old, new = _rests_on(file), settings[RESTS_ON]
        if not isinstance(new, Mapping) or old == new:
            return
        name = next(key for key in {**new, **old} if old.get(key) != new.get(key))
        raise RunError(
            f"{str(self._path)!r} holds the answers of another run: its {name} was "
            f"{old.get(name)!r} and is {new.get(name)!r} now. {_OTHER}"
        )


def _drop_torn_line(file: Path) -> None:
    """Take away the last line if the process was killed while it was written."""
    if not file.exists():
        return
    with _told(file):
        content = file.read_bytes()
        whole = content.rfind(b"\n") + 1
        if whole != len(content):
            os.truncate(file, whole)


def _rests_on(file: Path) -> Mapping[str, object]:
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8")).get(RESTS_ON)
    except (OSError, ValueError):
        found = None
    if not isinstance(found, dict):
        raise RunError(f"{file} is damaged. {_OTHER}")
    return found


def _read(line: str, number: int, file: Path) -> StoredAnswer:
    try:
        return read_line(line)
    except ArticleError as error:
        raise RunError(f"{file}, line {number} is damaged: {error} {_OTHER}") from None


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Tell in one sentence what the system refused."""
    try:
        yield
    except OSError as error:
        raise RunError(
            f"{str(path)!r} cannot be written or read ({error.strerror}). Free some space or name "
            "another folder with --out; what was answered before is kept."
        ) from None
    except UnicodeDecodeError:
        raise RunError(f"{str(path)!r} is damaged: it is not UTF-8. {_OTHER}") from None
