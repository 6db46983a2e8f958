"""Companies: organisations that people belong to."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, TypeAlias

import attrs

from ..unset import UNSET, Unset
from .common import Changes, FlagChange, Id, IdChange, InstantChange, Model, Reference, TextChange
from .notes import Note
from .segments import Segment
from .tags import Tag

#: A whole number in a request.
NumberChange: TypeAlias = int | Unset | None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Plan(Model):
    """What a company pays for; without fields when it has none."""

    type: str | None = None
    id: Id | None = None
    name: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class CompanyTags(Model):
    """The tags of a company."""

    type: str | None = None
    tags: tuple[Tag, ...] | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class CompanySegments(Model):
    """The segments that a company is in."""

    type: str | None = None
    segments: tuple[Segment, ...] | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class CompanyNotes(Model):
    """The notes about a company: themselves, or the first of them with the path to the rest."""

    type: str | None = None
    notes: tuple[Note, ...] | None = None
    data: tuple[Reference, ...] | None = None
    #: The path under which all of them can be read.
    url: str | None = None
    total_count: int | None = None
    has_more: bool | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Company(Model):
    """An organisation that people belong to."""

    type: Literal["company"] = "company"
    id: Id
    #: The id that you gave.
    company_id: Id | None = None
    app_id: Id | None = None
    name: str | None = None
    #: An object without fields where there is none; 1.x may give only its name.
    plan: Plan | str | None = None
    #: When the company was created at yours, and here.
    remote_created_at: datetime | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    last_request_at: datetime | None = None
    size: int | None = None
    website: str | None = None
    industry: str | None = None
    monthly_spend: int | None = None
    session_count: int | None = None
    user_count: int | None = None
    custom_attributes: Mapping[str, object] | None = attrs.field(default=None, hash=False)
    tags: CompanyTags | None = None
    #: In some answers of 1.x.
    tag_ids: tuple[Id, ...] | None = None
    segments: CompanySegments | None = None
    #: From 2.16 on.
    notes: CompanyNotes | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class DeletedCompany(Model):
    """What deleting a company answers."""

    id: Id
    object: str | None = None
    #: Text in some older versions.
    deleted: bool | str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class CompanyChanges(Changes):
    """What to write to a company; `company_id` is given once and kept for good."""

    company_id: IdChange = UNSET
    name: TextChange = UNSET
    #: Its name; answered as an object.
    plan: TextChange = UNSET
    size: NumberChange = UNSET
    website: TextChange = UNSET
    industry: TextChange = UNSET
    #: What the company pays you a month.
    monthly_spend: NumberChange = UNSET
    remote_created_at: InstantChange = UNSET
    #: Whether to take now as the time of the last request; from 2.16 on.
    update_last_request_at: FlagChange = UNSET
    #: By name; what is not named stays, None removes. From 2.0 on the attributes must exist.
    custom_attributes: Mapping[str, object] | Unset | None = attrs.field(
        default=UNSET, hash=False, metadata={"limit": "attributes"}
    )
