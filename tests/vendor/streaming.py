"""Sends a streamed answer, with the fault that its rule asks for."""

import asyncio
from collections.abc import Sequence

from tests.vendor.http import Response
from tests.vendor.rules import Reply


async def send_pieces(response: Response, events: Sequence[bytes], reply: Reply, broken: bytes) -> None:
    """Send `events` one by one; `broken` is the protocol's error event."""
    response.start_stream()
    whole = reply.fault is None
    for number, data in enumerate(events if whole else events[: reply.after]):
        while number == reply.hold and not reply.released.is_set():
            await asyncio.sleep(0.01)
        await response.write(data)
        if reply.chunk_delay:
            await asyncio.sleep(reply.chunk_delay)
    if whole:
        response.end()
    else:
        await _fail(response, str(reply.fault), broken)


async def _fail(response: Response, fault: str, broken: bytes) -> None:
    match fault:
        case "drop":
            response.drop()
        case "error":
            await response.write(broken)
            response.end()
        case "stuck":
            await response.write(broken)
            await asyncio.Event().wait()
        case "bad_json":
            await response.write(b"data: {not json\n\n")
            response.end()
        case "cut":
            response.end()
        case "hang":
            await asyncio.Event().wait()
        case _:
            raise ValueError(f"unknown fault {fault}")
