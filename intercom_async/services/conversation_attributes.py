"""Conversation attributes."""

from .. import operations as ops
from ..models.conversation_attributes import (
    ConversationAttribute,
    ConversationAttributeChanges,
    NewConversationAttribute,
)
from ..pagination import Paginator
from ..unset import UNSET, Unset
from .base import Service, given


class ConversationAttributes(Service):
    """List, create, change and archive the attributes of conversations, and the options of those that are lists."""

    __slots__ = ()

    def list(self, *, include_archived: bool | Unset = UNSET) -> Paginator[ConversationAttribute]:
        """Iterate over the attributes, those that are archived only when asked for."""
        request = ops.ConversationAttributes.list(query=given(include_archived=include_archived))
        return self._iterate(request, ConversationAttribute)

    async def create(self, attribute: NewConversationAttribute) -> ConversationAttribute:
        """Create an attribute, which conversations then take under its name in their custom attributes."""
        return await self._fetch(ops.ConversationAttributes.create(json=attribute), ConversationAttribute)

    async def retrieve(self, attribute_id: str | int) -> ConversationAttribute:
        """Fetch one attribute, archived or not."""
        request = ops.ConversationAttributes.retrieve(attribute_id=attribute_id)
        return await self._fetch(request, ConversationAttribute)

    async def update(self, attribute_id: str | int, changes: ConversationAttributeChanges) -> ConversationAttribute:
        """Change what *changes* gives."""
        request = ops.ConversationAttributes.update(attribute_id=attribute_id, json=changes)
        return await self._fetch(request, ConversationAttribute)

    async def delete(self, attribute_id: str | int) -> ConversationAttribute:
        """Archive an attribute: it is hidden, but kept, and nothing brings it back."""
        request = ops.ConversationAttributes.delete(attribute_id=attribute_id)
        return await self._fetch(request, ConversationAttribute)

    async def create_option(self, attribute_id: str | int, *, label: str) -> ConversationAttribute:
        """Add an option to a list, and return the attribute with all of its options."""
        request = ops.ConversationAttributes.create_option(attribute_id=attribute_id, json={"label": label})
        return await self._fetch(request, ConversationAttribute)

    async def update_option(
        self, attribute_id: str | int, option_id: str | int, *, label: str
    ) -> ConversationAttribute:
        """Give an option of a list another label, and return the attribute with all of its options."""
        request = ops.ConversationAttributes.update_option(
            attribute_id=attribute_id, option_id=option_id, json={"label": label}
        )
        return await self._fetch(request, ConversationAttribute)

    async def delete_option(self, attribute_id: str | int, option_id: str | int) -> ConversationAttribute:
        """Archive an option of a list, which needs two that are not, and return the attribute."""
        request = ops.ConversationAttributes.delete_option(attribute_id=attribute_id, option_id=option_id)
        return await self._fetch(request, ConversationAttribute)
