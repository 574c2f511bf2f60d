"""For whoever operates the house: is it well, and if not, what is degraded. Says nothing about cafés."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from wikicafe.web.desk import desk

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def healthz() -> Response:
    """Answer 200 while we serve, even degraded, and 503 once we are ending.

    Degraded is not down: a proxy that took all of us away because the disk is full would take
    the phones their view as well.
    """
    live = desk().live
    troubles = sorted(live.troubles.codes())
    status = "ending" if live.is_ending else "degraded" if troubles else "ok"
    answer = jsonify(status=status, troubles=troubles)
    answer.status_code = 503 if live.is_ending else 200
    return answer
