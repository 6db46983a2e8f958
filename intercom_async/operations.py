"""The table: every operation of the API, one line each; nothing else says when an operation exists."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from .operation import DELETE, GET, POST, PUT, Operation, Paging, Repeat
from .versions import V1_4, V2_0, ranged


def when_identified(body: Mapping[str, Any]) -> bool:
    """Say whether the contact in *body* has an identity that makes a second creation a 409 instead of a double."""
    return bool(body.get("external_id") or (body.get("email") and body.get("role", "user") == "user"))


class Admins:
    """Teammates."""

    me: Operation = GET("/me", documented_as=("get_current_admin_and_app",))


class Contacts:
    """People from 2.0 on: users and leads."""

    list: Operation = GET("/contacts", since=V2_0, paging=Paging.CURSOR, items="data", page_size=(10, 150))
    search: Operation = POST(
        "/contacts/search", since=V2_0, paging=Paging.SEARCH, items="data", page_size=(50, 150), repeat=Repeat.ALWAYS
    )
    create: Operation = POST("/contacts", since=V2_0, repeat=when_identified)
    retrieve: Operation = GET("/contacts/{contact_id}", since=V2_0)
    update: Operation = PUT("/contacts/{contact_id}", since=V2_0)
    delete: Operation = DELETE("/contacts/{contact_id}", since=V2_0)
    archive: Operation = POST("/contacts/{contact_id}/archive", since=V2_0, repeat=Repeat.ALWAYS)
    unarchive: Operation = POST("/contacts/{contact_id}/unarchive", since=V2_0, repeat=Repeat.ALWAYS)


class DataAttributes:
    """The attributes that contacts and companies have."""

    list: Operation = GET(
        "/data_attributes",
        since=V1_4,
        items=ranged("data_attributes", (V2_0, "data")),
        documented_as=("list_data_attributes_for_companies", "list_data_attributes_for_customers"),
    )
    create: Operation = POST("/data_attributes", since=V2_0)
    update: Operation = PUT("/data_attributes/{attribute_id}", since=V2_0)


class Users:
    """People with an account, in 1.x."""

    create_or_update: Operation = POST(
        "/users",
        until=V1_4,
        repeat=Repeat.ALWAYS,
        instead="contacts.create, contacts.update or contacts.upsert",
        documented_as=("create_user", "create_update_user"),
    )
    retrieve: Operation = GET("/users/{user_id}", until=V1_4, instead="contacts.retrieve", documented_as=("get_user",))
    find: Operation = GET("/users", until=V1_4, instead="contacts.search", documented_as=("find_user",))
    list: Operation = GET(
        "/users",
        until=V1_4,
        paging=Paging.PAGE,
        items="users",
        page_size=(50, 60),
        instead="contacts.list or contacts.search",
        documented_as=("list_users",),
    )
    scroll: Operation = GET(
        "/users/scroll",
        until=V1_4,
        paging=Paging.SCROLL,
        items="users",
        page_size=(100, 100),
        repeat=Repeat.NEVER,
        instead="contacts.list",
        documented_as=("scroll_users",),
    )
    archive: Operation = DELETE("/users", until=V1_4, instead="contacts.archive", documented_as=("archive_user",))


SERVICES: Final = (Admins, Contacts, DataAttributes, Users)


def all_operations() -> Iterator[Operation]:
    """Yield every row of the table."""
    for service in SERVICES:
        for value in vars(service).values():
            if isinstance(value, Operation):
                yield value


BY_NAME: Final[Mapping[str, Operation]] = {operation.name: operation for operation in all_operations()}


def find(name: str) -> Operation:
    """Return the operation called *name* (``"contacts.create"``)."""
    return BY_NAME[name]
