"""Response headers that keep the pages inside their own frames, and the canvas's frame from everything else."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

COMPONENT_PATH = "/component/streamlit_flow."
CANVAS_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; frame-src 'none'; object-src 'none'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
)
PAGE_POLICY = "frame-ancestors 'self'"


class CanvasHeaders:
    """Middleware: no other site may frame a page, and a label of the canvas can load or run nothing.

    The canvas renders Markdown with raw HTML in a frame of our own origin; labels are escaped, and this
    policy is the second wall.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        policy = CANVAS_POLICY if COMPONENT_PATH in scope["path"] else PAGE_POLICY

        async def send_with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                policies = [(b"content-security-policy", policy.encode())]  # beside others: all of them hold
                message = {**message, "headers": [*message.get("headers", ()), *policies]}
            await send(message)

        await self.app(scope, receive, send_with_policy)
