"""The JSON calls as an OpenAPI document, made of the same shapes that check what comes in.

A call that is missing in the tables below fails a test; nothing is described twice.
"""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec
from flask import Blueprint, Flask, Response, current_app

from wikicafe.web import keeping, payloads
from wikicafe.web.answers import STATUS

HERE = "/api/"
VERSION = "1"  # of the calls: raised when one of them changes its meaning
BODIES: dict[str, type | None] = {  # endpoint → what it reads; None: nothing
    "api.designs": None,
    "api.find": payloads.Door,
    "api.join": payloads.Join,
    "api.enter": payloads.Enter,
    "housekeeping.house": payloads.HouseEntry,
    "housekeeping.cafes": None,
    "housekeeping.open_cafe": payloads.CafeOpening,
    "housekeeping.enter": payloads.HouseEnter,
    "housekeeping.import_cafe": bytes,
    "housekeeping.seat": None,
    "housekeeping.rehearse": payloads.Rehearsal,
    "keeping.come_back": keeping.Returning,
    "keeping.read_on": None,
    "keeping.erased": None,
    "keeping.put_back": bytes,
    "revealing.clues": None,
    "planning.outlook": None,
    "planning.costs": None,
    "planning.why": None,
    "openapi.document": None,
}
NUMBER = {"type": "integer"}
QUERIES: dict[str, dict[str, Any]] = {
    "api.designs": {"lang": {"type": "string"}},
    "keeping.read_on": {"after": NUMBER},
    "planning.outlook": dict.fromkeys(("people", "size", "tables", "rounds"), NUMBER)
    | {"hosts": {"type": "string"}},
}
# Everything else asks for a token: of the house, or of a facilitator of that café.
WITHOUT_TOKEN = {
    "api.designs",
    "api.find",
    "api.join",
    "api.enter",
    "housekeeping.house",
    "keeping.come_back",
    "openapi.document",
}
REFUSED = {
    "type": "object",
    "properties": {
        "refused": {
            "type": "object",
            "properties": {"code": {"type": "string"}, "params": {"type": "array"}},
            "required": ["code", "params"],
        }
    },
    "required": ["refused"],
}
SAYS_NO = sorted({400, 409, 413, *STATUS.values()})

bp = Blueprint("openapi", __name__, url_prefix="/api")


@bp.get("/openapi.json")
def document() -> Response:
    """Describe all calls under /api/ to programs."""
    return Response(json.dumps(described(current_app)), mimetype="application/json")


def described(app: Flask) -> dict[str, Any]:
    """Return the OpenAPI document (3.1) of the application's JSON calls."""
    paths: dict[str, dict[str, Any]] = {}
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith(HERE):
            continue
        method = "post" if rule.methods is not None and "POST" in rule.methods else "get"
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        says = app.view_functions[rule.endpoint].__doc__ or ""
        paths.setdefault(path, {})[method] = _operation(rule.endpoint, path, says)
    kinds = [kind for kind in BODIES.values() if kind not in (None, bytes)]
    _, shapes = msgspec.json.schema_components(kinds, ref_template="#/components/schemas/{name}")
    return {
        "openapi": "3.1.0",
        "info": {"title": "WikiCafé", "version": VERSION},
        "paths": paths,
        "components": {
            "schemas": _without_python(shapes),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(endpoint: str, path: str, says: str) -> dict[str, Any]:
    kind = BODIES.get(endpoint)
    operation: dict[str, Any] = {
        "operationId": endpoint,
        "summary": says.strip().partition("\n")[0],
        "responses": {
            "200": {"description": "done", "content": {"application/json": {}}},
            **{
                str(status): {
                    "description": "refused",
                    "content": {"application/json": {"schema": REFUSED}},
                }
                for status in SAYS_NO
            },
        },
    }
    text = {"type": "string"}
    operation["parameters"] = [
        {"name": name, "in": "path", "required": True, "schema": text}
        for name in re.findall(r"{(\w+)}", path)
    ] + [
        {"name": name, "in": "query", "required": False, "schema": shape}
        for name, shape in QUERIES.get(endpoint, {}).items()
    ]
    if endpoint not in WITHOUT_TOKEN:
        operation["security"] = [{"token": []}]
    if kind is bytes:
        content: dict[str, Any] = {"application/octet-stream": {"schema": {"type": "string"}}}
        operation["requestBody"] = {"required": True, "content": content}
    elif kind is not None:
        shape = {"$ref": f"#/components/schemas/{kind.__name__}"}
        content = {"application/json": {"schema": shape}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _without_python(shape: Any) -> Any:
    r"""Write patterns as other languages do: `\A` and `\Z` are Python's."""
    if isinstance(shape, dict):
        return {name: _without_python(part) for name, part in shape.items()}
    if isinstance(shape, list):
        return [_without_python(part) for part in shape]
    return shape.replace(r"\A", "^").replace(r"\Z", "$") if isinstance(shape, str) else shape
