"""One call of every operation that the published files have, a module for each group of resources.

Each has `CALLS` by the operations' names, and may have `WAIVERS`, `LACKING` and `ELSEWHERE`, as
tests/contract/test_simulator_schemas.py explains them.
"""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Any


def gathered(name: str) -> Mapping[Any, Any]:
    """Put together what the modules have under *name*; nothing stands in two of them."""
    parts = [getattr(import_module(f"{__name__}.{module.name}"), name, {}) for module in iter_modules(__path__)]
    found = {key: value for part in parts for key, value in part.items()}
    assert len(found) == sum(map(len, parts)), f"the modules of calls share keys in {name}"
    return found
