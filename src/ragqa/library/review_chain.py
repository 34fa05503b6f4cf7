"""The review log as a chain: each row is sealed by a hash over itself and the seal before it.

A row holds a step of one article's review, or a deed that is about no article: it names none.

A changed, removed, added or moved row breaks the chain where it stands. Rows cut off at the end
break nothing, so the length and the last seal are kept apart from the rows: once for the whole
log, and once for each article. Somebody who can write the whole database could forge all of it;
a seal noted elsewhere shows that too.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Final

from ragqa.errors import ReviewError
from ragqa.library.deeds import Deed, DeedKind, check_deed, key_of
from ragqa.library.review import Action, Case, Step, advanced
from ragqa.schema.claim import ClaimId

GENESIS: Final = "0" * 64
"""The seal before the first row."""
STEP_COLUMNS: Final = tuple(field.name for field in fields(Step))

Row = Mapping[str, object]
"""A row as a database holds it: anything, until its seal is checked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """The first thing wrong with a log; `sequence` is the row, None where no row is to blame."""

    sequence: int | None
    message: str


def row_of(entry: Step | Deed, sequence: int, previous: str) -> dict[str, object]:
    """Return the row that puts `entry` behind the row sealed with `previous`."""
    row = _columns(entry) | {"sequence": sequence, "previous": previous}
    return {**row, "seal": seal_of(row)}


def _columns(entry: Step | Deed) -> dict[str, object]:
    if isinstance(entry, Step):
        return {name: getattr(entry, name) for name in STEP_COLUMNS}
    return {
        "article_id": None,
        "content_hash": "",
        "action": entry.kind,
        "by": entry.by,
        "credential": entry.credential,
        "at": entry.at,
        "claim": None,
        "comment": entry.about,
    }


def seal_of(row: Row) -> str:
    """Return the SHA-256 of a row: its number, the seal before it, and all that it says."""
    sealed = [row["sequence"], row["previous"], *(row[name] for name in STEP_COLUMNS)]
    return hashlib.sha256(json.dumps(sealed, default=repr).encode("ascii")).hexdigest()


def entry_of(row: Row) -> Step | Deed:
    """Return what a row says.

    Raises:
        ReviewError: its action is none that there is.
    """
    return deed_of(row) if row["article_id"] is None else step_of(row)


def deed_of(row: Row) -> Deed:
    """Return the deed that a row without an article tells of.

    Raises:
        ReviewError: it is none that there is.
    """
    if row["action"] not in list(DeedKind):
        raise ReviewError(f"{row['action']!r} is nothing that is done in a library.")
    return Deed(
        kind=DeedKind(str(row["action"])),
        by=str(row["by"]),
        credential=str(row["credential"]),
        at=str(row["at"]),
        about=str(row["comment"]),
    )


def step_of(row: Row) -> Step:
    """Return the step that a row with an article tells of.

    Raises:
        ReviewError: its action is none that there is.
    """
    claim = row["claim"]
    if row["action"] not in list(Action):
        raise ReviewError(f"{row['action']!r} is nothing that is done to an article.")
    return Step(
        article_id=str(row["article_id"]),
        content_hash=str(row["content_hash"]),
        action=Action(str(row["action"])),
        by=str(row["by"]),
        credential=str(row["credential"]),
        at=str(row["at"]),
        claim=None if claim is None else ClaimId(str(claim)),
        comment=str(row["comment"]),
    )


def case_row(case: Case, steps: int, seal: str) -> dict[str, object]:
    """Return what is kept of one article beside the log; no state where nothing is to review."""
    return {
        "article_id": case.article_id,
        "state": case.state and case.state.value,
        "content_hash": case.content_hash,
        "steps": steps,
        "seal": seal,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What a library keeps beside the log.

    `head` is how long the log is, and its last seal; `cases` the same of each article, and where
    it stands; `texts` are all that are stored, by article and content hash; `keys` are all that
    were made, and whether each was revoked.
    """

    head: Row | None
    cases: Mapping[str, Row]
    texts: frozenset[tuple[str, str]]
    keys: Mapping[str, bool]


class ChainReader:
    """Reads a log from its first row on, and stops at the first that cannot be believed.

    `steps` counts the rows that were believed, `seal` is that of the last of them, `kept` is where
    they leave each article, `texts` are those that were submitted, by article and hash, and `keys`
    those that were made, and whether each was revoked.
    """

    def __init__(self) -> None:
        self.kept: dict[str, Row] = {}
        self.texts: set[tuple[str, str]] = set()
        self.keys: dict[str, bool] = {}
        self.steps = 0
        self.seal = GENESIS
        self._cases: dict[str, Case] = {}
        self._counts: Counter[str] = Counter()
        self._seals = {GENESIS}

    def fault_in(self, rows: Iterable[Row]) -> Fault | None:
        """Return the first fault of the rows, which are in order."""
        for row in rows:
            wrong = self._wrong(row)
            if wrong:
                number = self.steps + 1
                return Fault(sequence=number, message=f"Row {number} of the review log {wrong}.")
            self.steps += 1
            self.seal = str(row["seal"])
            self._seals.add(self.seal)
        return None

    def fault_at_end(self, beside: Beside, noted: str | None) -> Fault | None:
        """Return what is known beside the log of rows that it does not hold.

        Args:
            beside: what the library keeps.
            noted: a seal that somebody wrote down earlier, or None.
        """
        return next(self._faults_at_end(beside, noted), None)

    def _wrong(self, row: Row) -> str:
        if row["sequence"] != self.steps + 1:
            return "is missing"
        if row["previous"] != self.seal:
            return "does not follow the row before it"
        if row["seal"] != seal_of(row):
            return "is not as it was written"
        try:
            entry = entry_of(row)
            if isinstance(entry, Step):
                self._take(entry, str(row["seal"]))
            else:
                check_deed(entry)
                self._note(entry)
        except ReviewError as error:
            return f"is a step that was not allowed ({str(error).rstrip('.')})"
        return ""

    def _take(self, step: Step, seal: str) -> None:
        self._cases[step.article_id] = advanced(self._cases.get(step.article_id), step)
        if step.action is Action.SUBMIT:
            self.texts.add((step.article_id, step.content_hash))
        self._counts[step.article_id] += 1
        count = self._counts[step.article_id]
        self.kept[step.article_id] = case_row(self._cases[step.article_id], count, seal)

    def _note(self, deed: Deed) -> None:
        if deed.kind in {DeedKind.ADD_KEY, DeedKind.REVOKE_KEY}:
            self.keys[key_of(deed)] = deed.kind is DeedKind.REVOKE_KEY

    def _faults_at_end(self, beside: Beside, noted: str | None) -> Iterator[Fault]:
        head = beside.head
        if head is None or head["steps"] != self.steps or head["seal"] != self.seal:
            yield self._wrong_length(head)
        for article_id in sorted({*beside.cases, *self.kept}):
            if beside.cases.get(article_id) != self.kept.get(article_id):
                yield _unplaced(
                    f"The review of article {article_id} does not stand where its steps in the log "
                    "leave it."
                )
        for article_id, _ in sorted(beside.texts - self.texts):
            yield _unplaced(
                f"Article {article_id} has a text that the review log was never told of."
            )
        for article_id, _ in sorted(self.texts - beside.texts):
            yield _unplaced(
                f"Article {article_id} has lost a text that the review log was told of."
            )
        for key_id in sorted({*beside.keys, *self.keys}):
            if beside.keys.get(key_id) != self.keys.get(key_id):
                yield _unplaced(f"The key {key_id} is not what the review log was told of it.")
        if noted is not None and noted not in self._seals:
            yield _unplaced(f"No row of the review log has the seal {noted!r}.")

    def _wrong_length(self, head: Row | None) -> Fault:
        """Name the first row that is missing at the end, or that nobody knows of."""
        length = head["steps"] if head else None
        if not isinstance(length, int):
            return _unplaced("The head of the review log is missing.")
        if length > self.steps:
            first, what = self.steps + 1, f"is missing; {length} rows were written"
        elif length < self.steps:
            first, what = length + 1, f"was added; {length} rows were written"
        else:
            first, what = length, "is not the last that was written"
        return Fault(sequence=first, message=f"Row {first} of the review log {what}.")


def _unplaced(message: str) -> Fault:
    return Fault(sequence=None, message=message)
