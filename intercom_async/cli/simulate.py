"""``intercom-async simulate``: the embedded simulator as a server."""

from pathlib import Path


def simulate(
    *,
    port: int = 0,
    token: str,
    limit: str = "1667/10s",
    seed: str | None = None,
    state: Path | None = None,
    webhook_url: str | None = None,
    webhook_secret: str | None = None,
    topics: str = "*",
) -> int:
    """Serve a simulated workspace on 127.0.0.1 until SIGTERM or Ctrl-C."""
    from ..simulator.delivery import Webhook
    from ..simulator.server import run_server

    if (webhook_url is None) is not (webhook_secret is None):
        msg = "give both --webhook-url and --webhook-secret, which signs what is sent there, or neither"
        raise ValueError(msg)
    webhook = None
    if webhook_url is not None and webhook_secret is not None:
        webhook = Webhook(webhook_url, webhook_secret, tuple(topics.split(",")))
    run_server(port, token, limit, seed, state=state, webhook=webhook)
    return 0
