"""A client for imports without HTTP: it keeps people by identity, counts what runs at once and fails on demand."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING, Any, Literal, cast

import attrs

from intercom_async.config import ClientConfig
from intercom_async.errors import BadRequestError, ErrorDetail
from intercom_async.models.contacts import Contact, ContactChanges, Upserted

if TYPE_CHECKING:
    from intercom_async.client import Intercom


@attrs.frozen
class DataAttribute:
    """An attribute of the workspace, as far as imports look at it."""

    name: str | None
    data_type: str | None
    custom: bool = True
    archived: bool = False


Before = Callable[[ContactChanges], Awaitable[None]]


async def _nothing(changes: ContactChanges) -> None:
    await asyncio.sleep(0)


@attrs.define(eq=False)
class FakeContacts:
    """``client.contacts`` as far as imports use it."""

    #: Awaited before a write is carried out; raises what the server should answer, or waits.
    before: Before = _nothing
    #: Awaited after a write was carried out; raising here is an answer that was lost.
    after: Before = _nothing
    #: What was written, in order.
    writes: list[ContactChanges] = attrs.Factory(list[ContactChanges])
    people: dict[str, dict[str, Any]] = attrs.Factory(dict[str, dict[str, Any]])
    archived: list[str] = attrs.Factory(list[str])
    running: Counter[str] = attrs.Factory(Counter[str])
    most_at_once: int = 0
    most_of_one: int = 0
    _by_key: dict[str, str] = attrs.Factory(dict[str, str])

    async def upsert(self, changes: ContactChanges, *, archived: str = "fail") -> Upserted:
        """Create or update by external id, else by e-mail."""
        self.archived.append(archived)
        keys = [
            *([f"id:{changes.external_id}"] if changes.external_id else []),
            *([f"mail:{str(changes.email).lower()}"] if changes.email else []),
        ]
        return await self._write(changes, keys)

    async def create(self, changes: ContactChanges) -> Contact:
        """Create a lead."""
        return (await self._write(changes, [])).contact

    async def _write(self, changes: ContactChanges, keys: list[str]) -> Upserted:
        self.running.update(["all", *keys])
        self.most_at_once = max(self.most_at_once, self.running["all"])
        self.most_of_one = max(self.most_of_one, *(self.running[key] for key in keys), 0)
        try:
            await self.before(changes)
            done = self._apply(changes, keys)
            await self.after(changes)
            return done
        finally:
            self.running.subtract(["all", *keys])

    def _apply(self, changes: ContactChanges, keys: list[str]) -> Upserted:
        self.writes.append(changes)
        found = next((self._by_key[key] for key in keys if key in self._by_key), None)
        contact_id = found or f"c{len(self.people) + 1}"
        person = self.people.setdefault(contact_id, {})
        given = {field.name: getattr(changes, field.name) for field in attrs.fields(ContactChanges)}
        person.update({name: value for name, value in given.items() if value or value is None})
        self._by_key.update(dict.fromkeys(keys, contact_id))
        return Upserted(contact=Contact(id=contact_id), created=found is None)


@attrs.define(eq=False)
class FakeAttributes:
    """``client.data_attributes`` as far as imports use it."""

    attributes: list[DataAttribute] = attrs.Factory(list[DataAttribute])
    created: list[tuple[str, str]] = attrs.Factory(list[tuple[str, str]])
    asked: int = 0
    #: Raised by the next creation, before or after it is carried out.
    error: Exception | None = None
    error_after: Exception | None = None

    def add(self, **types: str) -> None:
        """Add attributes by name."""
        self.attributes += [DataAttribute(name, data_type) for name, data_type in types.items()]

    async def list(self, *, model: str) -> AsyncIterator[DataAttribute]:
        """Yield the attributes."""
        assert model == "contact"
        self.asked += 1
        for attribute in self.attributes:
            await asyncio.sleep(0)
            yield attribute

    async def create(self, *, name: str, model: str, data_type: str) -> DataAttribute:
        """Create one."""
        assert model == "contact"
        if self.error is not None:
            raise self.error
        self.created.append((name, data_type))
        self.add(**{name: data_type})
        if self.error_after is not None:
            raise self.error_after
        return self.attributes[-1]


@attrs.define(eq=False)
class FakeClient:
    """What `Bulk` needs of a client."""

    contacts: FakeContacts = attrs.Factory(FakeContacts)
    data_attributes: FakeAttributes = attrs.Factory(FakeAttributes)
    config: ClientConfig = attrs.Factory(ClientConfig)
    options: dict[str, object] = attrs.Factory(dict[str, object])

    def with_options(self, **options: object) -> "FakeClient":
        """Note the options."""
        self.options.update(options)
        return self

    @property
    def core(self) -> "FakeClient":
        """What holds the config."""
        return self

    @property
    def client(self) -> "Intercom":
        """This, for those who ask for the real one."""
        return cast("Intercom", self)


def refusal(
    status: Literal[400, 422] = 400, message: str = "phone is invalid", request_id: str | None = "req-1"
) -> BadRequestError:
    """Return the server's refusal of one row."""
    detail = ErrorDetail(code="parameter_invalid", message=message)
    return BadRequestError(status, errors=[detail], operation="contacts.create", request_id=request_id)
