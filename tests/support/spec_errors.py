"""Where Intercom's recorded examples contradict the schemas of its own files."""

import csv
from pathlib import Path


def recorded_contradictions(folder: Path, version: str) -> set[tuple[str, str, str]]:
    """Return schema, path and kind of every contradiction in the file of *version*, from the facts in *folder*."""
    with (folder / "example_vs_schema.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    header = version.capitalize() if version == "preview" else version
    return {
        ("contact" if row["schema"].startswith("inline:") else row["schema"], row["property"], kind)
        for row in rows
        if header in row["versions"].split()
        for kind in [row["mismatch"].partition(" (")[0]]
    }
