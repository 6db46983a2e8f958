"""What a contact begins a conversation with."""

from collections.abc import Sequence

import attrs

from ..unset import UNSET, Unset
from .common import Changes, IdChange, InstantChange, TextChange
from .messages import Correspondent


@attrs.frozen(kw_only=True, repr=False, eq=False)
class NewConversation(Changes):
    """What a contact writes first; a visitor, whose type is ``contact``, becomes a lead with it."""

    sender: Correspondent
    #: Plain text.
    body: str
    subject: TextChange = UNSET
    #: Of images, at most 10.
    attachment_urls: Sequence[str] | Unset = attrs.field(default=UNSET, hash=False, metadata={"limit": "attachments"})
    #: Now when it is left out; from 2.11 on.
    created_at: InstantChange = UNSET
    #: From 2.16 on.
    brand_id: IdChange = UNSET
