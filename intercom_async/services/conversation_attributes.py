"""Conversation attributes."""

from .base import Service


class ConversationAttributes(Service):
    """The attributes that conversations have."""

    __slots__ = ()
