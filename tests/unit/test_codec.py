"""Decoding: nothing raises because the API changed a field, nothing is lost, and what did not fit is counted."""

import threading
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intercom_async import from_dict, to_dict
from intercom_async.codec import Codec
from intercom_async.drift import DriftRecord
from intercom_async.errors import DecodeError
from intercom_async.instants import BLOCK_BITS, BLOCKS, OFFSETS, to_datetime, to_seconds
from intercom_async.models.admins import CurrentAdmin, Team
from intercom_async.models.common import Avatar, Id, Model, Reference, References, UnknownObject, either
from intercom_async.models.contacts import Contact
from intercom_async.models.data_attributes import DataAttribute
from intercom_async.models.leads import Lead
from intercom_async.models.users import User

OFTEN = 12


@attrs.frozen(kw_only=True, repr=False)
class Text(Model):
    """An ad-hoc part."""

    type: Literal["text", "note"] = "text"
    body: str | None = None


@attrs.frozen(kw_only=True, repr=False)
class Picture(Model):
    """Another."""

    type: Literal["picture"] = "picture"
    width: int | None = None


@attrs.frozen(kw_only=True, repr=False)
class Thread(Model):
    """Holds parts of several kinds, and others of its own."""

    id: Id
    first: Text | Picture | None = None
    parts: tuple[Text | Picture, ...] | None = None
    owner: str | Avatar | None = None
    sender: str | None = attrs.field(default=None, metadata={"key": "from"})
    class_: str | None = attrs.field(default=None, metadata={"key": "class"})
    answers: "tuple[Thread, ...] | None" = None
    rows: tuple[tuple[Text, ...], ...] | None = None
    times: tuple[datetime, ...] | None = None
    labels: tuple[str, ...] | None = None
    anything: object = None
    either: str | int | None = None
    score: float | None = None


def decode(model: type[Model], body: Any) -> tuple[Any, dict[tuple[str, str, str, str], int]]:
    """Return *body* decoded, plain and compiled alike, and what one decoding counts."""
    codec = Codec(check_all=True)
    first = codec.decode(model, body)
    counted = dict(codec.drift.report())
    for number in range(2, OFTEN):
        assert codec.decode(model, body) == first
        assert dict(codec.drift.report()) == {record: count * number for record, count in counted.items()}
    return first, {attrs.astuple(record): count for record, count in counted.items()}


def test_unknown_fields_are_kept() -> None:
    contact, drift = decode(Contact, {"id": "1", "mood": "good", "deep": {"er": [1]}})
    assert contact.extra == {"mood": "good", "deep": {"er": [1]}}
    assert (contact.unfit, drift) == ({}, {})


@pytest.mark.parametrize(
    ("key", "value", "expected", "got"),
    [
        ("created_at", "2024-01-01", "datetime", "string"),
        ("created_at", True, "datetime", "boolean"),
        ("created_at", 1.5, "datetime", "number"),
        ("created_at", {"at": 1}, "datetime", "object"),
        ("created_at", 1_734_537_421_000, "datetime", "integer"),
        ("created_at", -(10**18), "datetime", "integer"),
        ("created_at", 10**400, "datetime", "integer"),
        ("location", ["here"], "ContactLocation", "array"),
        ("location", "here", "ContactLocation", "string"),
        ("tags", [], "References", "array"),
        ("custom_attributes", [], "Mapping", "array"),
        ("custom_attributes", "plan", "Mapping", "string"),
        ("merge_history", {}, "tuple[MergeHistoryItem, ...]", "object"),
        ("merge_history", [{}, 1], "tuple[MergeHistoryItem, ...]", "array"),
        ("merge_history", [None], "tuple[MergeHistoryItem, ...]", "array"),
        ("email", {"address": 1}, "str", "object"),
        ("email", ["a"], "str", "array"),
        ("external_id", 1.5, "id", "number"),
        ("external_id", False, "id", "boolean"),
        ("external_id", {}, "id", "object"),
        ("avatar", [], "str | Avatar", "array"),
    ],
)
def test_a_value_that_cannot_become_its_type_is_unfit(key: str, value: Any, expected: str, got: str) -> None:
    """The field is None, the value stands in `unfit`, is counted once, and comes back."""
    body = {"id": "1", key: value}
    contact, drift = decode(Contact, body)
    assert getattr(contact, key) is None
    assert contact.unfit == {key: value}
    assert drift == {("Contact", key, expected, got): 1}
    assert to_dict(contact) == body


def test_a_broken_item_leaves_the_counts_of_its_neighbours_single() -> None:
    """A list that does not fit after a nested object with drift: both are counted once, compiled or not."""
    body = {"id": "1", "location": {"city": [1]}, "tags": 5}
    contact, drift = decode(Contact, body)
    assert contact.location is not None
    assert contact.location.unfit == {"city": [1]}
    assert sorted(name for _, name, *_ in drift) == ["city", "tags"]
    assert set(drift.values()) == {1}


@pytest.mark.parametrize(
    ("model", "body", "field", "expected", "got"),
    [
        (Contact, {"id": "1", "name": 5}, "name", "str", "integer"),
        (Contact, {"id": "1", "has_hard_bounced": "no"}, "has_hard_bounced", "bool", "string"),
        (Contact, {"id": "1", "avatar": 5}, "avatar", "str | Avatar", "integer"),
        (Contact, {"id": "1", "type": 5}, "type", "str", "integer"),
        (DataAttribute, {"options": ["a", 1]}, "options", "tuple[str, ...]", "integer"),
        (Thread, {"id": "1", "either": 1.5}, "either", "str | int", "number"),
    ],
)
def test_a_scalar_of_another_type_is_kept_and_counted(
    model: type[Model], body: dict[str, Any], field: str, expected: str, got: str
) -> None:
    decoded, drift = decode(model, body)
    assert to_dict(decoded) == body
    assert decoded.unfit == {}
    assert drift == {(model.__name__, field, expected, got): 1}


def test_an_int_is_a_good_float() -> None:
    assert decode(Thread, {"id": "1", "score": 3})[1] == {}


def test_scalars_in_nested_objects_and_lists_are_checked() -> None:
    body = {
        "id": "1",
        "location": {"city": 5},
        "tags": {"data": [{"id": "1", "url": False}]},
        "avatar": {"image_url": 1},
    }
    _, drift = decode(Contact, body)
    assert {(model, field) for model, field, *_ in drift} == {
        ("ContactLocation", "city"),
        ("Reference", "url"),
        ("Avatar", "image_url"),
    }


@pytest.mark.parametrize("page", [1, 7, 64, 150])
def test_one_in_64_is_checked(page: int) -> None:
    """A sample of objects, however they come."""
    codec = Codec()
    bodies = [{"id": "1", "name": 5} for _ in range(640)]
    for start in range(0, 640, page):
        codec.decode_items(Contact, bodies[start : start + page])
    assert codec.drift.report() == [(DriftRecord("Contact", "name", "str", "integer"), 10)]


def test_single_answers_count_for_the_sample() -> None:
    codec = Codec()
    for _ in range(63):
        codec.decode(Contact, {"id": "1", "name": 5})
    assert codec.drift.report() == []
    codec.decode(Contact, {"id": "1", "name": 5})
    assert codec.drift.report() == [(DriftRecord("Contact", "name", "str", "integer"), 1)]


def test_ids_become_text_without_drift() -> None:
    body = {"id": 5, "owner_id": 7, "tags": {"data": [{"id": 10**30}]}}
    contact, drift = decode(Contact, body)
    assert (contact.id, contact.owner_id, contact.tags.data[0].id) == ("5", "7", str(10**30))
    assert drift == {}


def test_an_id_too_long_for_text_is_unfit() -> None:
    """Python makes no text of an int with more than 4,300 digits."""
    contact, _ = decode(Contact, {"id": "1", "owner_id": 10**5000})
    assert contact.owner_id is None
    assert to_dict(contact) == {"id": "1", "owner_id": 10**5000}


@pytest.mark.parametrize(("body", "got"), [({}, "null"), ({"id": None}, "null"), ({"id": []}, "array")])
def test_a_missing_id_is_empty_and_counted(body: dict[str, Any], got: str) -> None:
    contact, drift = decode(Contact, body)
    assert contact.id == ""
    assert to_dict(contact) == body
    assert set(drift) == {("Contact", "id", "id", got)}


def test_null_absent_and_default_are_told_apart() -> None:
    """A null stays null, also where the class has a default; an absent key stays absent."""
    for body in ({"id": "1", "type": None, "name": None}, {"id": "1"}, {"name": "a", "id": "1", "type": "contact"}):
        contact, _ = decode(Contact, body)
        assert to_dict(contact) == body
        assert list(to_dict(contact)) == list(body)
    assert from_dict(Contact, {"id": "1"}).type == "contact"
    assert from_dict(Contact, {"id": "1", "type": None}).type is None


@pytest.mark.parametrize("seconds", [0, 1, -1, -2_208_988_800, 2_738_966_400, 253_402_300_799])
def test_instants_are_aware_and_utc(seconds: int) -> None:
    """Before 1970 and far in the future too."""
    contact, _ = decode(Contact, {"id": "1", "created_at": seconds})
    assert contact.created_at == datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    assert contact.created_at.tzinfo is UTC
    assert to_dict(contact)["created_at"] == seconds


def test_tagged_unions_go_by_type() -> None:
    parts = [{"type": "text", "body": "a"}, {"type": "picture", "width": 3}, {"type": "note", "body": "b"}]
    thread, drift = decode(Thread, {"id": "1", "parts": parts, "first": parts[1]})
    assert thread.parts == (Text(body="a"), Picture(width=3), Text(type="note", body="b"))
    assert thread.first == Picture(width=3)
    assert drift == {}


@pytest.mark.parametrize("tag", ["hologram", None, 5, ["text"]])
def test_an_unknown_tag_falls_back(tag: Any) -> None:
    """To a class that keeps everything."""
    body = {"id": "1", "first": {"type": tag, "depth": 4}, "parts": [{"depth": 4}]}
    thread, _ = decode(Thread, body)
    assert isinstance(thread.first, UnknownObject)
    assert isinstance(thread.parts[0], UnknownObject)
    assert thread.parts[0].extra == {"depth": 4}
    assert to_dict(thread) == body


def test_an_object_without_a_type_is_what_it_may_be() -> None:
    """Intercom documents lists of users that leave it out; null is a type that is unknown."""
    bodies: list[dict[str, Any]] = [{"id": "1"}, {"id": "2", "type": "contact"}, {"id": "3", "type": None}]
    found = Codec().decode_items(either(Lead, User), bodies)
    assert [type(each) for each in found] == [User, Lead, UnknownObject]
    assert [to_dict(each) for each in found] == bodies


def test_one_of_several_models_that_names_no_types_takes_the_rest() -> None:
    """With the fields that it has: an unknown type, null or none at all."""
    bodies: list[dict[str, Any]] = [
        {"id": "1", "type": "team"}, {"id": "2", "type": "bot"}, {"id": None, "type": None}, {"id": "4"},
    ]  # fmt: skip
    found = Codec().decode_items(either(Team, Reference), bodies)
    assert found == (Team(id="1"), Reference(id="2", type="bot"), Reference(), Reference(id="4"))
    assert [to_dict(each) for each in found] == bodies


def test_a_scalar_may_stand_for_an_object() -> None:
    assert decode(Contact, {"id": "1", "avatar": "https://a/b.png"})[0].avatar == "https://a/b.png"
    avatar = decode(Contact, {"id": "1", "avatar": {"image_url": "u"}})[0].avatar
    assert isinstance(avatar, Avatar)
    assert avatar.image_url == "u"


def test_models_may_hold_their_own_kind() -> None:
    body = {"id": "1", "answers": [{"id": 2, "answers": [{"id": "3", "rows": [[{"body": "x"}], []]}]}]}
    thread, drift = decode(Thread, body)
    assert thread.answers[0].answers[0].rows == ((Text(body="x"),), ())
    assert thread.answers[0].id == "2"
    assert drift == {}


@pytest.mark.parametrize("value", [[[{}], 5], [[5]], [5], [None]])
def test_lists_of_lists_are_checked_whole(value: Any) -> None:
    body = {"id": "1", "rows": value}
    thread, drift = decode(Thread, body)
    assert (thread.rows, to_dict(thread), len(drift)) == (None, body, 1)


def test_a_list_of_instants_fits_or_does_not() -> None:
    assert decode(Thread, {"id": "1", "times": [0]})[0].times == (datetime(1970, 1, 1, tzinfo=UTC),)
    body = {"id": "1", "times": [0, 10**18], "answers": [{"id": []}]}
    thread, drift = decode(Thread, body)
    assert thread.unfit == {"times": [0, 10**18]}
    assert to_dict(thread) == body
    assert {name for _, name, *_ in drift} == {"times", "id"}


def test_fields_may_be_named_otherwise_than_their_key() -> None:
    body = {"id": "1", "from": "a", "class": "b", "class_": "c", "sender": "d", "anything": [1, {"a": None}]}
    thread, _ = decode(Thread, body)
    assert (thread.sender, thread.class_, thread.extra) == ("a", "b", {"class_": "c", "sender": "d"})
    assert thread.anything == [1, {"a": None}]
    assert to_dict(thread) == body
    assert to_dict(Thread(id="1", sender="a")) == {"id": "1", "from": "a"}


def test_fields_of_an_answer_may_be_called_as_ours() -> None:
    body = {"id": "1", "extra": 1, "unfit": {"a": 2}, "keys_received": [], "name": []}
    contact, _ = decode(Contact, body)
    assert contact.extra == {"extra": 1, "unfit": {"a": 2}, "keys_received": []}
    assert contact.unfit == {"name": []}
    assert to_dict(contact) == body


def test_an_empty_body_is_a_model() -> None:
    assert to_dict(decode(Reference, {})[0]) == {}
    assert decode(Reference, {})[0] == Reference()


@pytest.mark.parametrize(
    ("body", "got"),
    [
        ([], "array"),
        ([["id"]], "array"),
        ("id", "string"),
        (None, "null"),
        (5, "integer"),
        (True, "boolean"),
        (1.5, "number"),
    ],
)
def test_a_body_that_is_no_object_is_an_error(body: Any, got: str) -> None:
    with pytest.raises(DecodeError, match=rf"expected Contact, got {got} at \$\.data") as caught:
        Codec().decode(Contact, body, path="$.data")
    assert caught.value.path == "$.data"


def test_the_path_names_the_item() -> None:
    with pytest.raises(DecodeError, match=r"expected Contact, got string at \$\.data\[2\]"):
        Codec().decode_items(Contact, [{"id": "1"}, {"id": "2"}, "three"], path="$.data")


@pytest.mark.parametrize("body", [["type", "id"], "ab"])
def test_what_only_looks_like_a_known_shape_is_an_error(body: Any) -> None:
    """A list of exactly the keys of a compiled decoder is no object."""
    codec = Codec()
    codec.decode_items(Contact, [dict.fromkeys(body, "1") | {"id": "1"} for _ in range(OFTEN)])
    codec.decode_items(Reference, [dict.fromkeys(body, "1") for _ in range(OFTEN)])
    for model in (Contact, Reference):
        with pytest.raises(DecodeError):
            codec.decode(model, body)


def test_from_dict_refuses_what_is_no_object() -> None:
    with pytest.raises(DecodeError, match="expected Contact, got array"):
        from_dict(Contact, ["id"])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # the test's point


def test_neither_way_shares_what_can_change() -> None:
    """Changing what was given or what came out changes no model."""
    given: dict[str, Any] = {"id": "1", "custom_attributes": {"a": [1]}, "new": {"b": 2}}
    contact = from_dict(Contact, given)
    given["custom_attributes"]["a"].append(2)
    given["new"]["b"] = 3
    result: Any = to_dict(contact)
    assert result == {"id": "1", "custom_attributes": {"a": [1]}, "new": {"b": 2}}
    result["custom_attributes"]["a"].append(2)
    assert contact.custom_attributes == {"a": [1]}


def test_a_model_that_was_made_encodes_what_it_has() -> None:
    """What was not decoded has no nulls, and a value that was set beats the unfit one of before."""
    made = Contact(id="1", name="Ada", created_at=datetime(2024, 1, 1, tzinfo=UTC), extra={"x": None})
    assert to_dict(made) == {"type": "contact", "id": "1", "name": "Ada", "created_at": 1_704_067_200, "x": None}
    mended = attrs.evolve(from_dict(Contact, {"id": "1", "name": [], "email": []}), name="Ada")
    assert to_dict(mended) == {"type": "contact", "id": "1", "name": "Ada", "email": []}


def test_instants_between_seconds_are_cut() -> None:
    early = datetime(1969, 12, 31, 23, 59, 59, 500_000, tzinfo=UTC)
    assert to_dict(Contact(id="1", created_at=early))["created_at"] == -1


def test_objects_of_one_shape_share_their_keys() -> None:
    """Plain and compiled: the names are kept once, not once a contact."""
    decoded = Codec().decode_items(Contact, [{"id": str(n), "name": "a", "x": 1} for n in range(OFTEN)])
    assert len({id(contact.keys_received) for contact in decoded}) == 1


def test_shapes_and_keys_are_bounded() -> None:
    """Neither many shapes nor one with very many keys makes a decoder grow for ever; they decode all the same."""
    codec = Codec()
    decoder = codec.decoder(Reference)
    for _ in range(OFTEN):
        for number in range(300):
            body = {f"key{number}": number, "id": number}
            assert to_dict(codec.decode(Reference, body)) == body | {"id": str(number)}
    assert len(decoder.compiled) == 256
    huge = {f"key{number}": number for number in range(5000)}
    codec = Codec()
    for reference in codec.decode_items(Reference, [huge] * OFTEN):
        assert reference.extra == huge
    assert codec.decoder(Reference).compiled == {}


@pytest.mark.parametrize("unknown", [0, 40])
def test_the_same_keys_in_another_order_are_the_same(unknown: int) -> None:
    """For objects of few keys and of many, whatever a compiled decoder met before."""
    body: dict[str, object] = {"id": 1, "type": "tag"} | {f"key{number}": number for number in range(unknown)}
    turned = dict(reversed(body.items()))
    codec = Codec()
    for each in [*[body] * OFTEN, turned, body, *[turned] * OFTEN, body, {**body, "more": 1}, turned]:
        assert to_dict(codec.decode(Reference, each)) == each | {"id": "1"}


@given(st.integers(-(10**12), 10**12))
def test_instants_are_those_of_the_calendar(seconds: int) -> None:
    try:
        expected = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    except OverflowError:
        with pytest.raises(OverflowError):
            to_datetime(seconds)
        return
    assert to_datetime(seconds) == expected
    assert to_datetime(seconds).utcoffset() == timedelta(0)
    assert to_seconds(to_datetime(seconds)) == seconds


def test_instants_take_little_memory() -> None:
    """However many there are, what is remembered of them is bounded."""
    for number in range(40_000):
        to_datetime(number * 20_001)
    assert max(len(BLOCKS), len(OFFSETS)) <= 1 << BLOCK_BITS


def test_a_compiled_decoder_stores_without_calls() -> None:
    """What its speed rests on: the twin has object's own methods, and the layout to become the model."""
    decoder = Codec().decoder(Contact)
    twin = decoder.twin()
    assert type(twin).__setattr__ is object.__setattr__
    assert type(twin).__delattr__ is object.__delattr__
    assert type(twin).__init__ is object.__init__
    assert not hasattr(twin, "__dict__")
    twin.name = "a"
    twin.__class__ = Contact
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        twin.name = "b"


def test_compiled_code_is_the_same_whatever_the_keys_are() -> None:
    """Keys of an answer are no part of the code: two shapes that differ in unknown keys compile to the same bytes."""
    codec = Codec()
    for key in ("plain", '"; import os #'):
        codec.decode_items(Reference, [{"id": "1", key: 1}] * OFTEN)
    first, second = (decode.__code__ for decode in codec.decoder(Reference).compiled.values())
    assert (first.co_code, first.co_consts, first.co_names) == (second.co_code, second.co_consts, second.co_names)


def test_the_first_use_may_come_from_many_threads() -> None:
    """Eight threads that start with the same new codec get the same values, and every drift is counted."""
    body: Mapping[str, Any] = {"id": 1, "app": {"id_code": "x", "created_at": "?"}, "avatar": {"image_url": "u"}}
    expected = from_dict(CurrentAdmin, body)
    for _ in range(20):
        codec, start = Codec(), threading.Barrier(8)
        wrong: list[object] = []

        def work(codec: Codec = codec, start: threading.Barrier = start, wrong: list[object] = wrong) -> None:
            start.wait()
            for _ in range(25):
                decoded = codec.decode(CurrentAdmin, dict(body))
                if decoded != expected or to_dict(decoded) != to_dict(expected):
                    wrong.append(decoded)

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert wrong == []
        assert codec.drift.report() == [(DriftRecord("App", "created_at", "datetime", "string"), 200)]


def test_references_without_data_are_cheap_and_right() -> None:
    body = {"type": "list", "data": [], "url": "/a", "total_count": 0, "has_more": False}
    references, drift = decode(References, body)
    assert (references.data, drift) == ((), {})
    assert to_dict(references) == body


def test_other_types_than_models_decode_too() -> None:
    """``client.request(..., into=list[Contact])``."""
    codec = Codec(check_all=True)
    assert codec.decode(list[Contact], [{"id": 1}]) == [from_dict(Contact, {"id": "1"})]
    assert codec.decode(dict[str, object], {"a": [1]}) == {"a": [1]}
    with pytest.raises(DecodeError, match="expected list, got integer"):
        codec.decode(list[Contact], 5)
