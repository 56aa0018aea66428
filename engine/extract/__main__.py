"""The program that parses one document; see `engine.extract.apart`.

Standard input: a line of JSON (the arguments of `extract`), then the document. Standard output: what
was extracted, or the error, as JSON.
"""

import json
import math
import resource
import sys
from dataclasses import asdict

from engine.errors import NodeError
from engine.extract.extracted import ExtractLimits
from engine.extract.kinds import extract


def main() -> None:
    """Answer the request."""
    options = json.loads(sys.stdin.buffer.readline())
    limits = ExtractLimits(**options.pop("limits"))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(limits.seconds),) * 2)  # should nobody be left to kill it
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = asdict(extract(sys.stdin.buffer.read(), limits=limits, **options))
    except NodeError as error:
        answer = {"error": str(error), "type": type(error).__name__}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
