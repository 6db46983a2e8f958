"""What users test with: transports that need no network, and the cases that a transport of their own has to pass.

The cases are in `intercom_async.testing.values` (every transport) and `intercom_async.testing.sockets` (those with
sockets, against the server of `intercom_async.testing.server`): these two modules import pytest.
"""

from ..http import Headers, HttpRequest, HttpResponse, Timeout
from ..simulator import ANY, Fault, Simulator, SimulatorTransport, VirtualClock
from ..transports.base import HttpStream, Transport
from ..transports.memory import Answer, Handler, MemoryTransport, json_response
from ..transports.replay import Part, RecordingTransport, ReplayTransport
from ..transports.scrubbing import Scrub

__all__ = [
    "ANY",
    "Answer",
    "Fault",
    "Handler",
    "Headers",
    "HttpRequest",
    "HttpResponse",
    "HttpStream",
    "MemoryTransport",
    "Part",
    "RecordingTransport",
    "ReplayTransport",
    "Scrub",
    "Simulator",
    "SimulatorTransport",
    "Timeout",
    "Transport",
    "VirtualClock",
    "json_response",
]
