"""Visitors: people who looked and left nothing; the Messenger makes them, here `Simulator.add_visitor` does."""

import attrs


@attrs.define(eq=False)
class Visitor:
    """One visitor."""

    id: str
    #: Made by the Messenger.
    user_id: str
    created_at: int
    updated_at: int
    email: str = ""
    name: str | None = None
    pseudonym: str | None = None
    custom: dict[str, object] = attrs.Factory(dict[str, object])


class Visitors:
    """Every visitor, by both ids and by e-mail."""

    __slots__ = ("_by_id",)

    def __init__(self) -> None:
        self._by_id: dict[str, Visitor] = {}

    def add(self, visitor: Visitor) -> None:
        """Add a visitor."""
        self._by_id[visitor.id] = visitor

    def delete(self, visitor: Visitor) -> None:
        """Forget a visitor."""
        del self._by_id[visitor.id]

    def find(self, *, visitor_id: object = None, user_id: object = None, email: object = None) -> Visitor | None:
        """Return the visitor whom the first given of these names."""
        wanted = next(
            (pair for pair in (("id", visitor_id), ("user_id", user_id), ("email", email)) if pair[1] is not None), None
        )
        if wanted is None:
            return None
        name, value = wanted
        return next((each for each in self._by_id.values() if getattr(each, name) == str(value)), None)
