"""Settings of the whole test suite, and what every test may use."""

import gc
import os
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# The cases for transports are part of the package: their asserts say as much as those of the tests here.
pytest.register_assert_rewrite("intercom_async.testing.values", "intercom_async.testing.sockets")

# Derandomized: a change fails for what it changed, not by luck. HYPOTHESIS_PROFILE=explore looks for new examples.
# too_slow is left out: it measures the machine.
settings.register_profile(
    "ci", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("quick", settings.get_profile("ci"), max_examples=10)
settings.register_profile("explore", settings.get_profile("ci"), derandomize=False, max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

# A developer's own token must neither be used nor change what a test sees.
_OURS = ("INTERCOM_API_FACTS", "INTERCOM_OFFICIAL")
for name in [name for name in os.environ if name.startswith("INTERCOM_") and not name.startswith(_OURS)]:
    del os.environ[name]


def _text(host: object) -> object:
    return host.decode() if isinstance(host, bytes) else host


def _is_local(host: object) -> bool:
    text = _text(host)
    return text in {None, "", "localhost", "::1", "0.0.0.0", "::"} or (
        isinstance(text, str) and text.startswith("127.")
    )


def _refuse_network(event: str, args: tuple[Any, ...]) -> None:
    """Let no test reach beyond loopback: an audit hook, which no library can go around."""
    if event == "socket.connect":
        address = args[1]
        if isinstance(address, tuple) and not _is_local(address[0]):
            msg = f"a test connects to {address!r}: tests stay on loopback"
            raise RuntimeError(msg)
    elif event == "socket.getaddrinfo" and not (_is_local(args[0]) or str(_text(args[0])).endswith(".invalid")):
        msg = f"a test looks up {args[0]!r}: tests stay on loopback"
        raise RuntimeError(msg)


sys.addaudithook(_refuse_network)


#: Laws and published facts: what they run the other tests measure already, and measuring takes 2.5 times as long.
_NOT_MEASURED = {Path(__file__).parent / folder for folder in ("contract", "property")}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure no coverage where many examples run the same lines."""
    for item in items:
        if not _NOT_MEASURED.isdisjoint(item.path.parents):
            item.add_marker("no_cover")


def pytest_collection_finish() -> None:
    """Let later collections skip the million objects that every test has in common."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def asyncio_debug(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run `asyncio.run` in debug mode, which refuses calls from a wrong thread; it is slow, so where threads meet."""
    monkeypatch.setenv("PYTHONASYNCIODEBUG", "1")


@pytest.fixture(scope="session")
def api_facts() -> Path:
    """The folder of facts about the API; without it the test is skipped, or fails where they are required."""
    folder = Path(os.environ.get("INTERCOM_API_FACTS", "../shared/api")).resolve()
    if not folder.is_dir():
        msg = f"no API facts: INTERCOM_API_FACTS names no folder ({folder})"
        if os.environ.get("INTERCOM_API_FACTS_REQUIRED") == "1":
            pytest.fail(msg, pytrace=False)
        pytest.skip(msg)
    return folder


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests counted with ``record_property("operations compared", 283)``, and each reason to skip once.

    Counts of one name are added up.
    """
    reports = [report for outcome in ("passed", "failed") for report in terminalreporter.getreports(outcome)]
    sums: dict[str, Any] = {}
    for name, value in (each for report in reports for each in report.user_properties):
        sums[name] = sums[name] + value if isinstance(sums.get(name), int) else value
    counts = [f"{name}: {value}" for name, value in sorted(sums.items())]
    reasons = Counter(report.longrepr[2] for report in terminalreporter.getreports("skipped"))
    lines = [*counts, *(f"{number} skipped: {reason.removeprefix('Skipped: ')}" for reason, number in reasons.items())]
    if lines:
        terminalreporter.section("counts")
        for line in lines:
            terminalreporter.line(line)
