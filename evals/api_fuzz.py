"""Has schemathesis make requests from the OpenAPI document, valid ones and broken ones.

    python evals/api_fuzz.py [--cases 2000] [--seed 1]

Every operation is called in this process, on the demo corpus, with a library of its own that holds
an article and a conversation. Printed are the requests, the answers by status, and every check
that failed: server errors, statuses, media types and bodies that the document does not describe,
broken requests that were accepted. Exit 1 where one failed.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import SearchStrategy
from schemathesis.checks import load_all_checks
from schemathesis.python.asgi import shutdown_lifespans
from schemathesis.specs.openapi.checks import (
    ensure_resource_availability,
    ignored_auth,
    positive_data_acceptance,
    use_after_free,
)

ROOT = Path(__file__).parent.parent
HOST = "http://127.0.0.1"
QUESTION = "Does varenicline help adults to stop smoking?"
EXCLUDED = [
    # Words that are no question, pages beyond an end and ids of nothing fit any schema.
    positive_data_acceptance,
    # Nobody logs in where the server is open; the authorisation matrix is another test.
    ignored_auth,
    # Of sequences of requests, which are not made here.
    use_after_free,
    ensure_resource_availability,
]
SHOWN = 20
Strategy = SearchStrategy[schemathesis.Case]


@dataclass(slots=True, kw_only=True)
class Report:
    """What came back."""

    cases: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    @property
    def server_errors(self) -> int:
        """Answers that say that the server failed."""
        return sum(count for status, count in self.statuses.items() if status >= 500)


def main() -> int:
    """Fuzz, and print what came back."""
    from ragqa.assembly import build_ingester
    from ragqa.config import LibrarySettings, ServerSettings, Settings
    from ragqa.server import build_app

    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = ServerSettings(uploads=folder / "uploads", requests_per_minute=1_000_000)
        chosen = Settings(
            index=folder / "index",
            library=LibrarySettings(url=str(folder / "library.sqlite")),
            server=server,
        )
        build_ingester(chosen).ingest([ROOT / "corpus"])
        began = time.monotonic()
        report = fuzz(build_app(chosen), cases=asked.cases, seeded=asked.seed)
        seconds = time.monotonic() - began
    for failure in report.failures[:SHOWN]:
        print(failure, end="\n\n")
    print(f"Requests: {report.cases:,} in {seconds:.0f} s, seed {asked.seed}.")
    print("Answers: " + ", ".join(f"{n:,} of {one}" for one, n in sorted(report.statuses.items())))
    print(f"Server errors: {report.server_errors}. Failed checks: {len(report.failures)}.")
    return 1 if report.failures or report.server_errors else 0


def fuzz(app: FastAPI, *, cases: int, seeded: int) -> Report:
    """Send at least so many requests, equally many to each operation, and return what came back."""
    load_all_checks()
    schema = schemathesis.openapi.from_dict(app.openapi())
    schema.app = app
    found = [one.ok() for one in schema.get_all_operations()]
    report = Report()
    try:
        known = _known(app)
        while (left := cases - report.cases) > 0:
            # Of an operation without fields there are not as many requests as of others.
            each = -(-left // (2 * len(found)))
            for operation in found:
                for strategy in _strategies(operation, known):
                    _run(strategy, report, each, seeded)
            seeded += 1
    finally:
        shutdown_lifespans()
    return report


def _strategies(operation: schemathesis.APIOperation, known: dict[str, str]) -> Iterator[Strategy]:
    """Yield requests that fit, with ids that are there, and requests that do not."""
    names = {one.name for one in operation.path_parameters}
    there = {name: value for name, value in known.items() if name in names}
    modes = schemathesis.GenerationMode
    yield operation.as_strategy(modes.POSITIVE, path_parameters=there or None)
    yield operation.as_strategy(modes.NEGATIVE)


def _run(strategy: Strategy, report: Report, count: int, seeded: int) -> None:
    @seed(seeded)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def requested(case: schemathesis.Case) -> None:
        response = case.call(base_url=HOST)
        report.cases += 1
        report.statuses[response.status_code] += 1
        try:
            case.validate_response(response, excluded_checks=EXCLUDED)
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt | SystemExit):
                raise
            parts = getattr(error, "exceptions", (error,))
            told = "\n".join(str(one) for one in parts)
            report.failures.append(f"{case.as_curl_command()}\n{told}")

    # Nothing of an operation without fields can be broken.
    with suppress(Unsatisfiable):
        requested()


def _known(app: FastAPI) -> dict[str, str]:
    """Make an article and a conversation, and return what addresses can name."""
    client = TestClient(app, base_url=HOST)
    with schemathesis.python.asgi.get_client(app):
        job = client.post("/v1/articles", json={"question": QUESTION}).json()
        begun = client.post("/v1/conversations").json()
        source = client.get("/v1/sources").json()["sources"][0]
        while client.get(f"/v1/jobs/{job['job_id']}").json()["state"] in ("waiting", "running"):
            time.sleep(0.1)
    return {
        "article_id": job["article_id"],
        "conversation_id": begun["conversation_id"],
        "document_id": source["document_id"],
        "job_id": job["job_id"],
        "name": "ragqa",
    }


if __name__ == "__main__":
    sys.exit(main())
