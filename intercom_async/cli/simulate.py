"""``intercom-async simulate``: the embedded simulator as a server."""

from pathlib import Path


def simulate(
    *, port: int = 0, token: str, limit: str = "1667/10s", seed: str | None = None, state: Path | None = None
) -> int:
    """Serve a simulated workspace on 127.0.0.1 until SIGTERM or Ctrl-C."""
    from ..simulator.server import run_server

    run_server(port, token, limit, seed, state=state)
    return 0
