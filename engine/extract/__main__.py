"""The program that parses one document; see `engine.extract.apart`.

Standard input: a line of JSON (the arguments of `extract`), then the document. Standard output: what
was extracted, or the error, as JSON.
"""

import json
import sys

from engine.extract.answers import answer_of, bound_process
from engine.extract.extracted import ExtractLimits


def main() -> None:
    """Answer the request."""
    options = json.loads(sys.stdin.buffer.readline())
    limits = ExtractLimits(**options.pop("limits"))
    bound_process(limits)
    json.dump(answer_of(sys.stdin.buffer.read(), limits, options), sys.stdout)


if __name__ == "__main__":
    main()
