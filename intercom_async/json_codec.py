"""JSON text to plain values and back: the standard library always works, msgspec when installed, others by choice."""

import json
from collections.abc import Callable
from typing import Final, Literal, Protocol, TypeAlias

import attrs

from .errors import MissingExtraError


class JsonCodec(Protocol):
    """Reads and writes JSON."""

    def loads(self, data: bytes) -> object:
        """Return the value in *data*; a `ValueError` says why it is not JSON."""
        ...

    def dumps(self, value: object) -> bytes:
        """Return *value* as JSON text."""
        ...


class StdlibJson:
    """The standard library's ``json``: exact integers, lone surrogates and all."""

    __slots__ = ()

    def loads(self, data: bytes) -> object:
        """Return the value in *data*; a `ValueError` says why it is not JSON."""
        return json.loads(data)

    def dumps(self, value: object) -> bytes:
        """Return *value* as JSON text; what JSON cannot say (NaN) is a `ValueError`."""
        return json.dumps(value, separators=(",", ":"), allow_nan=False).encode("ascii")


STDLIB: Final = StdlibJson()


@attrs.frozen
class FastJson:
    """A fast codec with the standard library behind it for what it refuses, such as lone surrogates."""

    _loads: Callable[[bytes], object]
    _dumps: Callable[[object], bytes]

    def loads(self, data: bytes) -> object:
        """Return the value in *data*; a `ValueError` says why it is not JSON."""
        try:
            return self._loads(data)
        except ValueError:
            return STDLIB.loads(data)

    def dumps(self, value: object) -> bytes:
        """Return *value* as JSON text."""
        try:
            return self._dumps(value)
        except (ValueError, TypeError):
            return STDLIB.dumps(value)


JsonChoice: TypeAlias = JsonCodec | Literal["auto", "stdlib", "msgspec", "orjson"]


def _msgspec() -> JsonCodec:
    try:
        import msgspec
    except ImportError as exc:
        msg = "json='msgspec' needs msgspec: pip install 'intercom-async[speed]'"
        raise MissingExtraError(msg) from exc
    return FastJson(msgspec.json.Decoder().decode, msgspec.json.Encoder().encode)


def _orjson() -> JsonCodec:
    try:
        import orjson
    except ImportError as exc:
        msg = "json='orjson' needs orjson: pip install orjson"
        raise MissingExtraError(msg) from exc
    return FastJson(orjson.loads, orjson.dumps)


def _auto() -> JsonCodec:
    try:
        return _msgspec()
    except MissingExtraError:
        return STDLIB


_CHOICES: Final[dict[str, Callable[[], JsonCodec]]] = {
    "auto": _auto,
    "stdlib": StdlibJson,
    "msgspec": _msgspec,
    "orjson": _orjson,
}


def json_codec(choice: JsonChoice = "auto") -> JsonCodec:
    """Return the codec that *choice* names; ``"auto"`` takes msgspec when it is installed."""
    if not isinstance(choice, str):
        return choice
    if (make := _CHOICES.get(choice)) is None:
        msg = f"json must be one of {sorted(_CHOICES)} or a codec, not {choice!r}"
        raise ValueError(msg)
    return make()
