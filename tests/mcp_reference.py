"""A server by the protocol's reference package: `python -m tests.mcp_reference` speaks through its input and output."""

import asyncio
import base64

from mcp.server import MCPServer
from mcp.server.mcpserver import Context, Image
from mcp_types import ToolAnnotations

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def reference_server() -> tuple[MCPServer, list[str]]:
    """Return a server and what happened to calls that were waiting."""
    server, happened = MCPServer("warehouse"), list[str]()

    @server.tool(title="Stock", annotations=ToolAnnotations(read_only_hint=True))
    async def stock(article: str, places: int = 1) -> str:
        """Tells how many pieces of an article are in the warehouse."""
        return f"{article}: {len(article) * places} pieces"

    @server.tool()
    async def picture() -> Image:
        """Gives a picture."""
        return Image(data=PIXEL, format="png")

    @server.tool()
    async def count(ctx: Context) -> str:
        """Counts, and says how far it is."""
        await ctx.report_progress(1, 2, "half of it")
        return "two"

    @server.tool()
    async def fail() -> str:
        """Fails."""
        raise ValueError("no such article")

    @server.tool()
    async def wait(ctx: Context) -> str:
        """Waits until it is cancelled."""
        happened.append("begun")
        await ctx.report_progress(0, 1, "waiting")
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            happened.append("cancelled")
            raise
        return ""

    return server, happened


if __name__ == "__main__":
    reference_server()[0].run("stdio")
