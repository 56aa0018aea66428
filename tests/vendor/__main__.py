"""Runs the vendor as a process: `python -m tests.vendor --port 9000 [--tokens 200] [--chunk-delay 0]`.

With `--tokens` every chat request gets the same answer of that many tokens, as fast as it can be
sent: for benchmarks. Without, rules come in by `POST /_control/mocks`.
"""

import argparse
import asyncio

from tests.vendor.vendor import Vendor, fixed_stream


async def main(options: argparse.Namespace) -> None:
    """Serve until the process is ended."""
    fixed = fixed_stream(options.tokens) if options.tokens else ()
    vendor = Vendor(port=options.port, fixed=fixed, chunk_delay=options.chunk_delay)
    server = await vendor.start()
    print(vendor.url, flush=True)
    await server.serve_forever()


def arguments() -> argparse.Namespace:
    """Return the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.vendor", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="loopback port, 0 for a free one")
    parser.add_argument("--tokens", type=int, default=0, help="length of the fixed answer; 0 answers by rules")
    parser.add_argument("--chunk-delay", type=float, default=0.0, help="seconds between two tokens of the fixed answer")
    return parser.parse_args()


if __name__ == "__main__":
    try:
        import uvloop
    except ImportError:
        asyncio.run(main(arguments()))
    else:
        uvloop.run(main(arguments()))
