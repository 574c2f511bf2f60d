"""The JSON calls about seats: how a plan would go, why somebody sits there, what it costs."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from wikicafe.cafe.design import Design
from wikicafe.cafe.explaining import seated_rounds
from wikicafe.cafe.seating import tables_for
from wikicafe.web.asking import bearer, check_facilitator, check_house
from wikicafe.web.desk import desk
from wikicafe.web.known import known_cafe
from wikicafe.web.payloads import Outlook, from_query
from wikicafe.web.refusing import No
from wikicafe.web.tokens import HOUSE

bp = Blueprint("planning", __name__, url_prefix="/api")


@bp.get("/seating/outlook")
def outlook() -> Response:
    """Say for how many rounds nobody would meet twice: ?people=&size=&tables=&rounds=&hosts=."""
    check_planner()
    asked = from_query(request.args, Outlook)
    planned = Design(title="", table_count=asked.tables, table_size=asked.size)
    tables = len(tables_for(planned, asked.people))
    told = _outside(desk().explain.outlook, asked.people, tables, asked.rounds, asked.hosts)
    return jsonify(told)


@bp.get("/cafes/<cafe>/seating")
def costs(cafe: str) -> Response:
    """Say what the seats cost, round by round and in all, beside the least they could."""
    check_facilitator(cafe)
    seated = seated_rounds(known_cafe(cafe))
    if not seated.steps:
        return jsonify(costs=[])
    told = _outside(desk().explain.costs, seated.problem, seated.seats)
    return jsonify(costs=[_of_step(cost, seated.steps) for cost in told])


@bp.get("/cafes/<cafe>/seating/<person>")
def why(cafe: str, person: str) -> Response:
    """Say for each round with seats why this person sits there."""
    check_facilitator(cafe)
    seated = seated_rounds(known_cafe(cafe))
    if not any(person in seats for seats in seated.seats):
        return jsonify(reasons=[])
    told = _outside(desk().explain.why, seated.problem, seated.seats, person)
    return jsonify(reasons=[_of_step(reason, seated.steps) for reason in told])


def check_planner() -> None:
    """Let the house's own token pass, and any facilitator's."""
    token = bearer()
    if token is None:
        raise No("unknown-token")
    if token.cafe == HOUSE:
        check_house()
    else:
        check_facilitator(token.cafe)


def _of_step(told: dict[str, Any], steps: tuple[str, ...]) -> dict[str, Any]:
    """The same with the id of the step instead of the number of the round."""
    number = told.pop("round")
    return told | {"step": None if number is None else steps[number]}


def _outside(function: Any, *args: Any) -> Any:
    """A thousand people take a moment: the café goes on meanwhile."""
    return desk().live.runtime.outside(function, *args)
