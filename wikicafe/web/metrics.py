"""Figures for Prometheus, for whoever shows the token of the operator; nobody else learns there are any.

Nothing here names a person or a café.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator

from flask import Blueprint, Response, abort, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    GCCollector,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)

from wikicafe import logs
from wikicafe.live.figures import Spread
from wikicafe.live.house import Live
from wikicafe.web.desk import desk

bp = Blueprint("metrics", __name__)


@bp.get("/metrics")
def metrics() -> Response:
    """Answer in Prometheus' text form, to `Authorization: Bearer <WIKICAFE_METRICS_TOKEN>`."""
    wanted = desk().settings.metrics_token
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    if not wanted or not hmac.compare_digest(shown.encode(), wanted.encode()):
        abort(404)
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    GCCollector(registry=registry)
    registry.register(Figures(desk().live, desk().connections))
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class Figures:
    """Reads what `live` counts at the moment somebody asks. connections: how many there are."""

    def __init__(self, live: Live, connections: Callable[[], int]) -> None:
        self._live = live
        self._connections = connections

    def collect(self) -> Iterator[Metric]:
        figures = self._live.figures
        answers = CounterMetricFamily(
            "wikicafe_commands", "Commands answered, by answer or code of refusal.", labels=["as"]
        )
        for answer, number in sorted(figures.answers.items()):
            answers.add_metric([answer], number)
        yield answers
        yield _spread(
            "wikicafe_command_seconds", "Until a command is answered.", figures.answered_in
        )
        yield _spread("wikicafe_commit_ops", "Commands written with one commit.", figures.groups)
        yield CounterMetricFamily("wikicafe_told", "Messages made for channels.", figures.told)
        yield GaugeMetricFamily(
            "wikicafe_connections", "Browsers connected now.", self._connections()
        )
        cafes, aside = figures.in_memory()
        yield GaugeMetricFamily("wikicafe_cafes", "Cafés in memory.", cafes)
        yield GaugeMetricFamily("wikicafe_events_set_aside", "Events not understood.", aside)
        troubles = GaugeMetricFamily(
            "wikicafe_trouble", "Degraded states, and in how many places.", labels=["code"]
        )
        for code, number in sorted(self._live.troubles.codes().items()):
            troubles.add_metric([code], number)
        yield troubles
        said = CounterMetricFamily(
            "wikicafe_log_lines", "Lines logged, those held back included.", labels=["level"]
        )
        for level, number in sorted(logs.counts().items()):
            said.add_metric([level], number)
        yield said


def _spread(name: str, what: str, spread: Spread) -> HistogramMetricFamily:
    return HistogramMetricFamily(name, what, buckets=spread.cumulated(), sum_value=spread.total)
