"""The aiohttp transport: the cases of every transport with sockets, and what is aiohttp's alone."""

import aiohttp
from support.transport_sockets import SocketCases

from intercom_async.transports.aiohttp import AiohttpTransport


def narrow_connector() -> aiohttp.TCPConnector:
    return aiohttp.TCPConnector(limit=1)


class TestAiohttpTransport(SocketCases):
    def make(self) -> AiohttpTransport:
        return AiohttpTransport()

    def make_narrow(self) -> AiohttpTransport:
        return AiohttpTransport(connector=narrow_connector)
