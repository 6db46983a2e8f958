"""Calls about files: exports, recordings and transcripts of calls, catalogs."""

from collections.abc import Callable, Mapping
from typing import Final

from ..scene import CIARAN, Scene
from ..simulator_calls import Result

SAID: Final = (("Teammate 1", "Hello"), ("User", "I need help"))
FORM: Final = (
    b'--b\r\nContent-Disposition: form-data; name="finalize"\r\n\r\nfalse\r\n'
    b'--b\r\nContent-Disposition: form-data; name="catalog"; filename="c.json"\r\n\r\n[{"id": "1"}]\r\n--b--\r\n'
)
DATASET: Final = {
    "dataset_id": "conversation",
    "attribute_ids": ["conversation_id"],
    "start_time": 1_717_490_000,
    "end_time": 1_717_510_000,
}


def phone_call(s: Scene) -> str:
    """Let a customer have called, and return the call's id."""
    return s.api.simulator.add_call(
        s.user, conversation_id=s.conversation, admin_id=CIARAN, phone="+15551234567", recording=b"R", transcript=SAID
    )


def search(s: Scene) -> Result:
    phone_call(s)
    return s.post("/calls/search", {"conversation_ids": [s.conversation]})


def content_export(s: Scene) -> Result:
    return s.post("/export/content/data", {"created_at_after": 1_717_002_906, "created_at_before": 1_717_020_906})


def reporting_export(s: Scene) -> Result:
    named = DATASET | {"attribute_ids": ["conversation.conversation_id"]}
    return s.post("/export/reporting_data/enqueue", named if s.version.lower() == "preview" else DATASET)


def reporting_status(s: Scene) -> Result:
    job, app = reporting_export(s).body["job_identifier"], s.api.simulator.world.app_id
    return s.get(f"/export/reporting_data/{job}?app_id={app}&client_id=c")


def upload(s: Scene) -> Result:
    headers = {"Content_Type": "multipart/form-data; boundary=b"}
    return s.api.call("POST", "/ecommerce/connectors/42939/catalog", FORM, version=s.version, **headers)


CALLS: Final[Mapping[str, Callable[[Scene], Result]]] = {
    "calls.list": lambda s: (phone_call(s), s.get("/calls"))[1],
    "calls.search": search,
    "calls.retrieve": lambda s: s.get(f"/calls/{phone_call(s)}"),
    "content_exports.create": content_export,
    "content_exports.retrieve": lambda s: s.get(f"/export/content/data/{content_export(s).body['job_identifier']}"),
    "content_exports.cancel": lambda s: s.post(f"/export/cancel/{content_export(s).body['job_identifier']}"),
    "ecommerce.upload_catalog": upload,
    "reporting_exports.create": reporting_export,
    "reporting_exports.list_datasets": lambda s: s.get("/export/reporting_data/get_datasets"),
    "reporting_exports.retrieve": reporting_status,
}

ELSEWHERE: Final[Mapping[str, str]] = dict.fromkeys(
    ("calls.download_recording", "calls.download_transcript", "content_exports.download", "reporting_exports.download"),
    "it answers a file, which no schema describes: see tests/simulator/test_files.py",
)

UNFIELDED: Final[Mapping[tuple[str, str], str]] = {
    (f"content_exports.{name}", "job_identfier"): "misspelt there; every recorded answer has job_identifier"
    for name in ("create", "retrieve", "cancel")
}
