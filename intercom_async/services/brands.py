"""Brands."""

from .base import Service


class Brands(Service):
    """The brands under which a workspace writes."""

    __slots__ = ()
