"""People, of whatever model they are answered as."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

import attrs

from .common import Model
from .contacts import Contact
from .leads import Lead
from .users import User
from .visitors import Visitor

#: Somebody whom the version or the request makes one of these: a user or a lead in 1.x, a contact from 2.0 on. Told
#: apart by ``isinstance`` or by their ``type``.
Person: TypeAlias = User | Lead | Contact
#: Who a visitor is after a change.
UpdatedVisitor: TypeAlias = Visitor | Lead


@attrs.frozen(kw_only=True, repr=False, eq=False)
class UserList(Model):
    """What 1.1 to 1.4 answer for the user with an e-mail."""

    type: Literal["user.list"] = "user.list"
    #: At 1.1 leads are among them.
    users: tuple[User | Lead, ...] | None = None
    total_count: int | None = None
    limited: bool | None = None
    pages: Mapping[str, object] | None = attrs.field(default=None, hash=False)
