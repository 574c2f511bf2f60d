"""The JSON calls of people who come in: by the code on the wall, by the QR code, by a secret link."""

from __future__ import annotations

import msgspec
from flask import Blueprint, Response, jsonify, request

from wikicafe.cafe import templates
from wikicafe.cafe.participants import JoinCafe
from wikicafe.cafe.roles import TakeRole
from wikicafe.i18n import known, message
from wikicafe.web import payloads
from wikicafe.web.asking import (
    body,
    check_guesses,
    check_key,
    come_in,
    welcome,
    wrong_guess,
)
from wikicafe.web.desk import desk
from wikicafe.web.known import known_cafe
from wikicafe.web.language import language
from wikicafe.web.refusing import No
from wikicafe.web.tokens import LATE, REHEARSAL, ROLE_OF_ENTRANCE, Token, person_id

bp = Blueprint("api", __name__, url_prefix="/api")


@bp.get("/templates")
def designs() -> Response:
    """List the designs one can start from, worded in the language asked for."""
    lang = known(request.args.get("lang")) or language()

    def speak(key: str) -> str:
        return message(lang, key)

    listed = [
        {
            "id": template.id,
            "title": speak(template.title),
            "description": speak(template.description),
            "design": msgspec.to_builtins(templates.worded(template.design, speak, lang)),
        }
        for template in templates.TEMPLATES
    ]
    return jsonify(listed)


@bp.post("/find")
def find() -> Response:
    """Say which café a code or link opens, so that one sees where one is before giving a name."""
    cafe = _cafe_of(body(payloads.Door))
    design = known_cafe(cafe).plan
    return jsonify(
        cafe=cafe,
        title=design.title,
        languages=design.languages,
        licence=design.licence,
        friendly_space_url=design.friendly_space_url,
    )


@bp.post("/join")
def join() -> Response:
    """Come in as a participant: by the code while the doors are open, by the late link until the end.

    The person's id is made of their browser's secret: a double tap joins once.
    """
    asked = body(payloads.Join)
    cafe = _cafe_of(asked)
    person = person_id(cafe, asked.secret)
    come_in(
        cafe,
        JoinCafe(
            person=person,
            name=asked.name,
            languages=asked.languages,
            consent=asked.consent,
            language=asked.language,
            affiliation=asked.affiliation,
            country=asked.country,
            show_name=asked.show_name,
            would_host=asked.would_host,
            late=asked.code is None,
            simulated=asked.rehearsal is not None,
        ),
        person,
    )
    return welcome(Token(cafe, person, "participant"))


@bp.post("/enter")
def enter() -> Response:
    """Exchange the key of a secret link for a token: facilitator, board or projector."""
    asked = body(payloads.Enter)
    role = ROLE_OF_ENTRANCE.get(asked.role)
    if role is None:
        raise No("bad-shape")
    check_key(asked.cafe, asked.role, asked.key)
    known_cafe(asked.cafe)
    if role == "projector":
        return welcome(Token(asked.cafe, None, role))
    if asked.secret is None:
        raise No("bad-shape")
    person = person_id(asked.cafe, asked.secret)
    come_in(asked.cafe, TakeRole(person, asked.name, role, asked.language), person)
    return welcome(Token(asked.cafe, person, role))


def _cafe_of(asked: payloads.Door) -> str:
    """Return the café whose door was shown: exactly one of code, late link and rehearsal's key."""
    match asked.code, asked.late, asked.rehearsal:
        case str(code), None, None:
            return _cafe_of_code(code)
        case None, str(late), None:
            return _cafe_of_key(late, LATE)
        case None, None, str(rehearsal):
            return _cafe_of_key(rehearsal, REHEARSAL)
    raise No("bad-shape")


def _cafe_of_code(code: str) -> str:
    """Return the café whose open doors this code opens; unknown and closed are answered alike."""
    check_guesses()
    cafe: str | None = desk().live.find(code)
    if cafe is not None and known_cafe(cafe).doors_open and known_cafe(cafe).closed_at is None:
        return cafe
    wrong_guess()
    raise No("no-such-cafe")


def _cafe_of_key(shown: str, entrance: str) -> str:
    """Return the café of "<café>.<key>", if the key is right and the café not closed."""
    cafe, _, key = shown.partition(".")
    check_key(cafe, entrance, key)
    if known_cafe(cafe).closed_at is not None:
        raise No("no-such-cafe")
    return cafe
