"""A client's services, each imported when it is first used."""

from importlib import import_module
from typing import Any, Generic, Protocol, Self, TypeVar, overload

from .core import Core

S = TypeVar("S")


class Owner(Protocol):
    """What has services: a client."""

    core: Core


class LazyService(Generic[S]):
    """A service that the client imports on first access and keeps from then on.

    *target* is ``"module:Class"`` in this package; the class takes the client's core, or the client when *whole*.
    """

    __slots__ = ("_class", "_module", "_name", "_whole")

    def __init__(self, target: str, *, whole: bool = False) -> None:
        self._module, _, self._class = target.partition(":")
        self._whole = whole
        self._name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, client: None, owner: type) -> Self: ...

    @overload
    def __get__(self, client: Owner, owner: type) -> S: ...

    def __get__(self, client: Owner | None, owner: type) -> Self | S:
        if client is None:
            return self
        make: Any = getattr(import_module(f".{self._module}", __package__), self._class)
        service: S = make(client if self._whole else client.core)
        vars(client)[self._name] = service
        return service
