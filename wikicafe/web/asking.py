"""What the JSON calls have in common: reading the body, checking keys and tokens, taking people in."""

from __future__ import annotations

import secrets
from typing import Any, TypeVar

from flask import Response, jsonify, request

from wikicafe.cafe.messages import Command, Refused
from wikicafe.web import payloads
from wikicafe.web.cookies import keep
from wikicafe.web.desk import desk
from wikicafe.web.known import is_facilitator, known_cafe
from wikicafe.web.refusing import No
from wikicafe.web.tokens import HOUSE, Token
from wikicafe.web.valid import of_today

NEWCOMER = frozenset({"newcomer"})  # the right to come in, given by code or key

Shape = TypeVar("Shape")


def body(shape: type[Shape]) -> Shape:
    return payloads.decode(request.get_data(cache=False), shape)


def bearer() -> Token | None:
    """Return the token shown as `Authorization: Bearer …`; a cookie alone asks for nothing."""
    kind, _, text = request.headers.get("Authorization", "").partition(" ")
    return desk().seal.read(text.strip()) if kind == "Bearer" else None


def check_house() -> None:
    """Let only the house's own token pass."""
    token = bearer()
    if token is None or token.role != HOUSE or token.cafe != HOUSE:
        raise No("unknown-token")
    check_pace(token)


def check_facilitator(cafe: str) -> str:
    """Return the id of the facilitator of this café who asks; refuse everybody else."""
    token = bearer()
    if token is None or token.cafe != cafe or token.person is None:
        raise No("unknown-token")
    check_pace(token)
    if not is_facilitator(cafe, token):
        raise No("not-allowed")
    return token.person


def check_pace(token: Token) -> None:
    """Refuse a token that asks faster than people do."""
    if wait_s := desk().pace.take(token):
        raise No("busy", round(wait_s, 1))


def check_key(cafe: str, entrance: str, key: str) -> None:
    """Let only the right key of a secret link pass. 256 bit need no limit, but count as guesses."""
    standing = desk().live.look(cafe)
    renewed = standing.cafe.links.get(entrance, 0) if standing is not None else 0
    if not desk().seal.opens(cafe, entrance, key, renewed):
        wrong_guess()
        raise No("wrong-key")


def check_guesses() -> None:
    """Refuse an address that guessed wrongly too often, until its bucket has refilled."""
    if wait_s := desk().guesses.wait_s(request.remote_addr or ""):
        raise No("too-many-guesses", round(wait_s) + 1)


def wrong_guess() -> None:
    desk().guesses.was_wrong(request.remote_addr or "")


def come_in(cafe: str, command: Command, person: str) -> None:
    """Ask the café to take a person in; being in already is as good, unless one was removed."""
    answer = desk().live.submit(cafe, command, person, f"in-{secrets.token_hex(8)}", NEWCOMER)
    if isinstance(answer, Refused):
        raise No(answer.code, *answer.params)


def welcome(token: Token, **more: Any) -> Response:
    """Answer with the token, and keep it as a cookie for pages and downloads."""
    token = of_today(known_cafe(token.cafe), token)
    text = desk().seal.sign(token)
    return keep(jsonify(cafe=token.cafe, person=token.person, token=text, **more), token)
