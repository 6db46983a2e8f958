"""A simulated Intercom workspace with its API: for tests without sockets, and as a server of its own."""

from .assertions import ANY
from .core import Answer, Simulator
from .faults import Fault, FaultKind
from .records import LogEntry, Report, WindowReport
from .transport import SimulatorTransport
from .virtual_clock import VirtualClock

__all__ = [
    "ANY",
    "Answer",
    "Fault",
    "FaultKind",
    "LogEntry",
    "Report",
    "Simulator",
    "SimulatorTransport",
    "VirtualClock",
    "WindowReport",
]
