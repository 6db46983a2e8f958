"""``simulate`` with a workspace that is filled, and with a webhook."""

import json
import os
import signal
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from intercom_async.__main__ import main


@contextmanager
def listening(status: int, received: list[tuple[str, dict[str, str], bytes]]) -> Generator[str]:
    """Answer HEAD with *status*, note what comes and stop the command after the first POST; gives the URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self._answer(status)

        def do_POST(self) -> None:
            self._answer(200)
            os.kill(os.getpid(), signal.SIGTERM)

        def _answer(self, code: int) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            received.append((self.command, dict(self.headers.items()), body))
            self.send_response(code)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the base class
            del format, args

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/hook"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_webhook_is_set_up_and_told(capsys: pytest.CaptureFixture[str]) -> None:
    """HEAD, then a ping that is signed; the seed is not told of."""
    received: list[tuple[str, dict[str, str], bytes]] = []
    with listening(200, received) as url:
        options = ["--webhook-url", url, "--webhook-secret", "secret", "--topics", "contact.*,ticket.created"]
        assert main(["simulate", "--token", "t", "--seed", "demo", *options]) == 0
    assert [method for method, _, _ in received] == ["HEAD", "POST"]
    _, headers, body = received[1]
    assert headers["X-Hub-Signature"].startswith("sha1=")
    assert json.loads(body)["topic"] == "ping"
    assert capsys.readouterr().out.startswith("listening on http://127.0.0.1:")


def test_a_url_that_refuses_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    with listening(403, []) as url:
        assert main(["simulate", "--token", "t", "--webhook-url", url, "--webhook-secret", "secret"]) == 1
    captured = capsys.readouterr()
    assert "answered HEAD with status 403" in captured.err
    assert captured.out == ""


@pytest.mark.parametrize("option", ["--webhook-url", "--webhook-secret"])
def test_url_and_secret_go_together(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "--token", "t", option, "x"]) == 1
    assert "give both --webhook-url and --webhook-secret" in capsys.readouterr().err


def test_a_topic_that_does_not_exist_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    with listening(200, []) as url:
        options = ["--webhook-url", url, "--webhook-secret", "secret", "--topics", "contact.made"]
        assert main(["simulate", "--token", "t", *options]) == 1
    assert "there is no topic 'contact.made'" in capsys.readouterr().err
