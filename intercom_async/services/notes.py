"""Notes."""

from .. import operations as ops
from ..models.notes import Note
from ..pagination import Checkpoint, Paginator
from ..unset import UNSET, Unset
from .base import Service, given, one_of


class Notes(Service):
    """Read notes; in 1.x also list and write those about users.

    From 2.0 on they are listed and written by `contacts` and, from 2.15 on, by `companies`.
    """

    __slots__ = ()

    async def retrieve(self, note_id: str | int) -> Note:
        """Fetch one note."""
        return await self._fetch(ops.Notes.retrieve(note_id=note_id), Note)

    def list(
        self,
        *,
        intercom_user_id: str | int | Unset = UNSET,
        user_id: str | int | Unset = UNSET,
        email: str | Unset = UNSET,
        per_page: int | Unset = UNSET,
        resume: Checkpoint | None = None,
    ) -> Paginator[Note]:
        """Iterate over the notes about one user or lead, given by Intercom's id, yours or the e-mail address."""
        who = one_of("notes.list", intercom_user_id=intercom_user_id, user_id=user_id, email=email)
        return self._iterate(ops.Notes.list(query=_on_the_wire(who)), Note, per_page=per_page, resume=resume)

    async def create(
        self,
        *,
        body: str,
        intercom_user_id: str | int | Unset = UNSET,
        user_id: str | int | Unset = UNSET,
        email: str | Unset = UNSET,
        admin_id: str | int | Unset = UNSET,
    ) -> Note:
        """Write a note about a user or lead, given by Intercom's id, yours or the e-mail address."""
        who = one_of("notes.create", intercom_user_id=intercom_user_id, user_id=user_id, email=email)
        json = given(user=_on_the_wire(who), body=body, admin_id=admin_id)
        return await self._fetch(ops.Notes.create(json=json), Note)


def _on_the_wire(who: dict[str, object]) -> dict[str, object]:
    """Return the identifier under the name that notes have for it."""
    return {"id" if name == "intercom_user_id" else name: value for name, value in who.items()}
