"""A workspace as JSON: everything comes back as it was, whatever it is."""

import json
from pathlib import Path
from typing import Any

import attrs
import pytest
from support.scene import Scene
from support.simulator_calls import Api, ManualClock

from intercom_async.simulator import Fault, Simulator
from intercom_async.simulator.conversations import NOBODY
from intercom_async.simulator.segments import Segment
from intercom_async.simulator.shelf import Kept
from intercom_async.simulator.state import read_file, write_file
from intercom_async.simulator.world import World


def again(api: Api) -> Api:
    """Return calls to another simulator that holds what *api*'s saved, by way of text."""
    other = Api(ManualClock(api.clock.time), seed="another")
    assert other.put("/_simulator/state", json.loads(json.dumps(api.get("/_simulator/state").body))).status == 200
    return other


READ = [
    *("/contacts", "/companies", "/tags", "/segments", "/conversations", "/data_attributes", "/admins", "/teams"),
    *(
        "/articles",
        "/ticket_types",
        "/help_center/collections",
        "/subscription_types",
        "/admins/activity_logs?created_at_after=1",
    ),
]


@pytest.mark.parametrize("version", ["2.7", "2.16", "Preview"])
def test_a_full_workspace_answers_the_same_after_loading(version: str) -> None:
    scene = Scene(version)
    other = again(scene.api)
    for path in (*READ, f"/contacts/{scene.user}", f"/contacts/{scene.user}/notes", "/events?type=user&user_id=u1"):
        before, after = (api.get(path, version=version) for api in (scene.api, other))
        assert (after.status, {**after.body, "request_id": 0}) == (before.status, {**before.body, "request_id": 0})


def test_what_was_saved_is_saved_again_the_same() -> None:
    api = Scene("2.16").api
    saved = json.dumps(api.simulator.save_state())
    assert json.dumps(again(api).simulator.save_state()) == saved


def test_ids_go_on_as_they_would_have(api: Api) -> None:
    """The chance behind ids is part of the workspace."""
    api.contact(email="a@b.c")
    other = again(api)
    assert api.contact(email="b@b.c")["id"] == other.contact(email="b@b.c")["id"]


def test_what_was_loaded_can_be_changed_found_and_listed(api: Api) -> None:
    """Indexes and sort orders are those of the objects, not copies of them."""
    ids = [api.contact(email=f"{number}@b.c", name="x")["id"] for number in range(3)]
    api.company("c1", ids[0])
    other = again(api)
    other.clock.time += 5
    other.put(f"/contacts/{ids[0]}", {"email": "new@b.c", "name": "y"})
    assert other.get(f"/contacts/{ids[0]}").body["email"] == "new@b.c"
    found = other.post("/contacts/search", {"query": {"field": "email", "operator": "=", "value": "new@b.c"}}).body
    assert [each["id"] for each in found["data"]] == [ids[0]]
    assert (
        other.post("/contacts/search", {"query": {"field": "email", "operator": "=", "value": "0@b.c"}}).body[
            "total_count"
        ]
        == 0
    )
    for each in ids:
        assert other.delete(f"/contacts/{each}").status == 200
    assert other.get("/contacts").body["total_count"] == 0
    assert api.get("/contacts").body["total_count"] == 3


def test_work_that_waits_is_done_after_loading(api: Api) -> None:
    """A job of 1.x that was asked for before saving ends in the other simulator."""
    item = {"method": "post", "data_type": "user", "data": {"email": "a@b.c"}}
    job = api.post("/bulk/users", {"items": [item]}, version="1.4").body
    bad = {"method": "post", "data_type": "user", "data": {}}
    api.post("/bulk/users", {"items": [bad], "job": {"id": job["id"]}}, version="1.4")
    other = again(api)
    other.clock.time += 60
    other.get("/me")
    assert other.simulator.report().people == 1
    errors = again(other).get(f"/jobs/{job['id']}/error", version="1.4")
    assert errors.status == 200
    assert errors.body["items"][0]["error"]["code"] == "parameter_not_found" or errors.body["items"]


def test_the_token_of_a_waiting_call_is_not_saved(api: Api) -> None:
    """A file of test data holds no credentials."""
    item = {"method": "post", "data_type": "user", "data": {"email": "a@b.c"}}
    api.post("/bulk/users", {"items": [item]}, version="1.4")
    text = json.dumps(api.simulator.save_state())
    assert "test-token" not in text
    assert "Intercom-Version" in text


@attrs.define
class Made(Kept):
    """A kind that the simulator does not know."""


def test_a_new_kind_of_the_simulators_own_needs_nothing(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any class of the package is saved by its attributes, with references, bytes and numbers of every size."""
    from intercom_async.simulator.kept_files import KeptFile

    kept = api.simulator.world.shelf(KeptFile)
    shared: list[Any] = [
        float("inf"),
        -1.5,
        2**70,
        {1: "x", (2, None): b"\x00\xff"},
        {"$": 1, "$id": 2},
        frozenset({3}),
    ]
    first = kept.add(KeptFile("1", b"\x00\xff", "text/plain", "f", 1))
    object.__setattr__(first, "content_type", shared)
    object.__setattr__(first, "name", shared)
    (loaded,) = again(api).simulator.world.shelf(KeptFile)
    assert loaded == first
    assert loaded.content_type is loaded.name


def test_code_of_ones_own_is_refused_when_saving(api: Api) -> None:
    """It could not be loaded elsewhere: the error says what it is."""
    api.simulator.world.conversations.rules.append((lambda conversation: conversation.open, NOBODY))
    with pytest.raises(ValueError, match=r"test_state:.*<lambda>.* is code of your own"):
        api.simulator.save_state()
    api.simulator.world.conversations.rules.clear()
    api.simulator.world.shelf(Made).add(Made("1"))
    with pytest.raises(ValueError, match="Made is code of your own"):
        api.simulator.save_state()


def test_segments_by_tag_are_saved_with_their_rule(api: Api) -> None:
    world = api.simulator.world
    ada = api.contact(email="a@b.c")
    tag = world.tags.create("vip")
    segment: Segment = world.segments.add_by_tag("VIPs", tag, now=1)
    other = again(api)
    other.post(f"/contacts/{ada['id']}/tags", {"id": tag.id})
    (mine,) = [each for each in other.get(f"/contacts/{ada['id']}/segments").body["data"] if each["id"] == segment.id]
    assert mine["name"] == "VIPs"


@pytest.mark.parametrize(
    "saved",
    [
        None,
        [],
        {"format": 0, "world": {}},
        {"format": 1},
        {"format": 1, "world": {"people": {"$": "simulator.people:Nobody"}}},
        {"format": 1, "world": {"people": {"$": "simulator.nowhere:People"}}},
        {"format": 1, "world": {"people": {"$": "code", "items": "simulator.people:json"}}},
        {"format": 1, "world": {"people": {"$": "code", "items": "simulator.server:sys.exit"}}},
        {"format": 1, "world": {"people": {"$seen": 5}}},
        {"format": 1, "world": {"weather": 1}},
    ],
)
def test_what_is_no_saved_workspace_is_refused_and_changes_nothing(api: Api, saved: object) -> None:
    api.contact(email="a@b.c")
    result = api.put("/_simulator/state", saved)
    assert result.status == 400
    assert "saved workspace" in result.body["error"]
    assert api.get("/contacts").body["total_count"] == 1


def test_resetting_begins_anew(api: Api) -> None:
    """Workspace, log, quota and faults are as at the beginning; the clock goes on."""
    first = api.contact(email="a@b.c")["id"]
    api.simulator.faults.replace([Fault(kind="status")])
    api.clock.time += 1
    assert api.delete("/_simulator/state").body == {
        "statuses": {}, "windows": [], "people": 0, "first_write": None, "last_write": None, "log_length": 0,
    }  # fmt: skip
    assert list(api.simulator.log()) == []
    assert api.get("/contacts").headers["X-RateLimit-Remaining"] == "1666"
    assert api.contact(email="a@b.c")["id"][8:] == first[8:]
    assert api.simulator.clock.now() == 1_700_000_001


def test_a_file_is_read_if_it_is_there_and_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    world = Simulator().world
    read_file(world, path)
    api = Api()
    api.contact(email="a@b.c")
    write_file(api.simulator.world, path)
    assert [each.name for each in tmp_path.iterdir()] == ["state.json"]
    read_file(world, path)
    assert len(world.people) == 1
    assert isinstance(world, World)


def test_dates_are_saved(api: Api) -> None:
    """An exception of office hours has one."""
    week = {"name": "Week", "time_zone_name": "UTC", "time_intervals": [{"start_minute": 0, "end_minute": 60}]}
    path = f"/office_hours_schedules/{api.post('/office_hours_schedules', week).body['id']}/office_hours_exceptions"
    made = api.post(path, {"exception_date": "2026-12-25", "exception_type": "closed"}).body
    assert again(api).get(f"{path}/{made['id']}").body == made
