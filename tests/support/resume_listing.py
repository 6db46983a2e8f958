"""Go on with listings in a new process: checkpoints come in as JSON by the name of their shape, the ids left go out."""

import asyncio
import json
import sys

from support.list_server import SHAPES, ListServer, ids


async def main(size: int) -> None:
    """Read the rest of lists of *size* objects."""
    checkpoints = json.load(sys.stdin)
    left = {
        name: ids(await ListServer(SHAPES[name], size).list(resume=at).collect()) for name, at in checkpoints.items()
    }
    json.dump(left, sys.stdout)


asyncio.run(main(int(sys.argv[1])))
