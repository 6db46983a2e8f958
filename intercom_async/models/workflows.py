"""Workflows: what Intercom does by itself, as they are exported."""

from collections.abc import Mapping

import attrs

from .common import Id, Model


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Workflow(Model):
    """A workflow."""

    id: Id
    title: str | None = None
    description: str | None = None
    #: What starts it, such as ``inbound_conversation``.
    trigger_type: str | None = None
    #: ``live``, ``draft`` or ``paused``.
    state: str | None = None
    target_channels: tuple[str, ...] | None = None
    preferred_devices: tuple[str, ...] | None = None
    #: These two as ISO 8601, unlike most other instants.
    created_at: str | None = None
    updated_at: str | None = None
    #: For whom it runs.
    targeting: Mapping[str, object] | None = attrs.field(default=None, hash=False)
    #: Its steps.
    snapshot: Mapping[str, object] | None = attrs.field(default=None, hash=False)
    attributes: tuple[Mapping[str, object], ...] | None = attrs.field(default=None, hash=False)
    embedded_rules: tuple[Mapping[str, object], ...] | None = attrs.field(default=None, hash=False)


@attrs.frozen(kw_only=True, repr=False, eq=False)
class WorkflowExport(Model):
    """A workflow as a file would hold it."""

    #: Of the format.
    export_version: str | None = None
    #: As ISO 8601.
    exported_at: str | None = None
    app_id: Id | None = None
    workflow: Workflow | None = None
