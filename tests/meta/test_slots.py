"""Objects have slots: less memory, and a misspelt attribute is an error."""

import enum
import inspect
import io
from typing import Final

from support.source import MODULES, Module

#: Classes that need an instance dictionary, or have no instances, with the reason.
EXEMPT: Final = {
    "client.Intercom": "keeps each service in its instance dictionary, where the lazy descriptor gives way to it",
    "service_attributes.Services": "what Intercom is made from, as above",
    "services.base.LazyModels": "keeps what was asked for in its instance dictionary",
    "transports.read_timer.Connector": "its base, aiohttp's, gives a dictionary anyway",
    "transports.read_timer._SeldomTimed": "its base, aiohttp's, gives a dictionary anyway",
}
#: Namespaces that are never instantiated.
NAMESPACES: Final = {"operations"}


def _has_dict(cls: type) -> bool:
    return any("__dict__" in vars(base) for base in cls.__mro__)


def _needs_slots(module: Module, cls: type) -> bool:
    return not (
        issubclass(cls, BaseException | enum.Enum | io.IOBase)  # whose base gives a dictionary anyway
        or getattr(cls, "_is_protocol", False)
        or issubclass(cls, dict)  # TypedDict
        or cls.__name__.startswith("Test")
        or module.name in NAMESPACES
        or f"{module.name}.{cls.__name__}" in EXEMPT
    )


def _classes(module: Module) -> list[type]:
    loaded = module.load()
    return [cls for _, cls in inspect.getmembers(loaded, inspect.isclass) if cls.__module__ == loaded.__name__]


def test_every_class_has_slots() -> None:
    """No class, nor a base of it, gives its instances a dictionary."""
    classes = [(module, cls) for module in MODULES.values() for cls in _classes(module)]
    assert [cls for module, cls in classes if _needs_slots(module, cls) and _has_dict(cls)] == []


def test_every_exemption_is_needed() -> None:
    """An exempt class that has slots by now, or is gone, leaves the list."""
    with_dict = {
        f"{module.name}.{cls.__name__}" for module in MODULES.values() for cls in _classes(module) if _has_dict(cls)
    }
    assert set(EXEMPT) <= with_dict
