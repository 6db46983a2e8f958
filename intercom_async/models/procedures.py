"""What Fin does step by step."""

from collections.abc import Mapping, Sequence

import attrs

from .common import Changes


@attrs.frozen(kw_only=True, repr=False, eq=False)
class AgentInput(Changes):
    """A value that a teammate gave to a procedure."""

    #: Exactly as the webhook that asked for it has it.
    identifier: str
    #: Of the type that the webhook names; of a list the id of the option.
    value: str | int | float | bool | Sequence[object] | Mapping[str, object] | None = attrs.field(hash=False)
