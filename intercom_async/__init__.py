"""The asyncio-first client of the Intercom REST API."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .client import Intercom as Intercom
    from .codec import from_dict as from_dict
    from .codec import to_dict as to_dict
    from .errors import IntercomError as IntercomError
    from .hooks import Hooks as Hooks
    from .http import Timeout as Timeout
    from .query import F as F
    from .retry import RetryPolicy as RetryPolicy
    from .unset import UNSET as UNSET
    from .versions import Region as Region
    from .versions import Version as Version

#: Where each public name lives; loaded when first used, so that importing the package costs nothing.
_HOMES = {
    "F": "query",
    "Hooks": "hooks",
    "Intercom": "client",
    "IntercomError": "errors",
    "Region": "versions",
    "RetryPolicy": "retry",
    "Timeout": "http",
    "UNSET": "unset",
    "Version": "versions",
    "from_dict": "codec",
    "to_dict": "codec",
}
__all__ = [
    "UNSET",
    "F",
    "Hooks",
    "Intercom",
    "IntercomError",
    "Region",
    "RetryPolicy",
    "Timeout",
    "Version",
    "from_dict",
    "to_dict",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    from importlib import import_module

    value = globals()[name] = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
