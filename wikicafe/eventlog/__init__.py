"""Where cafés are kept: one list of events each, in a store chosen by its URL."""

from wikicafe.eventlog.opening import open_log

__all__ = ["open_log"]
