"""Instants in the few bodies that have them as text."""

from datetime import UTC, datetime


def iso(second: int) -> str:
    """Return an instant as ISO 8601, in UTC."""
    return datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def iso_milliseconds(now: float) -> str:
    """Return an instant as ISO 8601 with milliseconds, in UTC."""
    return datetime.fromtimestamp(now, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
