"""The JSON calls of facilitators: the list of cafés, opening and importing one, seating, rehearsing."""

from __future__ import annotations

import secrets

from flask import Blueprint, Response, jsonify, request

from wikicafe.cafe.design import Design
from wikicafe.cafe.messages import Refused
from wikicafe.cafe.roles import TakeRole
from wikicafe.outcome.archive import BIGGEST_ZIP
from wikicafe.web import payloads
from wikicafe.web.addresses import own_host
from wikicafe.web.asking import (
    body,
    check_facilitator,
    check_guesses,
    check_house,
    check_key,
    come_in,
    welcome,
)
from wikicafe.web.desk import desk
from wikicafe.web.refusing import No
from wikicafe.web.tokens import HOUSE, REHEARSAL, Token, person_id

bp = Blueprint("housekeeping", __name__, url_prefix="/api")


@bp.post("/house")
def house() -> Response:
    """Exchange the house's secret key for a token, and list the cafés."""
    asked = body(payloads.HouseEntry)
    check_guesses()
    check_key(HOUSE, HOUSE, asked.key)
    token = desk().seal.sign(Token(HOUSE, None, HOUSE))
    return jsonify(token=token, cafes=desk().live.list_cafes())


@bp.get("/cafes")
def cafes() -> Response:
    check_house()
    return jsonify(cafes=desk().live.list_cafes())


@bp.post("/cafes")
def open_cafe() -> Response:
    """Open a café and come in as its first facilitator."""
    check_house()
    asked = body(payloads.CafeOpening)
    if not asked.name.strip():  # before the café is there, and nobody in it
        raise No("name-missing")
    opened = desk().live.open_cafe(payloads.convert(asked.design, Design))
    if isinstance(opened, Refused):
        raise No(opened.code, *opened.params)
    person = person_id(opened.cafe, asked.secret or secrets.token_urlsafe(16))
    come_in(opened.cafe, TakeRole(person, asked.name, "facilitator", asked.language), person)
    return welcome(Token(opened.cafe, person, "facilitator"), code=opened.code)


@bp.post("/cafes/<cafe>/enter")
def enter(cafe: str) -> Response:
    """Come into any café of the house as facilitator: its own token is key enough."""
    check_house()
    asked = body(payloads.HouseEnter)
    person = person_id(cafe, asked.secret)
    come_in(cafe, TakeRole(person, asked.name, "facilitator", asked.language), person)
    return welcome(Token(cafe, person, "facilitator"))


@bp.post("/cafes/import")
def import_cafe() -> Response:
    """Take in a café that was exported elsewhere, with all that was written in it."""
    check_house()
    request.max_content_length = BIGGEST_ZIP
    brought = desk().bring_in(request.get_data(cache=False))
    if isinstance(brought, Refused):
        raise No(brought.code, *brought.params)
    return jsonify(cafe=brought)


@bp.post("/cafes/<cafe>/seating")
def seat(cafe: str) -> Response:
    """Plan and announce who sits where, for everybody here and all rounds not yet begun."""
    actor = check_facilitator(cafe)
    planned = desk().live.seat_everyone(cafe, actor)
    if isinstance(planned, Refused):
        raise No(planned.code, *planned.params)
    return jsonify(seated=planned.seated, repeats=planned.repeats)


@bp.post("/cafes/<cafe>/rehearsal")
def rehearse(cafe: str) -> Response:
    """Let simulated people join, so that a facilitator can practise this café."""
    check_facilitator(cafe)
    asked = body(payloads.Rehearsal)
    # Behind a proxy SERVER_PORT is what the asker's Host header says, not the port we listen on.
    own = request.environ.get("werkzeug.proxy_fix.orig", request.environ)
    url = f"http://{own_host(desk().settings)}:{own['SERVER_PORT']}"
    key = desk().seal.key(cafe, REHEARSAL)
    if no := desk().rehearse(url, cafe, asked.people, asked.seed, asked.speed, key):
        raise No(no.code, *no.params)
    return jsonify(people=asked.people)
