"""One sample of any command or event, filled with plain values by the types of its fields."""

from __future__ import annotations

from typing import Any

import msgspec

from wikicafe.cafe.messages import Command, Event


def sample(kind: type[Command] | type[Event]) -> Any:
    """Return an instance whose required fields hold "unknown", 1, an empty list and the like."""
    return msgspec.convert(_filled(msgspec.inspect.type_info(kind)), kind)


def _filled(info: Any) -> Any:
    match info:
        case msgspec.inspect.StructType():
            return {f.encode_name: _filled(f.type) for f in info.fields if f.required}
        case msgspec.inspect.IntType():
            return 1
        case msgspec.inspect.BoolType():
            return True
        case msgspec.inspect.VarTupleType() | msgspec.inspect.ListType():
            return []
        case msgspec.inspect.DictType():
            return {}
        case msgspec.inspect.UnionType():
            return _filled(info.types[0])
        case _:
            return "unknown"
