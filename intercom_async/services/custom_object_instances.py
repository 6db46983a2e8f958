"""Custom objects."""

from collections.abc import Mapping

from .. import operations as ops
from ..models.common import DeletedObject, InstantChange
from ..models.custom_object_instances import CustomObjectInstance
from ..pagination import Checkpoint, Paginator
from ..unset import UNSET, Unset
from .base import Service, at_most_one, given, one_of


class CustomObjectInstances(Service):
    """Read, write and delete objects of the types that a workspace made up in its settings, such as ``Order``."""

    __slots__ = ()

    def list(
        self,
        object_type: str,
        *,
        references_contact_id: str | int | Unset = UNSET,
        references_conversation_id: str | int | Unset = UNSET,
        per_page: int | Unset = UNSET,
        resume: Checkpoint | None = None,
    ) -> Paginator[CustomObjectInstance]:
        """Iterate over the objects of a type, those that belong to a contact or a conversation when it is given."""
        query = at_most_one(
            "custom_object_instances.list",
            references_contact_id=references_contact_id,
            references_conversation_id=references_conversation_id,
        )
        request = ops.CustomObjectInstances.list(object_type=object_type, query=query)
        return self._iterate(request, CustomObjectInstance, per_page=per_page, resume=resume)

    async def find(self, object_type: str, external_id: str | int) -> CustomObjectInstance:
        """Fetch the object with the id that you gave."""
        query = one_of("custom_object_instances.find", external_id=external_id)
        request = ops.CustomObjectInstances.find(object_type=object_type, query=query)
        return await self._fetch(request, CustomObjectInstance)

    async def create_or_update(
        self,
        object_type: str,
        *,
        external_id: str | int | Unset = UNSET,
        external_created_at: InstantChange = UNSET,
        external_updated_at: InstantChange = UNSET,
        custom_attributes: Mapping[str, object] | Unset | None = UNSET,
    ) -> CustomObjectInstance:
        """Write the object with that *external_id*, created when there is none; without one each call makes another."""
        body = given(
            external_id=external_id,
            external_created_at=external_created_at,
            external_updated_at=external_updated_at,
            custom_attributes=custom_attributes,
        )
        request = ops.CustomObjectInstances.create_or_update(object_type=object_type, json=body)
        return await self._fetch(request, CustomObjectInstance)

    async def retrieve(self, object_type: str, instance_id: str | int) -> CustomObjectInstance:
        """Fetch one object by the id that Intercom gave."""
        request = ops.CustomObjectInstances.retrieve(object_type=object_type, instance_id=instance_id)
        return await self._fetch(request, CustomObjectInstance)

    async def delete(self, object_type: str, instance_id: str | int) -> DeletedObject:
        """Delete one object by the id that Intercom gave."""
        request = ops.CustomObjectInstances.delete(object_type=object_type, instance_id=instance_id)
        return await self._fetch(request, DeletedObject)

    async def delete_by_external_id(self, object_type: str, external_id: str | int) -> DeletedObject:
        """Delete one object by the id that you gave."""
        query = one_of("custom_object_instances.delete_by_external_id", external_id=external_id)
        request = ops.CustomObjectInstances.delete_by_external_id(object_type=object_type, query=query)
        return await self._fetch(request, DeletedObject)
