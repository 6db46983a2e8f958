"""The models of messages and counts against every recorded answer and every published schema."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.spec_files import Answered, check_answer, specs

from intercom_async import from_dict
from intercom_async import operations as ops
from intercom_async.models.counts import (
    AdminConversations,
    CompanyUsers,
    NamedCount,
    WorkspaceCounts,
)
from intercom_async.models.messages import AdminMessage, Message

SENT = Answered(ops.Messages.create, Message)


def test_every_recorded_answer_decodes_and_encodes_back(
    api_facts: Path, record_property: Callable[[str, object], None]
) -> None:
    record_property("messages in recorded answers, decoded and encoded back", SENT.check_examples(api_facts))


def test_every_declared_property_has_a_field(api_facts: Path) -> None:
    assert SENT.check_properties(api_facts)


def test_the_files_declare_nothing_more_to_send(api_facts: Path) -> None:
    """What a message of a teammate has; the admin stands under ``from``."""
    declared = {name for spec in specs(api_facts) for name in spec.properties(spec.request(ops.Messages.create))}
    assert declared <= {*AdminMessage.__slots__, "from"}


def _documented(folder: Path, name: str) -> dict[str, Any]:
    return json.loads((folder / "fixtures" / "v1" / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("name", "model", "key", "count"),
    [
        ("docs_message_admin", Message, None, 1),
        ("docs_message_user", Message, None, 1),
        ("docs_count_app", WorkspaceCounts, None, 1),
        ("docs_count_conversation_admin", AdminConversations, "conversation.admin", 2),
    ],
)
def test_documented_answers_of_1_x_decode_and_encode_back(
    *, api_facts: Path, name: str, model: Any, key: str | None, count: int
) -> None:
    assert check_answer(name, _documented(api_facts, name), model, key) == count


@pytest.mark.parametrize(
    ("name", "model", "key", "expected"),
    [
        ("docs_count_user_tag", NamedCount, "user.tag", [("Independent", 3)]),
        (
            "docs_count_user_segment", NamedCount, "user.segment",
            [("Active", 1), ("New", 0), ("VIP", 0), ("Slipping Away", 0), ("segment 1", 1)],
        ),
        (
            "docs_count_company_tag_paged", NamedCount, "company.tag",
            [("VIP", 0), ("UpMarket", 0), ("test", 0), ("new", 0), ("smb", 0)],
        ),
        ("docs_count_company_user", CompanyUsers, "company.user", [("Independents", 7), ("Alliance", 1)]),
    ],
)  # fmt: skip
def test_documented_counts_by_name_decode_and_encode_back(
    *, api_facts: Path, name: str, model: Any, key: str, expected: list[tuple[str, int]]
) -> None:
    """The name is the key of the number."""
    body = _documented(api_facts, name)
    names = {f"{model.__name__}.{group}" for group, _ in expected}
    assert check_answer(name, body, model, key, without_field=names) == len(expected)
    outer, inner = key.split(".")
    found = [from_dict(model, each) for each in body[outer][inner]]
    assert [(each.name, each.count) for each in found] == expected
