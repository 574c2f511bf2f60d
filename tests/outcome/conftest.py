"""Cafés on the running server, for the browser tests of board and outcome page."""

import pytest

from tests.cafe_server import CafeServer
from tests.outcome.served_cafe import Served, fresh_cafe, serve_cafe


@pytest.fixture
def fresh(server: CafeServer) -> Served:
    """Six notes, nothing placed."""
    return serve_cafe(server, fresh_cafe())
