"""A small cache that forgets: the least recently used beyond its size, everything after a minute."""

import time
from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar
from uuid import UUID

T = TypeVar("T")


class Cache(Generic[T]):
    """Values by subject, shared between threads."""

    def __init__(self, capacity: int, seconds: float) -> None:
        self._capacity = capacity
        self._crowded = capacity // 2  # until then nothing will be pushed out soon, and order costs time
        self._seconds = seconds
        self._kept: OrderedDict[UUID, tuple[float, T]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: UUID) -> T | None:
        """The value, unless it is too old or was pushed out."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            if found[0] < time.monotonic():
                del self._kept[key]
                return None
            if len(self._kept) > self._crowded:
                self._kept.move_to_end(key)
            return found[1]

    def put(self, key: UUID, value: T) -> None:
        """Keep a value from now on."""
        with self._lock:
            self._kept[key] = (time.monotonic() + self._seconds, value)
            self._kept.move_to_end(key)
            if len(self._kept) > self._capacity:
                self._kept.popitem(last=False)

    def drop(self, key: UUID) -> None:
        """Forget a value."""
        with self._lock:
            self._kept.pop(key, None)
