"""Companies: the upsert, their bodies by version, who belongs to them, and deletion."""

import pytest
from support.simulator_calls import Api


def test_a_company_is_made_and_updated_by_its_company_id(api: Api) -> None:
    """behaviour.md 4.5: POST /companies is an upsert by company_id, 200 both ways."""
    first = api.company("c1", name="Acme", remote_created_at=1_374_138_000)
    api.clock.time += 5
    second = api.company("c1", name="Acme Ltd")
    assert second == {**first, "name": "Acme Ltd", "updated_at": first["updated_at"] + 5}
    assert first["remote_created_at"] == 1_374_138_000


def test_what_is_not_set_is_absent_and_no_plan_is_an_empty_object(api: Api) -> None:
    """behaviour.md 9 (company): no size, website, industry and last_request_at unless set; plan is {} then."""
    body = api.company("c1", name="A")
    assert not {"size", "website", "industry", "last_request_at"} & body.keys()
    assert body["plan"] == {}
    assert body["remote_created_at"] == body["created_at"]
    full = api.company("c1", size=5, website="https://x.y", industry="Toys", last_request_at=7, plan="Pro")
    assert (full["size"], full["website"], full["industry"], full["last_request_at"]) == (5, "https://x.y", "Toys", 7)
    assert full["plan"] == {"type": "plan", "id": "1", "name": "Pro"}
    assert api.company("c2", plan="Pro")["plan"] == full["plan"]
    cleared = api.company("c1", size=None, plan=None)
    assert "size" not in cleared
    assert cleared["plan"] == {}


def test_the_spend_is_cut_to_a_whole_number(api: Api) -> None:
    """API docs: companies; monthly_spend is truncated, at most 2147483647."""
    assert api.company("c1", monthly_spend=49.9)["monthly_spend"] == 49
    for value in (2**31, "5", True):
        assert api.post("/companies", {"company_id": "c1", "monthly_spend": value}).problem == (
            400,
            "parameter_invalid",
        )


def test_a_request_may_be_counted_now(api: Api) -> None:
    """OpenAPI files: update_last_request_at."""
    assert api.company("c1", update_last_request_at=True)["last_request_at"] == 1_700_000_000


def test_an_unknown_parameter_is_400(api: Api) -> None:
    """behaviour.md 4.3, recorded example: bad_request, bad 'test' parameter; and a company_id is needed."""
    result = api.post("/companies", {"test": "invalid"})
    assert result.problem == (400, "bad_request")
    assert result.message == "bad 'test' parameter"
    assert api.post("/companies", {"name": "x"}).problem == (400, "parameter_not_found")


def test_custom_attributes_must_exist_from_2_0(api: Api) -> None:
    """behaviour.md 1.4: 2.0; 1.x makes them, for companies as for people."""
    body = {"company_id": "c1", "custom_attributes": {"founded": 1990}}
    assert api.post("/companies", body).problem == (400, "parameter_invalid")
    assert api.post("/companies", body, version="1.4").body["custom_attributes"] == {"founded": 1990}
    made = api.get("/data_attributes?model=company").body["data"]
    assert {item["name"]: item["data_type"] for item in made if item["custom"]} == {"founded": "integer"}


def test_an_update_by_id_came_with_2_4(api: Api) -> None:
    """behaviour.md 1.4: 2.4; the company_id stays."""
    company = api.company("c1", name="A")
    path = f"/companies/{company['id']}"
    assert api.put(path, {"name": "B"}, version="2.3").problem == (400, "intercom_version_invalid")
    updated = api.put(path, {"name": "B", "company_id": "c2"}, version="2.4").body
    assert (updated["name"], updated["company_id"]) == ("B", "c1")
    assert api.put("/companies/nothing", {}).problem == (404, "company_not_found")


@pytest.mark.parametrize("version", ["1.0", "2.16"])
def test_one_is_found_by_company_id_or_name(api: Api, version: str) -> None:
    """API docs: retrieve a company; the oldest of several with one name, renamed ones under the new name."""
    first, _ = api.company("c1", name="A"), api.company("c2", name="A")
    assert api.get("/companies?company_id=c1", version=version).body["id"] == first["id"]
    assert api.get("/companies?name=A", version=version).body["id"] == first["id"]
    api.company("c1", name="B")
    assert api.get("/companies?name=B", version=version).body["id"] == first["id"]
    assert api.get("/companies?name=A", version=version).body["company_id"] == "c2"
    assert api.get(f"/companies/{first['id']}", version=version).body["name"] == "B"
    for path in ("/companies?name=x", "/companies?company_id=x", "/companies/x"):
        result = api.get(path, version=version)
        assert result.problem == (404, "company_not_found")
        assert result.message == "Company Not Found"


def test_deletion_detaches_the_people(api: Api) -> None:
    """behaviour.md 9 (delete): delete a company; the people stay, and `deleted` was text up to 2.5."""
    person = api.contact(email="a@b.c")
    archived = api.contact(email="b@b.c")
    company = api.company("c1", person["id"], archived["id"], name="A")
    api.post(f"/contacts/{archived['id']}/archive")
    api.post("/tags", {"name": "x", "companies": [{"id": company["id"]}]})
    path = f"/companies/{company['id']}"
    api.post(f"{path}/notes", {"body": "x"})
    assert api.delete(path).body == {"id": company["id"], "object": "company", "deleted": True}
    assert api.delete(path).problem == (404, "company_not_found")
    assert api.get(f"/contacts/{person['id']}").body["companies"]["data"] == []
    assert api.post("/companies/list").body["total_count"] == 0
    assert api.get("/notes/1").status == 404
    assert api.get("/companies?tag_id=1").body["data"] == []
    old = api.company("c1", name="A")
    assert api.delete(f"/companies/{old['id']}", version="2.5").body["deleted"] == "true"


@pytest.mark.parametrize("version", ["1.3", "1.4"])
def test_deletion_by_company_id(api: Api, version: str) -> None:
    """The document of 1.x alone: experimental."""
    company = api.company("c1", name="A")
    result = api.delete("/companies?company_id=c1", version=version)
    assert result.body == {"id": company["id"], "object": "company", "deleted": "true"}
    assert api.delete("/companies?company_id=c1", version=version).problem == (404, "company_not_found")
    assert api.delete("/companies", version=version).problem == (400, "parameter_not_found")


def test_contacts_of_a_company_come_by_cursor(api: Api) -> None:
    """behaviour.md 3: attached contacts, as seen live: {page, starting_after}; archived ones are not there."""
    people = [api.contact(email=f"{number}@b.c")["id"] for number in range(5)]
    company = api.company("c1", *people)
    api.post(f"/contacts/{people[4]}/archive")
    path = f"/companies/{company['id']}/contacts"
    first = api.get(f"{path}?per_page=3").body
    after = first["pages"]["next"]["starting_after"]
    second = api.get(f"{path}?per_page=3&starting_after={after}").body
    assert [person["id"] for person in first["data"] + second["data"]] == people[:4]
    assert (first["total_count"], first["pages"]["total_pages"], second["pages"]["page"]) == (4, 2, 2)
    assert "next" not in second["pages"]
    assert api.get(path).body["pages"]["per_page"] == 50
    assert api.get(f"{path}?starting_after=WzEsIngiLDJd").problem == (400, "client_error")
    assert api.get("/companies/x/contacts").status == 404


def test_users_of_a_company_come_by_page_in_1_x(api: Api) -> None:
    """v1.md 3: list company users; users and leads, also with type=user beside company_id."""
    user, lead = api.contact(email="a@b.c"), api.contact(role="lead")
    company = api.company("c1", user["id"], lead["id"])
    body = api.get(f"/companies/{company['id']}/users", version="1.0").body
    assert body["type"] == "user.list"
    assert sorted(person["type"] for person in body["users"]) == ["contact", "user"]
    assert body["total_count"] == 2
    assert api.get("/companies?company_id=c1&type=user", version="1.4").body == {
        **api.get(f"/companies/{company['id']}/users", version="1.4").body,
    }
    assert api.get("/companies?company_id=c1&type=user").body["type"] == "company"


def test_segments_of_a_company(api: Api) -> None:
    """v1.md 7 (Segment): attached segments from 2.2 on; inside a 1.x company only type and id."""
    company = api.company("c1", last_request_at=1_699_999_000)
    path = f"/companies/{company['id']}"
    (segment,) = api.get(f"{path}/segments", version="2.2").body["data"]
    assert (segment["type"], segment["name"]) == ("segment", "Active companies")
    assert company["segments"]["segments"] == [segment]
    old = api.get(path, version="1.4").body["segments"]
    assert old == {"type": "segment.list", "segments": [{"type": "segment", "id": segment["id"]}]}
    assert api.get(f"{path}/segments", version="2.1").problem == (400, "intercom_version_invalid")


def test_preview_shows_the_notes_of_a_company(api: Api) -> None:
    """behaviour.md 9 (company): a list of notes in Preview alone."""
    company = api.company("c1")
    assert "notes" not in company
    path = f"/companies/{company['id']}"
    notes = api.get(path, version="Preview").body["notes"]
    assert notes == {"type": "note.list", "data": [], "url": f"{path}/notes", "total_count": 0, "has_more": False}
    for _ in range(11):
        api.post(f"{path}/notes", {"body": "x"})
    notes = api.get(path, version="Preview").body["notes"]
    assert (len(notes["data"]), notes["total_count"], notes["has_more"]) == (10, 11, True)


def test_a_company_need_not_have_a_name(api: Api) -> None:
    """OpenAPI files: the request needs none, and the schema of the answer neither needs it nor has a null."""
    assert "name" not in api.company("c9")
