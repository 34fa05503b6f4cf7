"""Jobs noted on the disk while they are not done, so that a server that ends loses none."""

import json
import logging
from contextlib import suppress
from pathlib import Path
from typing import Final

from ragqa.desk.upload_jobs import Job, JobKind

logger = logging.getLogger(__name__)

NOTES: Final = ".jobs"


class JobNotes:
    """One small file for each job that is not done.

    Args:
        folder: of the uploads.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / NOTES

    def put(self, job: Job) -> None:
        """Note a job.

        Raises:
            OSError: it cannot be written, such as to a full disk.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        place = self._place(job.job_id)
        passing = place.with_suffix(".part")
        noted = {"kind": job.kind, "by": job.by, "at": job.at, "files": job.files}
        passing.write_text(json.dumps(noted), encoding="utf-8")
        passing.replace(place)

    def drop(self, job_id: str) -> None:
        """Forget a job that is done."""
        with suppress(OSError):
            self._place(job_id).unlink()

    def left(self) -> list[Job]:
        """Return the jobs that were not done when a server ended, oldest first."""
        jobs = [job for place in self._folder.glob("*.json") if (job := _read(place))]
        return sorted(jobs, key=lambda job: (job.at, job.job_id))

    def _place(self, job_id: str) -> Path:
        return self._folder / f"{job_id}.json"


def _read(place: Path) -> Job | None:
    try:
        noted = json.loads(place.read_text(encoding="utf-8"))
        return Job(
            job_id=place.stem,
            kind=JobKind(noted["kind"]),
            by=str(noted["by"]),
            at=str(noted["at"]),
            files=tuple(map(str, noted["files"])),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        logger.warning("%s is no note of a job and is left alone (%s)", place, error)
        return None
