"""HTTP nodes run against a site of the test's own."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import pytest

from engine.errors import NodeError
from engine.filestore import MemoryFiles
from engine.nodes.base import Result
from engine.resources import Resources
from engine.values import File, Secret
from engine.web.guard import guarded_client
from tests.engine.alone import run_alone
from tests.engine.site import Page, Site, site
from tests.vendor.http import Request

PAGES = {
    "/": Page(body=b"hello", headers={"X-Answer": "yes"}),
    "/moved": Page(status=302, headers={"location": "/"}),
    "/404": Page(status=404, body=b"nothing here"),
    "/png": Page(body=b"\x89PNG\r\n", mime_type="image/png"),
    "/csv": Page(body=b"a,b", mime_type="text/csv"),
    "/report": Page(body=b"%PDF", mime_type="application/pdf"),
    "/attached": Page(
        body=b"text", headers={"content-disposition": "attachment; filename*=UTF-8''b%C3%A9.txt", "x-a": "1"}
    ),
    "/gbk": Page(body="你好，世界".encode("gbk"), mime_type="text/html"),
    "/latin": Page(body="é".encode("latin-1"), mime_type="text/plain; charset=iso-8859-1"),
    "/strange": Page(body="é".encode(), mime_type="text/plain; charset=hex"),
    "/big": Page(body=b"x" * 5000),
    "/big.png": Page(body=b"x" * 5000, mime_type="image/png"),
}


class Caller:
    """Runs HTTP nodes against the site."""

    def __init__(self, served: Site, resources: Resources) -> None:
        self.site = served
        self.resources = resources
        self.variables: dict[str, Any] = {}

    async def run(self, path: str = "/", **data: Any) -> Result:
        """Return what a node with these settings gives; `variables` are those of `s`."""
        data = {"url": f"{self.site.url}{path}", **data}
        pool = {"s": self.variables, "env": {"KEY": Secret("sk-1234567890ab")}}
        return await run_alone("http-request", pool, resources=self.resources, **data)

    async def sent(self, path: str = "/", **data: Any) -> Request:
        """Return what the site got."""
        await self.run(path, **data)
        return self.site.last

    async def fails(self, path: str = "/", **data: Any) -> NodeError:
        """Return how the node fails."""
        with pytest.raises(NodeError) as failure:
            await self.run(path, **data)
        return failure.value

    async def keep(self, data: bytes, filename: str, mime_type: str = "") -> File:
        """Return a file that can be sent."""
        assert self.resources.files is not None
        return await self.resources.files.write(data, filename=filename, mime_type=mime_type)


@asynccontextmanager
async def calling() -> AsyncIterator[Caller]:
    """Serve the pages to HTTP nodes that may reach this machine."""
    async with site(PAGES) as served, guarded_client(allowed=["*"]) as client:
        yield Caller(served, Resources(http=client, files=MemoryFiles()))


def body(kind: str, *items: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings of a node that sends a body."""
    return {"body": {"type": kind, "data": list(items)}, "method": "post"}


def item(value: str = "", key: str = "", **more: Any) -> dict[str, Any]:
    """Return a text of a body."""
    return {"type": "text", "key": key, "value": value, **more}
