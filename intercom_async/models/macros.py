"""Macros: replies that teammates saved."""

from typing import Literal

import attrs

from .common import Id, Model


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Macro(Model):
    """A saved reply."""

    type: Literal["macro"] = "macro"
    id: Id
    name: str | None = None
    #: As HTML, with ``<attribute key="user.name" default="there"/>`` for what is filled in.
    body: str | None = None
    #: As text, with ``{{user.name|fallback:"there"}}`` for what is filled in.
    body_text: str | None = None
    #: These two as ISO 8601, unlike most other instants.
    created_at: str | None = None
    updated_at: str | None = None
    #: ``everyone`` or ``specific_teams``, and then which ones.
    visible_to: str | None = None
    visible_to_team_ids: tuple[Id, ...] | None = None
    #: ``inbox`` and ``messenger``, which of them.
    available_on: tuple[str, ...] | None = None
