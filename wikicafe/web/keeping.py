"""What outlives the server's disk: facilitators' browsers keep the whole list, phones come back by themselves.

A café put back keeps its id, people, cids and times. Nothing of it is decided here: what comes in
passes the same checks as an archive.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, jsonify, request

from wikicafe.cafe.codec import Recorded
from wikicafe.cafe.messages import Refused
from wikicafe.cafe.permissions import refused_out
from wikicafe.cafe.state import Person
from wikicafe.cafe.topics import EVENTS
from wikicafe.outcome import archive
from wikicafe.web import payloads
from wikicafe.web.asking import body, check_facilitator, check_house, welcome
from wikicafe.web.desk import desk
from wikicafe.web.known import known_cafe
from wikicafe.web.refusing import No
from wikicafe.web.tokens import Token, person_id

AT_ONCE = 1000  # events in one answer; about 400 kB before compression
ROLES = ("facilitator", "synthesiser", "participant")  # what allows more first

bp = Blueprint("keeping", __name__, url_prefix="/api")


class Returning(payloads.Incoming, frozen=True):
    cafe: payloads.CafeId
    secret: payloads.Secret


@bp.post("/return")
def come_back() -> Response:
    """Give whoever is in the café a new token for the secret of their browser.

    For phones whose token a lost or renewed SECRET_KEY made void. The secret has 120 bits: no
    limit is needed, and a whole hall comes back from one address.
    """
    asked = body(Returning)
    known = known_cafe(asked.cafe).people.get(person_id(asked.cafe, asked.secret))
    if known is None:
        raise No("not-in-this-cafe")
    if no := refused_out(known):
        raise No(no.code)
    if known.generation:  # revoked: the secret may be in other hands
        raise No("revoked")
    return welcome(Token(asked.cafe, known.id, _role(known)))


@bp.get("/cafes/<cafe>/log")
def read_on(cafe: str) -> Response:
    """Hand a facilitator what happened after `?after=`, with the texts: {epoch, head, lines}.

    A line is one of `events.jsonl` in the archive. Ask again until as many came as head says.
    """
    check_facilitator(cafe)
    after = request.args.get("after", 0, type=int)
    here = desk().live
    head = here.log.head(cafe)
    lines = _lines(cafe, here.log.read(cafe, min(max(0, after), head.seq), AT_ONCE))
    return jsonify(epoch=head.epoch, head=head.seq, lines=lines)


@bp.get("/cafes/<cafe>/log/erased")
def erased(cafe: str) -> Response:
    """Say which events have lost their texts, as they stand now: a copy must lose them, too."""
    check_facilitator(cafe)
    here = desk().live
    found = []
    for place, record in enumerate(here.records(cafe)):
        if _lacks_its_texts(record):
            found.append(record)
        if place % AT_ONCE == 0:
            here.runtime.sleep(0)  # a long list; phones must not wait for it
    return jsonify(epoch=here.log.head(cafe).epoch, lines=_lines(cafe, found))


@bp.post("/cafes/put-back")
def put_back() -> Response:
    """Take in the `events.jsonl` that a facilitator's browser kept of a café this house has lost."""
    check_house()
    request.max_content_length = archive.BIGGEST_ZIP
    kept = request.get_data(cache=False)
    packed = desk().live.runtime.outside(archive.write, {archive.EVENTS: kept})
    brought = desk().bring_in(packed)
    if isinstance(brought, Refused):
        raise No(brought.code, *brought.params)
    return jsonify(cafe=brought)


def _role(person: Person) -> str:
    return next((role for role in ROLES if role in person.roles), "participant")


def _lines(cafe: str, records: Sequence[Recorded]) -> list[str]:
    _head, *lines = archive.events(cafe, records).decode().splitlines()
    return lines


def _lacks_its_texts(record: Recorded) -> bool:
    kind = EVENTS.get(record.name)
    return record.body is None and (kind is None or bool(kind.PERSONAL))
