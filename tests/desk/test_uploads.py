"""Uploaded documents: kept under safe names, read one job after another, and never lost."""

import gzip
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.access.audit import Audit
from ragqa.access.roles import Principal, Role
from ragqa.assembly import build_store
from ragqa.config import ServerSettings, Settings
from ragqa.desk.serving import ServingIndex
from ragqa.desk.upload_folder import Kept, UploadFolder, safe_name
from ragqa.desk.upload_jobs import Job, JobState, Outcome
from ragqa.desk.uploads import Uploads
from ragqa.errors import NotFoundError, UsageError
from ragqa.library.database import Database
from ragqa.library.review_log import ReviewLog
from ragqa.schema.source import Kind

WHO = Principal(name="Eve Poe", credential="", roles=frozenset({Role.EDITOR}))
TRIAL = b"# Trial of drug A\n\nDrug A relieved condition X in 40 of 90 adults after four weeks.\n"
OTHER = b"# Trial of drug A\n\nDrug A relieved condition X in 20 of 90 adults after four weeks.\n"


@contextmanager
def opened(folder: Path) -> Iterator[Uploads]:
    """Open uploads with an index and a log of their own."""
    settings = Settings(
        index=folder / "index",
        server=ServerSettings(uploads=folder / "uploads", upload_megabytes=1),
    )
    serving = ServingIndex(settings)
    database = Database.open(str(folder / "library.sqlite"), create=True)
    audit = Audit(database, now=_now)
    uploads = Uploads(settings, serving, audit, now=_now)
    uploads.go_on()
    try:
        yield uploads
    finally:
        uploads.close()
        serving.close()
        database.close()


@pytest.fixture
def uploads(tmp_path: Path) -> Iterator[Uploads]:
    with opened(tmp_path) as made:
        yield made


def _now() -> datetime:
    return datetime.now(UTC)


def sent(uploads: Uploads, name: str, data: bytes, **choices: bool | Kind) -> Job:
    """Send one file, wait until it was read, and return the job."""
    receiving = uploads.receiving(**choices)  # type: ignore[arg-type]
    receiving.take(name, [data])
    return over(uploads, uploads.read_in(receiving.received, WHO))


def over(uploads: Uploads, job: Job) -> Job:
    """Wait until a job is over."""
    return until(lambda: uploads.read(job.job_id), lambda one: one.is_over)


def until(look: Callable[[], Job], is_so: Callable[[Job], bool]) -> Job:
    deadline = time.monotonic() + 120
    while not is_so(found := look()):
        assert time.monotonic() < deadline, found
        time.sleep(0.05)
    return found


def outcomes(job: Job) -> list[tuple[str, Outcome]]:
    return [(one.name, one.outcome) for one in job.outcomes]


def test_each_file_is_told_what_became_of_it(uploads: Uploads) -> None:
    first = sent(uploads, "trial.md", TRIAL)
    assert (first.state, outcomes(first)) == (JobState.DONE, [("trial.md", Outcome.ADDED)])
    assert outcomes(sent(uploads, "trial.md", TRIAL)) == [("trial.md", Outcome.UNCHANGED)]
    changed = sent(uploads, "trial.md", OTHER, replace=True)
    assert outcomes(changed) == [("trial.md", Outcome.UPDATED)]
    assert outcomes(sent(uploads, "empty.md", b"\n\n")) == [("empty.md", Outcome.NO_TEXT)]
    damaged = sent(uploads, "damaged.pdf", b"%PDF-1.7 and then nothing of the kind")
    assert damaged.state is JobState.DONE
    assert [(one.outcome, "damaged.pdf" in one.note) for one in damaged.outcomes] == [
        (Outcome.FAILED, True)
    ]


def test_what_serves_is_renewed_after_a_job(uploads: Uploads, tmp_path: Path) -> None:
    job = sent(uploads, "trial.md", TRIAL, kind=Kind.GUIDELINE)
    with build_store(Settings(index=tmp_path / "index")).open() as snapshot:
        (document_id,) = job.outcomes[0].documents
        assert snapshot.document(document_id).source.kind is Kind.GUIDELINE
    assert uploads.file("guidelines/trial.md").record is not None


def test_another_file_of_the_same_name_is_not_replaced_unasked(uploads: Uploads) -> None:
    sent(uploads, "trial.md", TRIAL)
    job = sent(uploads, "trial.md", OTHER)
    assert outcomes(job) == [("trial.md", Outcome.REFUSED)]
    assert "Another file is called trial.md" in job.outcomes[0].note
    assert uploads.folder.place("trial.md").read_bytes() == TRIAL


def test_a_gzip_bomb_fails_alone(uploads: Uploads) -> None:
    bomb = gzip.compress(b"0" * (400 << 20), compresslevel=9)
    receiving = uploads.receiving()
    receiving.take("bomb.jsonl.gz", [bomb])
    receiving.take("trial.md", [TRIAL])
    job = over(uploads, uploads.read_in(receiving.received, WHO))
    assert dict(outcomes(job)) == {
        "bomb.jsonl.gz": Outcome.FAILED,
        "trial.md": Outcome.ADDED,
    }


def test_a_removed_file_leaves_folder_and_index(uploads: Uploads, tmp_path: Path) -> None:
    sent(uploads, "deep/trial.md", TRIAL)
    sent(uploads, "other.md", OTHER)
    job = over(uploads, uploads.remove("deep/trial.md", WHO))
    assert outcomes(job) == [("deep/trial.md", Outcome.REMOVED)]
    assert [one.name for one in uploads.listed().rows] == ["other.md"]
    assert not (tmp_path / "uploads" / "deep").exists()
    with build_store(Settings(index=tmp_path / "index")).open() as snapshot:
        assert list(snapshot.files()) == ["uploads/other.md"]


def test_a_job_waits_for_another_writer_and_says_so(uploads: Uploads, tmp_path: Path) -> None:
    sent(uploads, "trial.md", TRIAL)
    with build_store(Settings(index=tmp_path / "index"))._lock():
        job = uploads.reindex(WHO)
        waiting = until(lambda: uploads.read(job.job_id), lambda one: bool(one.note))
        assert "Another process is writing to the index" in waiting.note
    assert over(uploads, job).state is JobState.DONE


def test_what_a_server_left_undone_the_next_one_does(tmp_path: Path) -> None:
    with opened(tmp_path) as uploads:
        receiving = uploads.receiving()
        receiving.take("trial.md", [TRIAL])
        job = uploads.read_in(receiving.received, WHO)
        uploads.close()
    with opened(tmp_path) as uploads:
        assert outcomes(over(uploads, job)) == [("trial.md", Outcome.ADDED)]
    with opened(tmp_path) as uploads, pytest.raises(NotFoundError):
        uploads.read(job.job_id)


def test_reindexing_reads_again_what_failed_and_names_folders_out_of_reach(
    uploads: Uploads, tmp_path: Path
) -> None:
    assert "nothing to read" in over(uploads, uploads.reindex(WHO)).note
    sent(uploads, "empty.md", b"\n\n")
    uploads.folder.place("empty.md").write_bytes(TRIAL)
    job = over(uploads, uploads.reindex(WHO))
    assert outcomes(job) == [("empty.md", Outcome.ADDED)]


def test_every_deed_is_in_the_log(uploads: Uploads, tmp_path: Path) -> None:
    sent(uploads, "trial.md", TRIAL)
    over(uploads, uploads.reindex(WHO))
    over(uploads, uploads.remove("trial.md", WHO))
    with Database.open(str(tmp_path / "library.sqlite"), create=False).reading() as connection:
        rows = list(ReviewLog(connection).rows())
    assert [(row["action"], row["by"]) for row in rows] == [
        ("upload", "Eve Poe"),
        ("reindex", "Eve Poe"),
        ("remove", "Eve Poe"),
    ]


def test_a_file_that_is_too_large_leaves_nothing(uploads: Uploads, tmp_path: Path) -> None:
    job = sent(uploads, "large.txt", b"x" * ((1 << 20) + 1))
    assert outcomes(job) == [("large.txt", Outcome.REFUSED)]
    assert "larger than the 1 MB" in job.outcomes[0].note
    assert [one for one in (tmp_path / "uploads").rglob("*") if one.is_file()] == []


def test_a_full_disk_is_told_and_loses_no_other_file(
    uploads: Uploads, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent(uploads, "trial.md", TRIAL)
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    signal = pytest.importorskip("signal")
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, hard))
    try:
        receiving = uploads.receiving()
        refused = receiving.take("more.md", [TRIAL])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert "the disk of the server is full" in refused.refused
    assert uploads.folder.names() == ["trial.md"]


@pytest.mark.parametrize(
    "typed",
    [
        *("../x.md", "a/../../x.md", "..\\x.md", "/..", ".hidden.md", "a/.b/x.md", "C:\\..\\x.md"),
        *("C:/x.md", "x.exe", "x", "", "README.md", "x.md\x00.pdf", "a\u202e.md"),
        "x" * 300 + ".md",
    ],
)
def test_a_name_that_leads_elsewhere_or_cannot_be_read_is_refused(typed: str) -> None:
    with pytest.raises(UsageError):
        safe_name(typed)


@given(st.text(max_size=40).map(lambda text: f"{text}.md"))
def test_no_name_leads_out_of_the_folder(typed: str) -> None:
    root = Path("/uploads")
    try:
        name = safe_name(typed)
    except UsageError:
        return
    place = root / name
    assert place.is_relative_to(root)
    assert not any(part.startswith(".") for part in place.parts)


def test_a_file_takes_its_place_once_it_is_whole(tmp_path: Path) -> None:
    folder = UploadFolder(tmp_path / "uploads", megabytes=1)
    incoming = folder.incoming("a/b.md", kind=None, replace=False)
    assert not (tmp_path / "uploads").exists()
    incoming.write(TRIAL)
    assert folder.names() == []
    assert incoming.keep().kept is Kept.NEW
    assert folder.names() == ["a/b.md"]
    with pytest.raises(NotFoundError):
        folder.place("../library.sqlite")
