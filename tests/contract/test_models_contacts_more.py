"""The models of contacts, merges and subscription types against every recorded answer and every published schema."""

from collections.abc import Callable
from pathlib import Path

import pytest
from support.spec_files import Answered, named

from intercom_async import operations as ops
from intercom_async.models.contacts import Contact, ContactActivity, ContactStatus, MergeHistoryItem, MergePreview
from intercom_async.models.subscriptions import SubscriptionType

# What companies, tags, segments and notes of contacts answer is with those.
ANSWERS = [
    Answered(ops.Contacts.list, Contact),
    Answered(ops.Contacts.search, Contact),
    Answered(ops.Contacts.create, Contact),
    Answered(ops.Contacts.retrieve, Contact),
    Answered(ops.Contacts.find, Contact),
    Answered(ops.Contacts.update, Contact),
    Answered(ops.Contacts.merge, Contact),
    Answered(ops.Contacts.archive, ContactStatus),
    Answered(ops.Contacts.unarchive, ContactStatus),
    Answered(ops.Contacts.delete, ContactStatus),
    Answered(ops.Contacts.block, ContactStatus, recorded=False),
    Answered(ops.Contacts.preview_merge, MergePreview),
    Answered(ops.Contacts.list_merge_history, MergeHistoryItem),
    Answered(ops.Contacts.list_activities, ContactActivity),
    Answered(ops.Contacts.list_subscriptions, SubscriptionType),
    Answered(ops.Contacts.attach_subscription, SubscriptionType),
    Answered(ops.Contacts.detach_subscription, SubscriptionType),
]


def test_every_recorded_answer_decodes_and_encodes_back(
    api_facts: Path, record_property: Callable[[str, object], None]
) -> None:
    count = sum(answered.check_examples(api_facts) for answered in ANSWERS)
    record_property("objects of contacts in recorded answers, decoded and encoded back", count)


@pytest.mark.parametrize("answered", ANSWERS, ids=named)
def test_every_declared_property_has_a_field(answered: Answered, api_facts: Path) -> None:
    assert answered.check_properties(api_facts)
