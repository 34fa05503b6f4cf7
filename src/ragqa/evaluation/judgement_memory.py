"""Judgements kept beside a run, so that scoring again asks a slow judge nothing twice."""

import hashlib
import json
from collections.abc import Callable

from ragqa.evaluation.judges import Judge
from ragqa.schema.claim import Label


class RememberedJudge:
    """A judge whose judgements are kept by what was judged, and by whom.

    Args:
        judge: asked for what is not remembered.
        lines: what was kept before; lines that are damaged are as if they were not there.
        keep: takes each new line.
    """

    def __init__(self, judge: Judge, lines: list[str], keep: Callable[[str], None]) -> None:
        self._judge = judge
        self._known = dict(filter(None, map(_read, lines)))
        self._keep = keep

    @property
    def judge_id(self) -> str:
        """The id of the judge that judges."""
        return self._judge.judge_id

    def judge(self, statement: str, evidence: str) -> Label:
        """Return the judgement that is remembered, or a new one."""
        key = _key(self.judge_id, statement, evidence)
        if key not in self._known:
            label = self._judge.judge(statement, evidence)
            self._known[key] = label
            self._keep(json.dumps({"judged": key, "label": label}) + "\n")
        return self._known[key]


def _key(*parts: str) -> str:
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()


def _read(line: str) -> tuple[str, Label] | None:
    try:
        row = json.loads(line)
        return str(row["judged"]), Label(row["label"])
    except (ValueError, KeyError, TypeError):
        return None
