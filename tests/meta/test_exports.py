"""The public names: listed, sorted, importable and complete."""

import ast
import importlib
from types import ModuleType

import pytest
from support.source import MODULES


def _public(module: ModuleType) -> list[str]:
    names = getattr(module, "__all__", None)
    assert names is not None, f"{module.__name__} has no __all__"
    return list(names)


def _rank(name: str) -> tuple[int, str]:
    """Constants, then classes, then functions, as ruff's RUF022 sorts them."""
    return (0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2, name)


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


def test_type_checkers_see_the_same_names(package: ModuleType) -> None:
    """What is imported under ``TYPE_CHECKING`` is what is loaded when first used, from the same module."""
    for node in ast.walk(MODULES["__init__"].tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            imports = [statement for statement in node.body if isinstance(statement, ast.ImportFrom)]
            break
    else:
        pytest.fail("intercom_async has no block of imports for type checkers")
    declared = {alias.name: statement.module for statement in imports for alias in statement.names}
    assert set(declared) == set(_public(package))
    homes = {name: importlib.import_module(f"intercom_async.{module}") for name, module in declared.items()}
    assert [name for name, home in homes.items() if getattr(package, name) is not getattr(home, name)] == []


def test_the_essential_names_are_public(package: ModuleType) -> None:
    """What the first program of a user needs."""
    assert {"UNSET", "Intercom", "IntercomError", "Region", "Version"} <= set(_public(package))


def test_an_unknown_name_is_an_attribute_error(package: ModuleType) -> None:
    """A lazy package must answer for a misspelt name as any module does."""
    with pytest.raises(AttributeError, match="Interkom"):
        getattr(package, "Interkom")  # noqa: B009 - a misspelt name, which type checkers would refuse


def test_a_module_with_a_list_of_names_has_them() -> None:
    loaded = [module.load() for module in MODULES.values()]
    assert [(each, name) for each in loaded for name in getattr(each, "__all__", ()) if not hasattr(each, name)] == []
