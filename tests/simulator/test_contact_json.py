"""A contact that is read by itself: JSON that is put together from pieces, and says what the body says."""

from support.simulator_calls import Api, request

from intercom_async.simulator.bodies.contacts import contact_body, contact_json
from intercom_async.simulator.call import PLAIN_JSON, Call, encode_json, parse
from intercom_async.simulator.people import Person
from intercom_async.simulator.routes import KNOWN_VERSIONS
from intercom_async.versions import Version


def seen(version: str) -> Call:
    """Return a call for a contact with those who were merged into it."""
    call = parse(
        request("GET", "/contacts/x?include_merge_history=true"), now=1_700_000_000.0, request_id="", base_url=None
    )
    call.version = Version(version)
    return call


def people(api: Api) -> list[Person]:
    """Return somebody of whom nothing is known, somebody of whom everything is, and a lead."""
    texts = dict.fromkeys(("name", "phone", "avatar", "utm_term", "ios_device", "browser"), '"Zoë"\u2028��\\')
    api.attribute("Größe", "float")
    full = api.contact(email="full@example.com", external_id="7", custom_attributes={"Größe": 1.5})["id"]
    empty = api.contact(role="lead")["id"]
    plain = api.contact(external_id="plain")["id"]
    other = api.contact(role="lead")["id"]
    api.post("/contacts/merge", {"from": other, "into": full})
    world = api.simulator.world
    person = world.people.get(full)
    assert person is not None
    person.fields |= texts
    person.fields |= {"owner_id": world.admins[0].id, "signed_up_at": 1_600_000_000, "unsubscribed_from_emails": True}
    person.fields |= {"location.city": "Cork", "location.country_code": "IE", "session_count": 3}
    person.fields["enabled_push_messaging"] = False
    person.custom |= {"truth": True, "nothing": None, "number": 10**20}
    for number in range(12):
        api.post(f"/contacts/{full}/tags", {"id": api.post("/tags", {"name": f"tag {number}"}).body["id"]})
    api.post(f"/contacts/{full}/notes", {"body": "x", "admin_id": world.admins[0].id})
    api.company("c", full)
    for subscription, consent in (("1", "opt_out"), ("2", "opt_in")):
        api.post(f"/contacts/{full}/subscriptions", {"id": subscription, "consent_type": consent})
    return world.people.all_of([full, empty, plain])


def test_it_is_what_encoding_the_body_gives_in_every_version(api: Api) -> None:
    """To the byte: nobody can tell which of the two answered."""
    everybody = people(api)
    for version in sorted(KNOWN_VERSIONS):
        call = seen(version)
        for person in everybody:
            body = contact_body(api.simulator.world, call, person)
            assert contact_json(api.simulator.world, call, person).decode() == encode_json(body), version


def test_reading_shows_what_was_changed_since(api: Api) -> None:
    """Nothing of an earlier answer is kept: not of the person, nor of what is attached, nor of the attributes."""
    person = people(api)[0]
    path = f"/contacts/{person.id}"
    before = api.get(path).body
    api.put(path, {"name": "Another", "custom_attributes": {"Größe": 2}})
    api.delete(f"{path}/tags/{before['tags']['data'][0]['id']}")
    after = api.get(path).body
    assert (after["name"], after["custom_attributes"]["Größe"]) == ("Another", 2)
    assert (before["tags"]["total_count"], after["tags"]["total_count"]) == (12, 11)
    attribute = next(each for each in api.get("/data_attributes?model=contact").body["data"] if each["name"] == "Größe")
    api.put(f"/data_attributes/{attribute['id']}", {"archived": True})
    assert "Größe" not in api.get(path).body["custom_attributes"]


def test_single_values_are_encoded_like_all_others() -> None:
    """Text, numbers, truth and null: what is looked up by the type is what the encoder gives."""
    for value in ('a"ü\ud800\n', 0, -(10**30), True, False, None):
        assert PLAIN_JSON[type(value)](value) == encode_json(value)
