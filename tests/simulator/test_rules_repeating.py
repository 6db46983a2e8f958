"""The rules of behaviour.md 4.5: what may be sent twice, and what may not."""

from typing import Any

from support.simulator_calls import Api, ManualClock

CIARAN = "991267459"
NOW = 1_700_000_000


def _things(api: Api) -> list[tuple[str, str, str]]:
    """Make one of everything that can be deleted, and return the version, the path and the code of the second 404."""
    person, lead = api.contact(email="a@b.c", external_id="1")["id"], api.contact(role="lead")["id"]
    company, other = api.company("c", person)["id"], api.company("d", person)["id"]
    tags = [api.post("/tags", {"name": str(number)}).body["id"] for number in range(4)]
    author = {"author_id": int(CIARAN), "owner_id": int(CIARAN), "title": "x"}
    kind = api.post("/ticket_types", {"name": "Bug", "category": "Customer"}).body["id"]
    ticket = api.post("/tickets", {"ticket_type_id": kind, "contacts": [{"id": person}]}).body["id"]
    talk, second = (api.simulator.add_conversation(person, "Hi") for _ in range(2))
    by = {"admin_id": CIARAN}
    made: tuple[tuple[str, dict[str, Any], str], ...] = (
        (f"/contacts/{person}/tags", {"id": tags[0]}, "2.16"),
        (f"/conversations/{talk}/tags", {"id": tags[0], **by}, "2.16"),
        (f"/contacts/{person}/subscriptions", {"id": "1", "consent_type": "opt_out"}, "2.16"),
        ("/articles", {**author, "state": "published"}, "2.16"),
        ("/help_center/collections", {"name": "x"}, "2.16"),
        ("/news/news_items", {"title": "x", "sender_id": int(CIARAN)}, "2.16"),
        ("/internal_articles", author, "2.16"),
        ("/custom_object_instances/Boat", {"external_id": "1"}, "2.16"),
        ("/custom_object_instances/Boat", {"external_id": "2"}, "2.16"),
        ("/audiences", {"name": "x"}, "2.16"),
        ("/content_snippets", {"title": "x", "body_markdown": "x"}, "2.16"),
        ("/data_connectors", {"name": "x"}, "2.16"),
        ("/office_hours_schedules", {"name": "x", "time_zone_name": "UTC", "time_intervals": []}, "2.16"),
        ("/ai/content_import_sources", {"sync_behavior": "api", "url": "https://x.test"}, "2.16"),
        ("/folders", {"folder": {"name": "x"}}, "Preview"),
        ("/secure_mode_secrets", {"name": "x", "supports_web": True}, "Preview"),
    )
    for path, body, version in made:
        result = api.post(path, body, version=version)
        assert result.status in {200, 201}, (path, result.body)
    visitor = api.simulator.add_visitor()
    return [
        ("2.16", f"/contacts/{person}/tags/{tags[0]}", "not_found"),
        ("2.16", f"/contacts/{person}/companies/{company}", "company_not_found"),
        ("2.16", f"/contacts/{person}/subscriptions/1", "not_found"),
        ("2.16", f"/companies/{other}", "company_not_found"),
        ("2.16", f"/tags/{tags[1]}", "not_found"),
        ("2.16", "/articles/1", "not_found"),
        ("2.16", "/help_center/collections/1", "not_found"),
        ("2.16", "/news/news_items/1", "not_found"),
        ("2.16", "/internal_articles/1", "not_found"),
        ("2.16", "/custom_object_instances/Boat/1", "not_found"),
        ("2.16", "/custom_object_instances/Boat?external_id=2", "not_found"),
        ("2.16", "/audiences/1", "not_found"),
        ("2.16", "/content_snippets/1", "not_found"),
        ("2.16", "/data_connectors/1", "data_connector_not_found"),
        ("2.16", "/office_hours_schedules/1", "not_found"),
        ("2.16", "/ai/content_import_sources/1", "not_found"),
        ("Preview", "/folders/1", "not_found"),
        ("Preview", "/secure_mode_secrets/1", "identity_verification_secret_not_found"),
        ("2.16", f"/tickets/{ticket}", "ticket_not_found"),
        ("2.16", f"/conversations/{second}", "not_found"),
        ("1.4", f"/contacts/{lead}", "not_found"),
        ("1.4", f"/visitors/{visitor}", "not_found"),
        ("2.16", f"/contacts/{person}", "not_found"),
    ]


def test_a_second_delete_is_404(api: Api) -> None:
    """behaviour.md 4.5: DELETE may be repeated, and says then that there is nothing any more."""
    for version, path, code in _things(api):
        assert api.delete(path, version=version).status in {200, 202, 204}, path
        assert api.delete(path, version=version).problem == (404, code), path


def test_what_may_be_repeated(api: Api) -> None:
    """behaviour.md 4.5: upserts, find-or-create, attaching, archiving, cancelling: done twice it is as done once."""
    person, company = api.contact(email="a@b.c")["id"], api.company("c")["id"]
    tag = api.post("/tags", {"name": "vip"}).body["id"]
    job = api.post("/export/content/data", {"created_at_after": NOW, "created_at_before": NOW}).body["job_identifier"]
    contact = f"/contacts/{person}"
    for path, body in (
        ("/companies", {"company_id": "c", "name": "x"}),
        ("/tags", {"name": "vip"}),
        ("/tags", {"name": "vip", "users": [{"id": person}]}),
        ("/custom_object_instances/Boat", {"external_id": "1"}),
        (f"{contact}/companies", {"id": company}),
        (f"{contact}/tags", {"id": tag}),
        (f"{contact}/subscriptions", {"id": "1", "consent_type": "opt_out"}),
        (f"{contact}/archive", None),
        (f"{contact}/unarchive", None),
        (f"{contact}/block", None),
        (f"/export/cancel/{job}", None),
    ):
        first, again = (api.post(path, body) for _ in range(2))
        assert first.status == again.status == 200, path
        if path != "/companies":
            assert first.body == again.body, path
    assert api.get("/companies?company_id=c").body["name"] == "x"
    assert [each["name"] for each in api.get("/tags").body["data"]] == ["vip"]
    assert api.get("/custom_object_instances/Boat").body["total_count"] == 1


def test_what_may_not_be_repeated(api: Api) -> None:
    """behaviour.md 4.5: no key makes a write once; leads, messages, replies and the like are there twice then."""
    person = api.contact(external_id="1")["id"]
    kind = api.post("/ticket_types", {"name": "Bug", "category": "Customer"}).body["id"]
    talk = api.simulator.add_conversation(person, "Hi")
    author = {"author_id": int(CIARAN), "owner_id": int(CIARAN), "title": "x"}
    by = {"type": "admin", "admin_id": CIARAN, "message_type": "note", "body": "x"}
    user = {"type": "user", "id": person}
    for path, body, version in (
        ("/contacts", {"role": "lead"}, "2.16"),
        ("/contacts", {"email": "l@b.c"}, "1.4"),
        ("/messages", {"from": user, "body": "x"}, "2.16"),
        ("/conversations", {"from": user, "body": "x"}, "2.16"),
        (f"/contacts/{person}/notes", {"body": "x"}, "2.16"),
        ("/tickets", {"ticket_type_id": kind, "contacts": [{"id": person}]}, "2.16"),
        ("/tickets/enqueue", {"ticket_type_id": kind, "contacts": [{"id": person}]}, "2.16"),
        ("/articles", author, "2.16"),
        ("/internal_articles", author, "2.16"),
        ("/news/news_items", {"title": "x", "sender_id": int(CIARAN)}, "2.16"),
        ("/contacts/bulk", {"contacts": [{"email": "n@b.c"}]}, "Preview"),
    ):
        made = [api.post(path, body, version=version, Idempotency_Key="one").body["id"] for _ in range(2)]
        assert made[0] != made[1], path
    parts = [
        api.post(f"/conversations/{talk}/reply", by, Idempotency_Key="one").body["conversation_parts"]["total_count"]
        for _ in range(2)
    ]
    assert parts[1] == parts[0] + 1
    for _ in range(2):
        assert api.post("/events", {"event_name": "x", "user_id": "1"}, Idempotency_Key="one").status == 202
    assert len(api.get("/events?type=user&user_id=1").body["events"]) == 2


def test_what_is_refused_the_second_time(api: Api) -> None:
    """behaviour.md 4.5: users, merges, conversions, names of attributes and exports cannot be had twice."""
    lead, user = api.contact(role="lead", email="a@b.c")["id"], api.contact(email="a@b.c")["id"]
    visitor = api.simulator.add_visitor(user_id="v")
    export = {"created_at_after": NOW, "created_at_before": NOW}
    for path, body, problem in (
        ("/contacts", {"email": "b@b.c"}, (409, "conflict")),
        ("/contacts/merge", {"from": lead, "into": user}, (404, "not_found")),
        (
            "/visitors/convert",
            {"visitor": {"id": visitor}, "user": {"email": "v@b.c"}, "type": "user"},
            (404, "not_found"),
        ),
        ("/data_attributes", {"name": "x", "model": "contact", "data_type": "string"}, (400, "parameter_invalid")),
        ("/export/content/data", export, (429, "rate_limit_exceeded")),
    ):
        assert api.post(path, body).status == 200, path
        assert api.post(path, body).problem == problem, path


def test_events_are_one_by_contact_name_and_second() -> None:
    """behaviour.md 4.5: the key of a double is the contact, whatever the call named them by, the name and the time."""
    api = Api(ManualClock(NOW + 100))
    person = api.contact(external_id="1", email="a@b.c")["id"]
    for named in ({"user_id": "1"}, {"email": "a@b.c"}, {"id": person}):
        body = {"event_name": "x", "created_at": NOW, "metadata": {"of": next(iter(named))}, **named}
        assert api.post("/events", body).status == 202
    (event,) = api.get("/events?type=user&user_id=1").body["events"]
    assert event["metadata"] == {"of": "user_id"}
