import httpx2
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from pages.drawing.headers import CANVAS_POLICY, PAGE_POLICY, CanvasHeaders


async def answer(path: str, headers: dict[str, str] | None = None) -> httpx2.Response:
    inner = Starlette(routes=[Route("/{path:path}", lambda request: PlainTextResponse("ok", headers=headers))])
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(CanvasHeaders(inner)), base_url="http://test"
    ) as client:
        return await client.get(path)


@pytest.mark.parametrize(
    ("path", "policy"),
    [
        ("/component/streamlit_flow.streamlit_flow/index.html", CANVAS_POLICY),
        ("/base/component/streamlit_flow.streamlit_flow/index.html", CANVAS_POLICY),
        ("/", PAGE_POLICY),
        ("/studio", PAGE_POLICY),
    ],
)
async def test_each_path_carries_its_policy(path, policy):
    assert (await answer(path)).headers["content-security-policy"] == policy


async def test_a_policy_of_the_answer_itself_stays_in_force():
    found = (await answer("/x", {"content-security-policy": "sandbox"})).headers.get_list("content-security-policy")
    assert found == ["sandbox", PAGE_POLICY]
