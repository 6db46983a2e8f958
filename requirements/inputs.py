"""Print what the development environment needs, as pyproject.toml declares it; `make lock` pins it."""

import tomllib
from pathlib import Path

declared = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))
project = declared["project"]

print(*project["dependencies"], sep="\n")
for extra in project["optional-dependencies"].values():
    print(*extra, sep="\n")
print(*declared["dependency-groups"]["dev"], sep="\n")
