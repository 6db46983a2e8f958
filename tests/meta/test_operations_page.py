"""docs/operations.md is what the table says."""

import runpy
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def test_page_is_rendered_from_the_table() -> None:
    """Run python docs/render_operations.py after a change of the table."""
    renderer = runpy.run_path(str(DOCS / "render_operations.py"))
    assert (DOCS / "operations.md").read_text(encoding="utf-8") == renderer["render"]()
