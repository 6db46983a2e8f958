"""Check that the installed package is whole and imports; the argument is the source tree, which must stay out of it."""

import importlib
import pkgutil
import sys
from pathlib import Path

import intercom_async

source = Path(sys.argv[1]).resolve() / "intercom_async"
installed = Path(intercom_async.__file__).resolve().parent
if installed == source:
    sys.exit(f"imported the source tree at {source}, not the installed package")

wanted = {path.relative_to(source) for path in source.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
missing = sorted(str(path) for path in wanted if not (installed / path).is_file())
if missing:
    sys.exit(f"the wheel lacks {', '.join(missing)}")

modules = [module.name for module in pkgutil.walk_packages(intercom_async.__path__, "intercom_async.")]
for name in modules:
    importlib.import_module(name)
print(f"the wheel has {len(wanted)} files and {len(modules)} modules that import")
