"""What services refuse before anything is sent, and what single methods promise beyond their request."""

from typing import Any

import pytest
from support.paging_clients import client, in_virtual_time, pages_of, simulated
from support.virtual_time import run

from intercom_async import (
    ConflictError,
    Intercom,
    NotFoundError,
    NotRestorableError,
    SeveralUsersError,
    UniqueUserConstraintError,
)
from intercom_async.models.contacts import ContactChanges
from intercom_async.models.users import UserChanges
from intercom_async.services.base import given
from intercom_async.unset import UNSET


def _nothing(version: str = "1.4") -> Intercom:
    return Intercom("t", transport=pages_of([]), version=version, rate_limit=None)


@pytest.mark.parametrize(
    "arguments", [{}, {"user_id": "1", "email": "a@b.c"}, {"user_id": ""}, {"email": " "}, {"user_id": None}]
)
async def test_archiving_names_one_user(arguments: dict[str, Any]) -> None:
    """Without a name it could mean everybody."""
    with pytest.raises(ValueError, match=r"users\.archive: give exactly one of user_id, email"):
        await _nothing().users.archive(**arguments)


@pytest.mark.parametrize("user_id", ["", " ", None])
async def test_finding_names_a_user(user_id: Any) -> None:
    """Without a name the same path lists everybody."""
    with pytest.raises(ValueError, match=r"users\.find: give exactly one of user_id"):
        await _nothing().users.find(user_id=user_id)


def test_a_tag_and_a_segment_exclude_each_other() -> None:
    with pytest.raises(ValueError, match="tag_id and segment_id exclude each other"):
        _nothing().users.list(tag_id=1, segment_id=2)


@pytest.mark.parametrize("size", [0, 61])
def test_users_come_in_pages_of_sixty_at_most(size: int) -> None:
    with pytest.raises(ValueError, match=r"users\.list: per_page"):
        _nothing().users.list(per_page=size)


@pytest.mark.parametrize("contact_id", ["", "..", "a/b", "a?b"])
async def test_an_id_that_would_leave_the_path_is_refused(contact_id: str) -> None:
    c = _nothing("2.16").contacts
    for call in (c.retrieve, c.archive, c.unarchive, c.delete):
        with pytest.raises(ValueError, match="contact_id must not"):
            await call(contact_id)


@pytest.mark.parametrize("query", ["role = user", 7, None])
def test_a_search_takes_filters_and_mappings(query: Any) -> None:
    with pytest.raises(TypeError, match="a query must be a filter or a mapping"):
        _nothing("2.16").contacts.search(query)


def test_a_query_deeper_than_the_server_takes_is_refused() -> None:
    deep: dict[str, Any] = {"field": "a", "operator": "=", "value": 1}
    for _ in range(3):
        deep = {"operator": "AND", "value": [deep]}
    with pytest.raises(ValueError, match="nested 2 groups deep"):
        _nothing("2.16").contacts.search(deep)


def test_what_was_not_given_is_left_out() -> None:
    assert given(a=1, b=UNSET, c=None, d=False) == {"a": 1, "c": None, "d": False}


@in_virtual_time
async def test_users_are_written_by_their_identity() -> None:
    """Twice the same user id is one user."""
    c = client(simulated(), version="1.4")
    first = await c.users.create_or_update(UserChanges(user_id="a", email="ada@example.com", name="Ada"))
    second = await c.users.create_or_update(UserChanges(user_id="a", custom_attributes={"plan": "pro"}))
    assert (second.id, second.name, second.custom_attributes) == (first.id, "Ada", {"plan": "pro"})
    assert (await c.users.find(user_id="a")).id == first.id
    assert (await c.users.retrieve(first.id)).user_id == "a"
    assert [each.id async for each in c.users.list(email="ADA@example.com")] == [first.id]


@in_virtual_time
async def test_an_archived_user_is_gone_from_1_x() -> None:
    c = client(simulated(1), version="1.4")
    assert (await c.users.archive(user_id="u0")).user_id == "u0"
    with pytest.raises(NotFoundError):
        await c.users.find(user_id="u0")
    with pytest.raises(ConflictError):
        await c.users.create_or_update(UserChanges(user_id="u0"))
    assert await c.users.scroll().collect() == []


@pytest.mark.parametrize(("version", "found"), [("1.0", 1), ("1.1", 1), ("1.4", 1)])
def test_users_by_email_are_a_list_in_every_version(version: str, found: int) -> None:
    """1.0 answers one user instead: a page of one."""

    async def main() -> None:
        c = client(simulated(), version=version)
        await c.users.create_or_update(UserChanges(email="ada@example.com"))
        assert len(await c.users.list(email="ada@example.com").collect()) == found

    run(main())


@in_virtual_time
async def test_attributes_are_made_changed_and_hidden() -> None:
    c = client(simulated())
    made = await c.data_attributes.create(
        name="tier", model="contact", data_type="options", options=["a", "b"], description="d"
    )
    assert (made.full_name, made.options, made.custom, made.archived) == (
        "custom_attributes.tier",
        ("a", "b"),
        True,
        False,
    )
    assert made.id is not None
    changed = await c.data_attributes.update(made.id, options=["a", "c"], archived=True)
    assert (changed.options, changed.archived, changed.description) == (("a", "c"), True, "d")
    shown = [each.name async for each in c.data_attributes.list(model="contact") if each.custom]
    kept = [each.name async for each in c.data_attributes.list(include_archived=True) if each.custom]
    assert (shown, kept) == ([], ["tier"])
    await c.data_attributes.update(int(made.id), archived=False)
    await c.contacts.create(ContactChanges(email="a@example.com", custom_attributes={"tier": "a"}))


@in_virtual_time
async def test_1_4_calls_contacts_customers() -> None:
    c = client(simulated(), version="1.4")
    models = {each.model async for each in c.data_attributes.list(model="customer")}
    assert models == {"customer"}


@in_virtual_time
async def test_the_admin_comes_with_the_workspace() -> None:
    admin = await client(simulated()).admins.me()
    assert admin.app is not None
    assert (admin.type, admin.app.timezone, admin.email_verified) == ("admin", "UTC", True)


@in_virtual_time
async def test_a_write_that_several_users_could_be_meant_by() -> None:
    """Under the code of all conflicts in 1.0, under its own where users are written; both are one class."""
    c = client(simulated(), version="1.0")
    for user_id in ("a", "b"):
        await c.users.create_or_update(UserChanges(user_id=user_id, email="ada@example.com"))
    with pytest.raises(UniqueUserConstraintError):
        await c.users.create_or_update(UserChanges(email="ada@example.com", name="Ada"))
    with pytest.raises(SeveralUsersError) as caught:
        await c.users.list(email="ada@example.com").collect()
    assert caught.value.code == "conflict"


@in_virtual_time
async def test_an_archived_user_is_not_restored_by_a_write() -> None:
    c = client(simulated(1), version="1.4")
    await c.users.archive(user_id="u0")
    with pytest.raises(NotRestorableError):
        await c.users.create_or_update(UserChanges(user_id="u0", name="Ada"))


async def test_an_external_id_has_a_length() -> None:
    with pytest.raises(ValueError, match=r"contacts\.find: external_id has 256 characters"):
        await _nothing("2.16").contacts.find("a" * 256)
