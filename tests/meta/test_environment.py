"""What the suite's own settings promise: nothing leaves this machine, nobody's token is read."""

import os
import socket

import pytest


def test_no_connection_leaves_the_machine() -> None:
    """The address is one that is reserved for documentation: nobody has it."""
    with socket.socket() as connection, pytest.raises(RuntimeError, match="stay on loopback"):
        connection.connect(("192.0.2.1", 443))


def test_no_name_is_looked_up() -> None:
    with pytest.raises(RuntimeError, match="stay on loopback"):
        socket.getaddrinfo("api.intercom.io", 443)


def test_loopback_is_open() -> None:
    """The guard does not stand in the way of test servers."""
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as connection:
        assert connection.getpeername() == server.getsockname()


def test_a_developers_own_settings_do_not_reach_the_tests() -> None:
    assert [name for name in os.environ if name.startswith("INTERCOM_") and "API_FACTS" not in name] == []
