"""The runner of the documentation's code blocks, which must not pass over what fails."""

import json
import os
import urllib.request
from pathlib import Path

import pytest
from support.markdown import parsers, set_up, tear_down
from sybil import Document


def _run(path: Path, text: str) -> dict[str, object]:
    """Run a document's blocks in order and return the namespace they share."""
    path.write_text(text, encoding="utf-8")
    document = Document.parse(str(path), *parsers())
    set_up(document.namespace)
    try:
        for block in document.examples():
            block.evaluate()
    finally:
        tear_down(document.namespace)
    return document.namespace


def test_blocks_share_names_and_one_event_loop(tmp_path: Path) -> None:
    """A later block awaits what an earlier one started."""
    text = (
        "```python\nimport asyncio\nready = asyncio.get_running_loop().create_future()\nawait asyncio.sleep(0)\n```\n"
        "Then:\n```python\nready.set_result(7)\nanswer = await ready\n```\n"
    )
    assert _run(tmp_path / "page.md", text)["answer"] == 7


def test_a_block_without_await_may_start_a_loop(tmp_path: Path) -> None:
    text = "```python\nimport asyncio\nanswer = asyncio.run(asyncio.sleep(0, 7))\n```\n"
    assert _run(tmp_path / "page.md", text)["answer"] == 7


def test_other_languages_and_skipped_blocks_are_left_out(tmp_path: Path) -> None:
    text = "```console\nno python\n```\n\n<!-- skip: next -->\n\n```python\n1 / 0\n```\n\n```python\nanswer = 7\n```\n"
    assert _run(tmp_path / "page.md", text)["answer"] == 7


def test_an_error_points_at_the_line_of_the_page(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        _run(
            tmp_path / "page.md",
            "# Title\n\n```python\nfine = 1\nawait divide()\n```\n".replace("await divide()", "1 / 0"),
        )
    last = caught.traceback[-1]
    assert (Path(last.path).name, last.lineno + 1) == ("page.md", 5)


@pytest.mark.usefixtures("documentation_environment")
def test_the_environment_points_at_a_workspace() -> None:
    """A block that reads the token and the address from the environment gets an answer of the simulator."""
    request = urllib.request.Request(
        f"{os.environ['INTERCOM_BASE_URL']}/me",
        headers={"Authorization": f"Bearer {os.environ['INTERCOM_ACCESS_TOKEN']}", "Intercom-Version": "2.16"},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert json.load(answer)["type"] == "admin"
