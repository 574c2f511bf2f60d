"""Say no over HTTP: JSON with a code to scripts, a page with a sentence to people."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, jsonify, make_response, request
from werkzeug.exceptions import HTTPException

from wikicafe.cafe.messages import Refused
from wikicafe.web.answers import refusal, status_of
from wikicafe.web.page import page_of
from wikicafe.web.payloads import BadShape

CODE_OF_STATUS = {
    400: "bad-shape",
    404: "no-such-page",
    405: "no-such-page",
    411: "bad-shape",
    413: "bad-shape",
    414: "bad-shape",
}


class No(Exception):
    """Ends a request with a refusal."""

    def __init__(self, code: str, *params: Any) -> None:
        super().__init__(code)
        self.refused = Refused(code, params)


def refuse(no: Refused) -> Response:
    """Answer a refusal in the form the asker reads."""
    if request.path.startswith("/api/"):
        response = jsonify(refusal(no))
    else:
        response = make_response(page_of("refused", {"code": no.code}, refused=no))
    response.status_code = status_of(no)
    return response


def handle(app: Flask) -> None:
    """Let every error of the application be answered here."""
    app.register_error_handler(No, lambda no: refuse(no.refused))
    app.register_error_handler(BadShape, lambda _bad: refuse(Refused("bad-shape")))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OSError, _away(app))
    app.register_error_handler(Exception, _mistake(app))


def _http(error: HTTPException) -> Response:
    if error.code is not None and error.code < 400:  # a redirect is no refusal
        return make_response(error.get_response())
    response = refuse(Refused(CODE_OF_STATUS.get(error.code or 500, "our-mistake")))
    response.status_code = error.code or 500
    return response


def _away(app: Flask) -> Any:
    def answer(error: OSError) -> Response:
        """The event log cannot be reached at this moment: nothing was decided, ask again."""
        app.logger.warning("the event log cannot be read: %r", error)
        response = refuse(Refused("busy"))
        response.status_code = 503
        return response

    return answer


def _mistake(app: Flask) -> Any:
    def answer(error: Exception) -> Response:
        app.logger.exception("a request failed", exc_info=error)
        return refuse(Refused("our-mistake"))

    return answer
