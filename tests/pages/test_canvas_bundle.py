import httpx2
import pytest
from starlette.applications import Starlette

from pages.drawing.files import FOR_GOOD, PROGRAMS, bundle_name, bundle_of, routes
from scripts.stamp import hash_of_sources, stamp_of


def test_the_committed_bundle_was_built_from_the_sources_as_they_are():
    built_from = stamp_of("canvas").read_text(encoding="utf-8").strip()
    assert built_from == hash_of_sources("canvas"), (
        "sources in canvas/ were changed: `make canvas` builds the bundle anew"
    )


@pytest.mark.parametrize("program", PROGRAMS)
async def test_a_bundle_is_served_for_good_under_the_name_of_its_contents_alone(program):
    transport = httpx2.ASGITransport(Starlette(routes=routes))
    async with httpx2.AsyncClient(transport=transport, base_url="http://here") as client:
        found = await client.get(f"/canvas/{bundle_name(program)}")
        earlier = await client.get("/canvas/0123456789abcdef.js")
    assert (found.status_code, found.content) == (200, bundle_of(program))
    assert found.headers["content-type"].startswith("text/javascript")
    assert found.headers["cache-control"] == FOR_GOOD["cache-control"]
    assert earlier.status_code == 404
