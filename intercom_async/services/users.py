"""Users of API 1.x."""

from collections.abc import Sequence
from typing import Final, Literal

from .. import operations as ops
from ..errors import ApiError, ErrorDetail, NotFoundError, UniqueUserConstraintError
from ..models.common import either
from ..models.leads import Lead
from ..models.people import UserList
from ..models.users import User, UserChanges, UserDeletionRequest
from ..pagination import Checkpoint, Paginator
from ..response import Response
from ..scroll import SPOOL_LIMIT, Scroll
from ..unset import UNSET, Unset
from ..versions import V1_2, V1_3
from .base import Service, at_most_one, given, given_from, one_of

_NOBODY: Final = (404, "not_found", "no user has that e-mail")
_SEVERAL: Final = (409, "unique_user_constraint", "several users have that e-mail: name one by user_id")


class Users(Service):
    """Read, write and archive users, the people with an account, in API 1.0 to 1.4."""

    __slots__ = ()

    async def create_or_update(self, changes: UserChanges) -> User:
        """Write a user, found by id, else user id, else e-mail, created when none is found."""
        if changes.unsubscribed_from_emails is None and self._core.config.version >= V1_3:
            msg = "users.create_or_update: unsubscribed_from_emails cannot be None from 1.3 on: give True or False"
            raise ValueError(msg)
        return await self._fetch(ops.Users.create_or_update(json=changes), User)

    async def retrieve(self, user_id: str | int) -> User | Lead:
        """Fetch one user by the id that Intercom gave; a lead's id finds the lead."""
        return await self._fetch(ops.Users.retrieve(user_id=user_id), either(User, Lead))

    async def find(self, *, user_id: str | int | Unset = UNSET, email: str | Unset = UNSET) -> User:
        """Fetch the user with the id that you gave, or the only one with that e-mail.

        To an e-mail Intercom answers a list from 1.1 on: with nobody in it that is a `NotFoundError`, with several a
        `SeveralUsersError`, as 1.0 has it. `list` gives all of them.
        """
        request = ops.Users.find(query=one_of("users.find", user_id=user_id, email=email))
        if email is UNSET:
            return await self._fetch(request, User)
        answer = await self._send(request, either(User, UserList))
        return _only(answer.value.users or (), answer) if isinstance(answer.value, UserList) else answer.value

    def list(
        self,
        *,
        email: str | Unset = UNSET,
        phone: str | Unset = UNSET,
        tag_id: str | int | Unset = UNSET,
        segment_id: str | int | Unset = UNSET,
        created_since: int | Unset = UNSET,
        sort: Literal["created_at", "last_request_at", "signed_up_at", "updated_at"] | Unset = UNSET,
        order: Literal["asc", "desc"] | Unset = UNSET,
        per_page: int | Unset = UNSET,
        resume: Checkpoint | None = None,
    ) -> Paginator[User | Lead]:
        """Iterate over users, newest first; *created_since* counts days. Lists end at 10,000: use `scroll` for all.

        By tag and segment leads are found too, by e-mail only in 1.1. *phone* came with 1.2. In 1.0 an e-mail that
        nobody has is a `NotFoundError`, and one that several have a `SeveralUsersError`.
        """
        query = {
            **given(email=email, created_since=created_since, sort=sort, order=order),
            **given_from(V1_2, self._core.config.version, "users.list", phone=phone),
            **at_most_one("users.list", tag_id=tag_id, segment_id=segment_id),
        }
        return self._iterate(ops.Users.list(query=query), either(User, Lead), per_page=per_page, resume=resume)

    def scroll(self, *, spool_limit: int = SPOOL_LIMIT) -> Scroll[User]:
        """Iterate over all users, each once; a workspace has one scroll at a time, so this waits in line.

        Pages that you do not take at once wait in a temporary file of at most *spool_limit* bytes; 0 is for none.
        """
        return Scroll(self._core, ops.Users.scroll(), User, spool_limit=spool_limit)

    async def archive(self, *, user_id: str | int | Unset = UNSET, email: str | Unset = UNSET) -> User:
        """Archive the user with that user id or that e-mail, with their conversations."""
        query = one_of("users.archive", user_id=user_id, email=email)
        return await self._fetch(ops.Users.archive(query=query), User)

    async def archive_by_id(self, user_id: str | int) -> User:
        """Archive the user with the id that Intercom gave, with their conversations."""
        return await self._fetch(ops.Users.archive_by_id(user_id=user_id), User)

    async def request_deletion(self, intercom_user_id: str | int) -> UserDeletionRequest:
        """Ask for a user, given by the id that Intercom gave, to be deleted for good, some time later."""
        request = ops.Users.request_deletion(json={"intercom_user_id": intercom_user_id})
        return await self._fetch(request, UserDeletionRequest)


def _only(people: Sequence[User | Lead], answer: Response[object]) -> User:
    """Return the one user among those with an e-mail; none or several are the errors that 1.0 answers."""
    users = [each for each in people if isinstance(each, User) and not each.anonymous]
    if len(users) == 1:
        return users[0]
    error: type[ApiError] = UniqueUserConstraintError if users else NotFoundError
    status, code, message = _SEVERAL if users else _NOBODY
    raise error(
        status,
        errors=(ErrorDetail(code, message),),
        operation=ops.Users.find.name,
        request_id=answer.request_id,
        headers=answer.headers,
        body=answer.body,
    )
