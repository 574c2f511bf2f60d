"""A NumPy array one can append to; doubles its room when full, so that appending stays cheap."""

from __future__ import annotations

from typing import Any

import numpy as np

FIRST_ROOM = 64


class Growing:
    """Rows of one shape, appended one at a time."""

    def __init__(self, shape: tuple[int, ...], dtype: Any) -> None:
        self._rows = np.zeros((FIRST_ROOM, *shape), dtype)
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def append(self, row: Any) -> None:
        if self._length == len(self._rows):
            self._rows = np.concatenate([self._rows, np.zeros_like(self._rows)])
        self._rows[self._length] = row
        self._length += 1

    def all(self) -> np.ndarray:
        """Return the rows so far, as a view: what is written into it is kept."""
        return self._rows[: self._length]
