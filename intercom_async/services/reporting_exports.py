"""Reporting exports."""

from .base import Service


class ReportingExports(Service):
    """Exports of the datasets behind reports."""

    __slots__ = ()
