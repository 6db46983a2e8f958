"""Sections."""

from .base import Service


class Sections(Service):
    """What collections were ordered in; from 2.10 on these are collections with a parent."""

    __slots__ = ()
