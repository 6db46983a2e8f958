"""The package's source as the meta tests see it: every module, parsed."""

import ast
import functools
import importlib
from pathlib import Path
from types import ModuleType
from typing import Final

import attrs

ROOT: Final = Path(__file__).resolve().parents[2]
PACKAGE: Final = ROOT / "intercom_async"


@attrs.frozen
class Module:
    """One module of the package."""

    #: Relative to the package: ``services.base``; ``__init__`` is the package itself.
    name: str
    path: Path = attrs.field(repr=False)

    @property
    def full_name(self) -> str:
        """The name to import it by."""
        return "intercom_async" if self.name == "__init__" else f"intercom_async.{self.name}"

    @property
    def is_package(self) -> bool:
        """Whether it is an ``__init__.py``."""
        return self.path.name == "__init__.py"

    @functools.cached_property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return ast.parse(self.path.read_text(encoding="utf-8"), str(self.path))

    def load(self) -> ModuleType:
        """Import it."""
        return importlib.import_module(self.full_name)


def _name(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


_FOUND: Final = (Module(_name(path), path) for path in sorted(PACKAGE.rglob("*.py")))
MODULES: Final = {module.name: module for module in _FOUND}
