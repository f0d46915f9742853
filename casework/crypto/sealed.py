"""Sealed fields of models: set like any attribute, sealed at the flush, opened when first read.

    _full_name: Mapped[bytes] = mapped_column("full_name", LargeBinary)
    full_name = SealedText("person.full_name", "_full_name")

The class needs an ``id`` made by the client and a ``subject_id`` whose key the vault has.
"""

import json
from abc import abstractmethod
from typing import Any, Generic, Self, TypeVar, overload

from sqlalchemy.orm.attributes import flag_modified, instance_state
from sqlalchemy.orm.base import NO_VALUE

from casework.crypto.book import note
from casework.crypto.cipher import Unopened, domain_of
from casework.crypto.plans import Declared, RowSealed, declare
from casework.crypto.rows import MISSING, Kept, kept_of, open_again, slot_of, sound, verify_row
from casework.crypto.rowseal import session_of

__all__ = ["RowSealed", "SealedBytes", "SealedJson", "SealedText", "verify_row"]

T = TypeVar("T")


class Sealed(Generic[T]):
    """A field over a raw bytes column. An unset field is sealed empty, so that nothing tells it from a set one."""

    def __init__(self, domain: str, column: str, compartment: str = "") -> None:
        self._domain = domain_of(domain, compartment)
        self._name = domain
        self._slot = slot_of(column)
        self._column = column

    def __set_name__(self, owner: type, name: str) -> None:
        declare(owner, Declared(name, self._domain, self._column, self._encoded))

    @abstractmethod
    def _encode(self, value: T) -> bytes: ...

    @abstractmethod
    def _decode(self, text: bytes) -> T: ...

    def _encoded(self, value: T | None) -> bytes:
        return b"" if value is None else self._encode(value)

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...

    @overload
    def __get__(self, instance: object, owner: type) -> T: ...

    def __get__(self, instance: object | None, owner: type) -> Self | T:
        if instance is None:
            return self
        known = instance.__dict__.get(self._slot)
        if known is not None and known[2] and known[0] is instance.__dict__.get(self._column, MISSING):
            value: T = known[1]
            return value
        return self._opened(instance)

    def _opened(self, instance: Any) -> T:
        held = instance.__dict__
        raw = held.get(self._column) or getattr(instance, self._column)
        kept: Kept = held.get("_kept") or kept_of(instance)
        state = held["_sa_instance_state"]
        if raw is None and state.key is None:
            return self._decode(b"")
        if kept.session_id is None or kept.session_id != state.session_id:
            kept.enter(instance, session_of(instance))
        if kept.row_sealed and kept.verified is not held.get("seal", NO_VALUE) and not sound(instance, kept):
            verify_row(instance)
        if raw is None:
            return self._decode(b"")
        known = held.get(self._slot)
        if known is not None and known[0] is raw:
            value: T = known[1]
        else:
            try:
                text = kept.cipher.open(self._domain, kept.place, raw)
            except Unopened:
                text = open_again(instance, kept, self._domain, raw)
            value = self._decode(text)
        held[self._slot] = (raw, value, note(kept.info, kept.subject_id, self._name))
        return value

    def __set__(self, instance: object, value: T | None) -> None:
        text = self._encoded(value)
        held = instance.__dict__
        kept = kept_of(instance)
        if instance_state(instance).key is not None:
            getattr(instance, self._column)  # else it could not be marked as changed
            known = held.get(self._slot)
            if known is not None and known[0] is held[self._column] and self._encoded(known[1]) == text:
                return
            flag_modified(instance, self._column)
        over = held.get(self._column, MISSING)
        held[self._slot] = (over, self._decode(text), True)
        kept.waiting = {**(kept.waiting or {}), self._name: (over, text)}


class SealedText(Sealed[str]):
    """A sealed text; unknown is the empty text (None is taken as that)."""

    def _encode(self, value: str) -> bytes:
        return value.encode()

    def _decode(self, text: bytes) -> str:
        return text.decode()


class SealedBytes(Sealed[bytes]):
    """Sealed bytes, such as an uploaded file."""

    def _encode(self, value: bytes) -> bytes:
        return value

    def _decode(self, text: bytes) -> bytes:
        return text


class SealedJson(Sealed[dict[str, Any]]):
    """A sealed JSON object; set it anew to change it."""

    def _encode(self, value: dict[str, Any]) -> bytes:
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    def _decode(self, text: bytes) -> dict[str, Any]:
        value: dict[str, Any] = json.loads(text) if text else {}
        return value
