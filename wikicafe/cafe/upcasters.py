"""Old events in today's shape. A field with a default needs nothing here; another meaning does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Lift = Callable[[dict[str, Any]], tuple[str, dict[str, Any]]]

# old name → function giving today's name and fields; entries are never removed
LIFTS: Mapping[str, Lift] = {}


def lifted(name: str, fields: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    while name in LIFTS:
        name, fields = LIFTS[name](fields)
    return name, fields
