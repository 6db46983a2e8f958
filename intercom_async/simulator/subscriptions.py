"""Subscription types, of which a workspace has two, and what people chose."""

from typing import Final

import attrs


@attrs.frozen
class Subscription:
    """One kind of message that people opt out of or in to."""

    id: str
    name: str
    consent_type: str
    content_type: str


SEEDED: Final = (
    Subscription("1", "Newsletters", "opt_out", "email"),
    Subscription("2", "Announcements", "opt_in", "sms_message"),
)


class Subscriptions:
    """The explicit choices of people: opted out of an opt-out type, or in to an opt-in type."""

    __slots__ = ("_chosen",)

    def __init__(self) -> None:
        self._chosen: dict[str, dict[str, Subscription]] = {}

    @staticmethod
    def get(subscription_id: str) -> Subscription | None:
        """Return the type with this id."""
        return next((each for each in SEEDED if each.id == subscription_id), None)

    def of(self, person_id: str) -> list[Subscription]:
        """Return what somebody chose."""
        return list(self._chosen.get(person_id, {}).values())

    def attach(self, person_id: str, subscription: Subscription) -> None:
        """Note a choice."""
        self._chosen.setdefault(person_id, {})[subscription.id] = subscription

    def detach(self, person_id: str, subscription: Subscription) -> bool:
        """Go back to the default; false when nothing was chosen."""
        return self._chosen.get(person_id, {}).pop(subscription.id, None) is not None

    def forget(self, person_id: str) -> None:
        """Drop the choices of somebody deleted."""
        self._chosen.pop(person_id, None)

    def move(self, source: str, target: str) -> None:
        """Let the choices of one person be another one's as well."""
        for subscription in self.of(source):
            self.attach(target, subscription)
        self.forget(source)
