"""A simulated Intercom workspace with its API: for tests without sockets, and as a server of its own."""

from .core import Answer, Simulator
from .faults import Fault, FaultKind
from .records import LogEntry, Report, WindowReport
from .transport import SimulatorTransport

__all__ = [
    "Answer",
    "Fault",
    "FaultKind",
    "LogEntry",
    "Report",
    "Simulator",
    "SimulatorTransport",
    "WindowReport",
]
