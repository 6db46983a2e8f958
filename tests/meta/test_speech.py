"""What is tracked speaks of the project alone: no path of a machine, no address of a package index."""

import re
import shutil
import subprocess
from typing import Final

import pytest
from support.source import ROOT

#: What must not stand in a file, and what it would be; written so that this file does not match.
FORBIDDEN: Final = {
    "path of a machine": re.compile(r"(?<![\w.:/-])/(?:work|root|home|Users|opt)/\w|\b[A-Z]:\\Users\b|file:/{2}/"),
    "option of a package index": re.compile(r"--(?:extra-)?index[-]url\b|--find[-]links\b|--trusted[-]host\b"),
    "address of a package index": re.compile(
        r"https?://[^\s/]*(?:pypi|pythonhosted|npmjs|devpi|artifactory)[^\s]*", re.IGNORECASE
    ),
}
#: Pages about the package on the public index, which a reader may be sent to.
ALLOWED: Final = re.compile(r"https:/{2}pypi\.org/project/")


@pytest.fixture(scope="module")
def tracked() -> dict[str, str]:
    """Every tracked text file by its path."""
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("no git repository: what is tracked is unknown")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    paths = [path for path in listed.stdout.split("\0") if path and (ROOT / path).is_file()]
    return {path: (ROOT / path).read_text(encoding="utf-8", errors="replace") for path in paths}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_tracked_file_holds_a(what: str, tracked: dict[str, str]) -> None:
    found = [
        f"{path}:{number}: {line.strip()[:120]}"
        for path, text in tracked.items()
        for number, line in enumerate(text.splitlines(), 1)
        if (match := FORBIDDEN[what].search(line)) and not ALLOWED.match(match[0])
    ]
    assert found == []


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("path of a machine", "see /" + "root/project"),
        ("path of a machine", "file:" + "///srv/wheels"),
        ("option of a package index", "--extra-index" + "-url somewhere"),
        ("address of a package index", "https://mirror.example" + "/pypi/simple".replace("/", ".pypi/", 1)),
    ],
)
def test_the_patterns_find(what: str, line: str) -> None:
    """The search above would see one."""
    assert FORBIDDEN[what].search(line)
