"""What may tell who somebody is, for the facilitator who is about to publish."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, jsonify

from wikicafe.outcome.revealing import clues as found_in
from wikicafe.web.asking import check_facilitator
from wikicafe.web.desk import desk
from wikicafe.web.known import known_cafe

bp = Blueprint("revealing", __name__, url_prefix="/api")


@bp.get("/cafes/<cafe>/revealing")
def clues(cafe: str) -> Response:
    """List names, addresses and numbers in what would be published now."""
    check_facilitator(cafe)
    found = desk().live.runtime.outside(found_in, known_cafe(cafe))
    return jsonify(clues=[asdict(clue) for clue in found])
