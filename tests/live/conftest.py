"""Every test of `live` gets a hall of its own, and nothing may fail there unheard."""

import logging
from collections.abc import Iterator

import pytest

from tests.live.hall import Hall


@pytest.fixture
def hall(caplog: pytest.LogCaptureFixture) -> Iterator[Hall]:
    """Set hall.expects_faults where the test makes something fail."""
    hall = Hall()
    yield hall
    hall.close()
    records = [*caplog.get_records("setup"), *caplog.get_records("call"), *caplog.records]
    complaints = [r.getMessage() for r in records if r.levelno >= logging.ERROR]
    assert hall.expects_faults or complaints == []


@pytest.fixture
def cafe(hall: Hall) -> Hall:
    """The hall with an open café in it, facilitated by Fatima."""
    return hall.open().facilitated()
