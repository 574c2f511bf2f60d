"""Whatever is asked of the JSON calls is answered or refused. FUZZ_HTTP says how many cases are tried.

The cases are schemathesis' own, made from our OpenAPI document: as the document says, and not.
"""

from __future__ import annotations

import os
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from tests.fuzz.watching import no_traceback
from tests.web.visitors import Visitor, settings_for
from wikicafe.app import House, build
from wikicafe.eventlog import open_log
from wikicafe.serve import Threading
from wikicafe.web.openapi import BODIES, SAYS_NO, described

CASES = int(os.environ.get("FUZZ_HTTP", "600"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))
A_HOUSE_LASTS = 1_500  # cases; then it holds many cafés, and another one is built
OK = {200, *SAYS_NO, 405}  # 405: a method that is not there


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


class Target:
    """A house that is renewed now and then, and the tokens one may show there."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self.house: House | None = None
        self.asked = 0

    def browser(self) -> Any:
        if self.house is None or self.asked % A_HOUSE_LASTS == 0:
            self.close()
            self.house = build(settings_for(self._data), open_log("memory://"), Threading().runtime)
            desk = self.house.app.extensions["wikicafe"]
            desk.pace._per_s = desk.pace._burst = 1e9
            object.__setattr__(desk, "rehearse", lambda *_: None)  # would make people of its own
            self.house.start()
            fatima = Visitor(self.house).opens_a_cafe()
            ama = Visitor(self.house, "a" * 32)
            ama.joins(code=fatima.code)
            self.tokens = ("", "nonsense", ama.token, fatima.token, fatima.house_token())
            self.cafe = fatima.cafe
        self.asked += 1
        return self.house.app.test_client()

    def close(self) -> None:
        if self.house is not None:
            self.house.stop()
            self.house = None


def test_every_json_call_is_in_the_document(data: Path) -> None:
    house = build(settings_for(data), open_log("memory://"), Threading().runtime)
    calls = {r.endpoint for r in house.app.url_map.iter_rules() if r.rule.startswith("/api/")}
    assert calls == set(BODIES)
    document = described(house.app)
    assert document["openapi"] == "3.1.0"
    assert house.app.test_client().get("/api/openapi.json").json == document
    patterns = str(document["components"]["schemas"])
    assert "\\\\A" not in patterns and "\\\\Z" not in patterns


@pytest.mark.slow
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_every_case_is_answered_or_refused(data: Path, mode: GenerationMode) -> None:
    target = Target(data)
    target.browser()
    document = described(target.house.app)
    schema = schemathesis.openapi.from_dict(document)
    operations = [result.ok() for result in schema.get_all_operations()]
    each = max(2, CASES // len(operations) // len(GenerationMode))
    statuses: Counter[int] = Counter()
    with no_traceback() as tracebacks:
        for operation in operations:
            tried = _try(operation, mode, each, target)
            statuses.update(tried)
            assert tracebacks == [], operation.label
    target.close()
    print(f"{sum(statuses.values())} {mode.value} cases: {dict(statuses)}, 0 tracebacks")


def _try(operation: Any, mode: GenerationMode, each: int, target: Target) -> Counter[int]:
    statuses: Counter[int] = Counter()

    @seed(SEED)
    @settings(
        max_examples=each,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        browser = target.browser()
        number = target.asked
        if case.path_parameters and number % 2:
            case.path_parameters["cafe"] = target.cafe
        asked = case.as_transport_kwargs(base_url="http://localhost")
        headers = {k: str(v) for k, v in (asked.get("headers") or {}).items()}
        if token := target.tokens[number % len(target.tokens)]:
            headers["Authorization"] = f"Bearer {token}"
        body = {name: asked[name] for name in ("json", "data") if asked.get(name) is not None}
        response = browser.open(
            asked["url"],
            method=asked["method"],
            headers=[(k, v) for k, v in headers.items() if v.isprintable() and v.isascii()],
            query_string=asked.get("params") or None,
            **body,
        )
        statuses[response.status_code] += 1
        assert response.status_code in OK, (asked, response.status_code, response.text[:200])
        if response.status_code != 200 and response.request.path.startswith("/api/"):
            assert "refused" in response.json

    with suppress(Unsatisfiable):  # a call that takes nothing cannot be asked wrongly
        ask()
    return statuses
