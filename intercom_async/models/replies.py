"""Replies: what to write in a conversation, and who is meant in it."""

from collections.abc import Sequence
from typing import Literal

import attrs

from ..unset import UNSET, Unset
from .attachments import AttachmentFile
from .common import Changes, FlagChange, IdChange, InstantChange, TextChange, check_identity


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Customer(Changes):
    """Who is meant in a conversation, by exactly one of these: Intercom's id, yours or the e-mail address."""

    intercom_user_id: str | int | Unset = UNSET
    user_id: str | int | Unset = UNSET
    email: str | Unset = UNSET

    def __attrs_post_init__(self) -> None:
        where, given_id = type(self).__name__, self.intercom_user_id
        check_identity(where, intercom_user_id=given_id, user_id=self.user_id, email=self.email)


@attrs.frozen(kw_only=True, repr=False, eq=False)
class QuickReply(Changes):
    """An answer to choose; `uuid` is told when it was."""

    text: str
    uuid: str


@attrs.frozen(kw_only=True, repr=False, eq=False)
class AdminReply(Changes):
    """What a teammate writes, or in 1.x does; from 2.0 on `conversations.close` and its like are calls of their own."""

    admin_id: str | int
    #: A ``note`` is seen by teammates alone; the last four are of 1.x.
    message_type: Literal["comment", "note", "quick_reply", "assignment", "close", "open", "snoozed"] = "comment"
    #: May hold HTML. A comment and a note need one.
    body: TextChange = UNSET
    #: At most 5 in 1.x, where only people may send them, and 10 later.
    attachment_urls: Sequence[str] | Unset = attrs.field(default=UNSET, hash=False, metadata={"limit": "attachments"})
    #: At most 10.
    attachment_files: Sequence[AttachmentFile] | Unset = attrs.field(
        default=UNSET, hash=False, metadata={"limit": "attachments"}
    )
    #: What a quick reply offers; from 2.14 on.
    reply_options: Sequence[QuickReply] | Unset = attrs.field(default=UNSET, hash=False)
    #: Now when it is left out; from 2.11 on.
    created_at: InstantChange = UNSET
    #: From 2.16 on.
    skip_notifications: FlagChange = UNSET
    #: Leaves a snoozed conversation snoozed; Preview.
    skip_unsnooze: FlagChange = UNSET
    #: To whom an assignment of 1.x goes, an admin or a team; 0 for nobody.
    assignee_id: IdChange = UNSET
    #: Until when it is snoozed, in 1.x.
    snoozed_until: InstantChange = UNSET


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ContactReply(Customer):
    """What a user, lead or contact writes, who is given by exactly one of the first three."""

    message_type: Literal["comment", "quick_reply"] = "comment"
    #: Plain text; a comment needs one.
    body: TextChange = UNSET
    #: Of images: at most 5 in 1.x and 10 later.
    attachment_urls: Sequence[str] | Unset = attrs.field(default=UNSET, hash=False, metadata={"limit": "attachments"})
    #: At most 10.
    attachment_files: Sequence[AttachmentFile] | Unset = attrs.field(
        default=UNSET, hash=False, metadata={"limit": "attachments"}
    )
    #: Which of the quick replies was chosen; from 2.14 on.
    reply_options: Sequence[QuickReply] | Unset = attrs.field(default=UNSET, hash=False)
    #: Now when it is left out; from 2.11 on.
    created_at: InstantChange = UNSET
