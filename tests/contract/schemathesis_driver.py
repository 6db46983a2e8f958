"""Call a server with what Schemathesis makes of a file; prints one line of JSON an answer. See schemathesis_run.py.

python schemathesis_driver.py FILE BASE_URL TOKEN VERSION SECONDS SEED
"""

import json
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings


def main(*arguments: str) -> None:
    """Give every operation its share of the seconds, each beginning with the same workspace."""
    path, url, token, version, seconds, first = arguments
    document = json.loads(Path(path).read_text(encoding="utf-8"))
    operations = [found.ok() for found in schemathesis.openapi.from_dict(document).get_all_operations()]
    workspace = requests.get(f"{url}/_simulator/state", timeout=10).content
    share = float(seconds) / len(operations)
    headers = {"Authorization": f"Bearer {token}", "Intercom-Version": version}
    for operation in operations:
        requests.put(f"{url}/_simulator/state", data=workspace, timeout=10).raise_for_status()
        _try(operation, url, headers, time.monotonic() + share, int(first))
    sys.stdout.write(json.dumps({"end": len(operations)}) + "\n")


def _try(operation: Any, url: str, headers: dict[str, str], until: float, first: int) -> None:
    # Hypothesis goes on making examples when nothing is done with them: only an exception ends it.
    @seed(first)
    @settings(
        phases=[Phase.generate],
        max_examples=1_000,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy())
    def call(case: Any) -> None:
        if time.monotonic() > until:
            raise KeyboardInterrupt
        answer = case.call(base_url=url, headers=headers, allow_redirects=False, timeout=10)
        line = {
            "method": case.method,
            "path": operation.path,
            "status": answer.status_code,
            "type": answer.headers["content-type"][0] if "content-type" in answer.headers else "",
            "body": answer.text,
            "sent": repr((case.path_parameters, case.query, case.body))[:500],
        }
        sys.stdout.write(json.dumps(line) + "\n")

    with suppress(KeyboardInterrupt):
        call()


main(*sys.argv[1:])
