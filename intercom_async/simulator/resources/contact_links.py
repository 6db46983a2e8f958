"""What is attached to contacts in 2.x: companies, tags, segments and subscription types."""

from typing import Final

from ..bodies.attached import applied_body, segment_body, subscription_body
from ..bodies.companies import company_body
from ..call import Call, Reply, invalid, missing, not_found
from ..finding import contact_of_path, existing
from ..lists import numbered
from ..memberships import check_limit
from ..routes import Routes
from ..subscriptions import Subscription
from ..tags import Tag
from ..world import World
from ..writing import as_id

routes: Final = Routes()


@routes("contacts.list_companies")
def list_companies(world: World, call: Call) -> Reply:
    """Answer a page of the companies of a contact."""
    companies = world.companies.of_person(contact_of_path(world, call).id)
    page = numbered(call, default=50, maximum=60)
    return Reply({
        "type": "list",
        "data": [company_body(world, call, company) for company in page.cut(companies)],
        "pages": page.pages(call, len(companies)),
        "total_count": len(companies),
    })  # fmt: skip


@routes("contacts.attach_company", writes=True)
def attach_company(world: World, call: Call) -> Reply:
    """Make a contact a member of a company; a member stays one."""
    person = contact_of_path(world, call)
    company = existing(world.companies.get(_id_in_body(call, "company")))
    check_limit(len({company.id, *(each.id for each in world.companies.of_person(person.id))}))
    world.attach(person, company)
    return Reply(company_body(world, call, company))


@routes("contacts.detach_company", writes=True)
def detach_company(world: World, call: Call) -> Reply:
    """End the membership of a contact in a company."""
    person = contact_of_path(world, call)
    company = existing(world.companies.get(call.params["company_id"]))
    if not world.detach(person, company):
        existing(None)
    return Reply(company_body(world, call, company))


@routes("contacts.list_tags")
def list_tags(world: World, call: Call) -> Reply:
    """Answer the tags of a contact."""
    person = contact_of_path(world, call)
    return Reply({"type": "list", "data": [applied_body(applied) for applied in world.tags.on(person.id)]})


@routes("contacts.attach_tag", writes=True)
def attach_tag(world: World, call: Call) -> Reply:
    """Tag a contact."""
    person = contact_of_path(world, call)
    tag = _existing_tag(world.tags.get(_id_in_body(call, "tag")))
    applied = world.put_tag(person.id, tag, at=call.second, by=world.admins[0].id)
    world.people.touch()
    return Reply(applied_body(applied))


@routes("contacts.detach_tag", writes=True)
def detach_tag(world: World, call: Call) -> Reply:
    """Take a tag off a contact."""
    person = contact_of_path(world, call)
    tag = _existing_tag(world.tags.get(call.params["tag_id"]))
    applied = world.take_tag(person.id, tag, at=call.second)
    if applied is None:
        raise not_found()
    world.people.touch()
    return Reply(applied_body(applied))


@routes("contacts.list_segments")
def list_segments(world: World, call: Call) -> Reply:
    """Answer the segments that a contact is in."""
    found = world.segments.of(contact_of_path(world, call), call.second)
    return Reply({"type": "list", "data": [segment_body(segment, call.version) for segment in found]})


@routes("contacts.list_subscriptions")
def list_subscriptions(world: World, call: Call) -> Reply:
    """Answer what a contact chose; what was left at its default is not there."""
    person = contact_of_path(world, call)
    return Reply({"type": "list", "data": [subscription_body(each) for each in world.subscriptions.of(person.id)]})


@routes("contacts.attach_subscription", writes=True)
def attach_subscription(world: World, call: Call) -> Reply:
    """Opt a contact out of or in to a subscription type, whichever its kind is."""
    person = contact_of_path(world, call)
    subscription = _subscription(world, _id_in_body(call, "subscription"))
    if call.body.get("consent_type") not in {"opt_in", "opt_out"}:
        raise invalid("consent_type must be opt_in or opt_out", "consent_type")
    world.subscriptions.attach(person.id, subscription)
    world.tell("person.subscribed", person, (subscription, call.body["consent_type"] == "opt_in"))
    return Reply(subscription_body(subscription))


@routes("contacts.detach_subscription", writes=True)
def detach_subscription(world: World, call: Call) -> Reply:
    """Let a contact go back to the default of a subscription type."""
    person = contact_of_path(world, call)
    subscription = _subscription(world, call.params["subscription_id"])
    if not world.subscriptions.detach(person.id, subscription):
        raise not_found()
    world.tell("person.subscribed", person, (subscription, subscription.consent_type == "opt_out"))
    return Reply(subscription_body(subscription))


def _id_in_body(call: Call, what: str) -> str:
    """Return the id that the body gives, as text."""
    found = as_id(call.body.get("id"), "id")
    if found is None:
        raise missing(what, f"{what} not specified")
    return found


def _existing_tag(tag: Tag | None) -> Tag:
    if tag is None:
        raise not_found()
    return tag


def _subscription(world: World, subscription_id: str) -> Subscription:
    subscription = world.subscriptions.get(subscription_id)
    if subscription is None:
        raise not_found()
    return subscription
