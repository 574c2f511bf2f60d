"""How an answer of the café travels: accepted with its place in the log, or refused with a code."""

from __future__ import annotations

from typing import Any

from wikicafe.cafe import codec
from wikicafe.cafe.messages import Refused
from wikicafe.live.house import Live
from wikicafe.web.payloads import Ask
from wikicafe.web.tokens import Token

STATUS = {  # refusal → HTTP status; everything else is a 409: not in this state of affairs
    "bad-shape": 400,
    "unknown-token": 401,
    "wrong-key": 403,
    "not-allowed": 403,
    "removed": 403,
    "erased": 403,
    "revoked": 403,
    "muted": 403,
    "busy": 429,
    "no-such-cafe": 404,
    "not-published": 404,
    "no-such-page": 404,
    "no-such-format": 404,
    "too-many-guesses": 429,
    "our-mistake": 500,
    "storage-full": 507,
}


def refusal(no: Refused) -> dict[str, Any]:
    return {"refused": {"code": no.code, "params": list(no.params)}}


def status_of(no: Refused) -> int:
    return STATUS.get(no.code, 409)


def answer_to_command(live: Live, token: Token, ask: Ask) -> dict[str, Any]:
    """Hand a command to the café as the person of this token, and put the answer into words."""
    try:
        command = codec.command_from(ask.name, ask.payload)
    except codec.BadShape:
        return refusal(Refused("bad-shape"))
    answer = live.submit(token.cafe, command, token.person or token.role, ask.cid, {token.role})
    if isinstance(answer, Refused):
        return refusal(answer)
    return {"accepted": answer.seq, "duplicate": answer.duplicate}
