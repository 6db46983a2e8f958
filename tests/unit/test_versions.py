"""Versions are ordered and open-ended; regions have addresses."""

from typing import Any

import pytest

from intercom_async.versions import DEFAULT_VERSION, PREVIEW, V1_4, V2_0, V2_10, V2_16, Region, Version, ranged


def test_versions_order_by_number() -> None:
    """2.9 before 2.10, a version newer than this package after all known, Preview last."""
    texts = ["1.0", "1.4", "2.0", "2.9", "2.10", "2.16", "2.17", "3.0", "Preview"]
    assert [version.text for version in sorted(Version(text) for text in reversed(texts))] == texts
    assert Version("9999.9999") < PREVIEW


def test_a_version_is_equal_to_itself_only() -> None:
    assert Version("2.10") == V2_10
    assert len({Version("2.10"), V2_10, Version("2.1")}) == 2
    assert str(V2_10) == "2.10"
    assert DEFAULT_VERSION == V2_16


@pytest.mark.parametrize("text", ["Preview", "preview", "unstable", "Unstable"])
def test_preview_has_two_names(text: str) -> None:
    assert Version(text) == PREVIEW
    assert Version(text).text == "Preview"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2",
        "2.",
        ".2",
        "2.x",
        "v2.16",
        "2.16.1",
        "02.1",
        "2.01",
        "2.016",
        "0.1",
        "2.16\n",
        " 2.16",
        "2.\u0661",
        "-1.2",
    ],
)
def test_bad_version_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"give a number such as '2.16', or 'Preview'"):
        Version(text)


@pytest.mark.parametrize("value", [2.16, 2, None, V2_16])
def test_a_version_that_is_no_text_is_refused(value: Any) -> None:
    """As a number 2.10 would be 2.1."""
    with pytest.raises(TypeError, match=r"an API version is text, such as '2.10', not"):
        Version(value)


def test_ranged_values_go_by_version() -> None:
    value = ranged("users", (V2_0, "data"), (V2_10, "items"))
    assert [value.at(version) for version in (V1_4, V2_0, Version("2.9"), V2_10, PREVIEW)] == [
        "users",
        "data",
        "data",
        "items",
        "items",
    ]
    assert ranged("all").at(V1_4) == "all"


def test_regions_have_addresses() -> None:
    assert {region.value: region.base_url for region in Region} == {
        "us": "https://api.intercom.io",
        "eu": "https://api.eu.intercom.io",
        "au": "https://api.au.intercom.io",
    }
