"""Instants in the few bodies that have them as text."""

from datetime import UTC, datetime


def iso(second: int) -> str:
    """Return an instant as ISO 8601, in UTC."""
    return datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
