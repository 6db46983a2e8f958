"""The public names: listed, sorted, importable and complete."""

import importlib
import inspect
from types import ModuleType

import pytest
from support.source import MODULES, Module

from intercom_async import errors


def _public(module: ModuleType) -> list[str]:
    names = getattr(module, "__all__", None)
    assert names is not None, f"{module.__name__} has no __all__"
    return list(names)


def _rank(name: str) -> tuple[int, str]:
    """Constants, then classes, then functions, as ruff's RUF022 sorts them."""
    return (0 if name.isupper() else 1 if name[:1].isupper() else 2, name)


@pytest.fixture
def package() -> ModuleType:
    return importlib.import_module("intercom_async")


def test_all_is_sorted_and_names_each_once(package: ModuleType) -> None:
    names = _public(package)
    assert names == sorted(set(names), key=_rank)


def test_every_name_is_there_and_in_dir(package: ModuleType) -> None:
    """Lazy names work, and completion in a shell offers them."""
    names = _public(package)
    assert [name for name in names if not hasattr(package, name)] == []
    assert set(names) <= set(dir(package))


def test_every_exception_is_public(package: ModuleType) -> None:
    """What a call may raise can be caught by a name of the package itself."""
    raised = {
        name
        for name, value in vars(errors).items()
        if inspect.isclass(value) and issubclass(value, errors.IntercomError) and not name.startswith("_")
    }
    assert raised <= set(_public(package))


def test_the_essential_names_are_public(package: ModuleType) -> None:
    """What the first program of a user needs."""
    assert {"UNSET", "Intercom", "Region", "Version"} <= set(_public(package))


def test_an_unknown_name_is_an_attribute_error(package: ModuleType) -> None:
    """A lazy package must answer for a misspelt name as any module does."""
    with pytest.raises(AttributeError, match="Interkom"):
        getattr(package, "Interkom")  # noqa: B009 - a misspelt name, which type checkers would refuse


@pytest.mark.parametrize("module", MODULES.values(), ids=MODULES)
def test_a_module_with_a_list_of_names_has_them(module: Module) -> None:
    loaded = module.load()
    assert [name for name in getattr(loaded, "__all__", ()) if not hasattr(loaded, name)] == []
