"""What the operator reads: one line per thing, without anybody's words, and never a flood."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest

from wikicafe import logs


@pytest.fixture
def read() -> Iterator[io.StringIO]:
    """Everything logged meanwhile."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    stream = io.StringIO()
    logs.begin(stream)
    yield stream
    for handler in [h for h in root.handlers if h not in before]:
        root.removeHandler(handler)
    root.setLevel(level)


def test_a_line_says_when_how_bad_where_and_what(read: io.StringIO) -> None:
    logging.getLogger("wikicafe.live.submit").error("nothing can be written")
    (line,) = read.getvalue().splitlines()
    assert line.startswith("time=20")
    assert line.endswith('level=error from=live.submit what="nothing can be written"')


def test_an_exception_is_said_by_kind_and_place_not_by_its_words(read: io.StringIO) -> None:
    try:
        raise ValueError("Ama wrote: my landlord\nis a thief")
    except ValueError:
        logging.getLogger("wikicafe.live.follow").exception("a café cannot be followed")
    (line,) = read.getvalue().splitlines()
    assert "error=ValueError" in line
    assert "tests/test_logs.py:" in line
    assert "landlord" not in line


def test_what_repeats_is_held_back_and_counted() -> None:
    now = [0.0]
    holding = logs.HoldBack(lambda: now[0])
    passed = []

    def complain(number: int) -> None:
        record = logging.LogRecord("x", logging.ERROR, "x.py", 1, "again", (), None)
        if holding.filter(record):
            passed.append((number, record.held_back))  # type: ignore[attr-defined]

    for number in range(1000):
        complain(number)
    assert passed == [(n, 0) for n in range(logs.AT_ONCE)]
    now[0] += logs.ONE_EVERY_S
    complain(1000)
    assert passed[-1] == (1000, 1000 - logs.AT_ONCE)


def test_another_place_in_the_code_is_another_kind() -> None:
    holding = logs.HoldBack()
    for line in range(50):
        record = logging.LogRecord("x", logging.ERROR, "x.py", line, "again", (), None)
        assert holding.filter(record)


def test_a_value_cannot_break_its_line(read: io.StringIO) -> None:
    logging.getLogger("wikicafe").warning('a="b"\nlevel=error\x1b[31m')
    (line,) = read.getvalue().splitlines()
    assert line.endswith('what="a=\\"b\\" level=error [31m"')


def test_libraries_that_quote_addresses_are_not_heard(read: io.StringIO) -> None:
    logging.getLogger("engineio.server").error("10.0.0.1 said something")
    logging.getLogger("werkzeug").info('10.0.0.1 "GET /"')
    assert read.getvalue() == ""
