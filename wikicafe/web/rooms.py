"""Who listens to which channel, kept by connection as well: leaving costs the own rooms only.

The library's manager looks through all rooms of the house at every disconnect.
"""

from __future__ import annotations

from typing import Any

import socketio


class Rooms(socketio.Manager):  # type: ignore[misc]
    """A client manager (`client_manager=`, documented) with an index from connection to rooms."""

    def __init__(self) -> None:
        super().__init__()
        self._of: dict[tuple[str, str], set[Any]] = {}

    def pre_connect(self, eio_sid: str, namespace: str) -> str | None:
        """Give a line one name and no more: the library would forget the first, and who had it."""
        if self.sid_from_eio_sid(eio_sid, namespace) is not None:
            return None
        return str(super().pre_connect(eio_sid, namespace))

    def basic_enter_room(
        self, sid: str, namespace: str, room: Any, eio_sid: str | None = None
    ) -> None:
        super().basic_enter_room(sid, namespace, room, eio_sid=eio_sid)
        self._of.setdefault((namespace, sid), set()).add(room)

    def basic_leave_room(self, sid: str, namespace: str, room: Any) -> None:
        super().basic_leave_room(sid, namespace, room)
        own = self._of.get((namespace, sid))
        if own is not None:
            own.discard(room)
            if not own:
                del self._of[(namespace, sid)]

    def get_rooms(self, sid: str, namespace: str) -> list[Any]:
        return [room for room in self._of.get((namespace, sid), ()) if room is not None]

    def basic_disconnect(self, sid: str, namespace: str, **_more: Any) -> None:
        for room in list(self._of.get((namespace, sid), ())):
            self.basic_leave_room(sid, namespace, room)
        self.callbacks.pop(sid, None)
        for waiting in (self.pending_connect, self.pending_disconnect):
            if sid in waiting.get(namespace, ()):
                waiting[namespace].remove(sid)
                if not waiting[namespace]:
                    del waiting[namespace]
