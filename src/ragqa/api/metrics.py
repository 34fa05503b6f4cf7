"""/metrics: what the server does, in numbers for Prometheus; no word of a question is in them."""

import asyncio
import time
from collections.abc import Iterator, Mapping
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_1_0_0, generate_latest
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ragqa.access.guard import Requires
from ragqa.access.roles import Principal, Role
from ragqa.desk.at_hand import AtDesk
from ragqa.desk.desk import Desk

router = APIRouter(tags=["health"])

METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
NOWHERE: Final = "(none)"
"""The route of a request for an address that there is not."""
BROKEN_OFF: Final = 499
"""The status of a request whose answer never began: the client went away."""
_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0)


class RequestCounts:
    """Counts requests by method, route and status, and how long they took."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "ragqa_http_requests",
            "Requests that ended, by the template of their route.",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "ragqa_http_request_seconds",
            "Seconds until the last byte of an answer.",
            ("method", "route"),
            buckets=_SECONDS,
            registry=self.registry,
        )

    def count(self, *, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request that ended."""
        name = method if method in METHODS else "other"
        self._requests.labels(name, route, str(status)).inc()
        self._seconds.labels(name, route).observe(seconds)


class Counted:
    """Counts what passes to an application, streams included."""

    def __init__(self, app: ASGIApp, counts: RequestCounts) -> None:
        self._app = app
        self._counts = counts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), BROKEN_OFF

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, sending)
        finally:
            self._counts.count(
                method=scope["method"],
                route=template_of(scope),
                status=status,
                seconds=time.perf_counter() - began,
            )


def template_of(scope: Scope) -> str:
    """Return the address of a routed request with names in place of what was put in for them."""
    route = getattr(scope.get("route"), "path_format", None)
    if not isinstance(route, str):
        return NOWHERE
    given: Mapping[str, object] = scope.get("path_params", {})
    try:
        filled = route.format_map(given)
    except KeyError:
        return route
    # A route knows itself without the prefix under which it was included.
    path: str = scope["path"]
    return path.removesuffix(filled) + route if path.endswith(filled) else route


class _OfTheDesk(Collector):
    """What is going on at a desk when it is looked at, and how many tasks the loop has."""

    def __init__(self, desk: Desk, tasks: int) -> None:
        self._desk = desk
        self._tasks = tasks

    def collect(self) -> Iterator[Metric]:
        asking, snapshot = self._desk.asking, self._desk.serving.snapshot_id
        given = asking.given
        yield GaugeMetricFamily(
            "ragqa_answers_under_way", "Questions being answered.", value=asking.under_way
        )
        yield GaugeMetricFamily(
            "ragqa_answers_waiting", "Questions that wait their turn.", value=asking.waiting
        )
        yield GaugeMetricFamily("ragqa_tasks", "Tasks of the event loop.", value=self._tasks)
        answers = CounterMetricFamily(
            "ragqa_answers", "Questions that were answered, by outcome.", labels=("outcome",)
        )
        for outcome, count in sorted(given.answers.items()):
            answers.add_metric([outcome], count)
        yield answers
        yield CounterMetricFamily("ragqa_claims", "Claims of articles.", value=given.claims)
        yield CounterMetricFamily(
            "ragqa_withheld", "Sentences withheld by the gate.", value=given.withheld
        )
        yield InfoMetricFamily(
            "ragqa_index", "The snapshot that serves.", value={"snapshot": snapshot or ""}
        )


@router.get(
    "/metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
async def metrics(
    request: Request, desk: AtDesk, _: Annotated[Principal, Depends(Requires(Role.ADMIN))]
) -> Response:
    """Tell what the server does, for Prometheus.

    Requests by route and status, how long they took, answers under way and waiting, claims and
    withheld sentences, and the snapshot that serves.
    """
    counts: RequestCounts = request.app.state.requests
    now = CollectorRegistry()
    now.register(_OfTheDesk(desk, len(asyncio.all_tasks())))
    shown = generate_latest(counts.registry) + generate_latest(now)
    return Response(shown, media_type=CONTENT_TYPE_PLAIN_1_0_0)
