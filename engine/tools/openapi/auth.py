"""How a service is shown who calls: a key, a token, a password, or a token that a client's secret buys."""

import asyncio
import base64
import json
import time
from collections.abc import Callable
from typing import Any, Final, Literal, Self

import httpx2
from pydantic import BaseModel, ConfigDict, Field, model_validator

from engine.tools.base import ToolInvokeError
from engine.web.guard import BodyTooLarge, read_body

SECRETS: Final = ("value", "password", "client_secret")  # fields that are never shown
_NEEDED: Final = {
    "none": (),
    "api_key": ("name", "value"),
    "bearer": ("value",),
    "basic": ("username", "password"),
    "oauth2": ("token_url", "client_id", "client_secret"),
}
_MOST_BYTES: Final = 100_000  # of the answer with a token
_USUAL_SECONDS: Final = 300.0  # a token holds where nobody says how long
_EARLY: Final = 15.0  # seconds before its end in which a token is not used any more
_PATIENCE: Final = 20.0  # seconds for a token to come


class Auth(BaseModel):
    """How to sign in."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: Literal["none", "api_key", "bearer", "basic", "oauth2"] = "none"
    place: Literal["header", "query"] = "header"  # of an API key
    name: str = Field(default="", max_length=200)  # of the header or of the query's parameter
    prefix: str = Field(default="", max_length=50)  # before an API key in a header, as in `Bearer`
    value: str = Field(default="", max_length=10_000)  # the API key or the token
    username: str = Field(default="", max_length=1_000)
    password: str = Field(default="", max_length=10_000)
    token_url: str = Field(default="", max_length=2_000)
    client_id: str = Field(default="", max_length=1_000)
    client_secret: str = Field(default="", max_length=10_000)
    scope: str = Field(default="", max_length=2_000)

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        for name in _NEEDED[self.type]:
            if not getattr(self, name):
                raise ValueError(f"{name} is required for {self.type}")
        if self.token_url and not self.token_url.startswith(("https://", "http://")):
            raise ValueError("token_url must begin with https:// or http://")
        lines = (self.name, self.prefix, self.value, self.username)
        if any(ord(sign) < 32 for text in lines for sign in text):
            raise ValueError("keys and names hold no line breaks")
        return self

    @property
    def secrets(self) -> list[str]:
        """Return the texts that nobody may see."""
        return [text for name in SECRETS if len(text := str(getattr(self, name))) >= 4]


class SignIn:
    """Signs requests in; a token that a client's secret buys is kept until it ends."""

    def __init__(self, auth: Auth, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.auth = auth
        self._clock = clock
        self._token = ""
        self._until = 0.0  # on the clock
        self._buying = asyncio.Lock()

    @property
    def renews(self) -> bool:
        """Return whether a refused request may be sent again with a new token."""
        return self.auth.type == "oauth2"

    async def headers(self, http: httpx2.AsyncClient) -> dict[str, str]:
        """Return the headers that sign a request in. Raises ToolInvokeError: no token can be had."""
        auth = self.auth
        match auth.type:
            case "api_key" if auth.place == "header":
                return {auth.name: f"{auth.prefix} {auth.value}".strip()}
            case "bearer":
                return {"Authorization": f"Bearer {auth.value}"}
            case "basic":
                pair = base64.b64encode(f"{auth.username}:{auth.password}".encode()).decode()
                return {"Authorization": f"Basic {pair}"}
            case "oauth2":
                return {"Authorization": f"Bearer {await self._bought(http)}"}
        return {}

    @property
    def query(self) -> dict[str, str]:
        """Return the parameters of the query that sign a request in."""
        auth = self.auth
        return {auth.name: auth.value} if auth.type == "api_key" and auth.place == "query" else {}

    @property
    def secrets(self) -> list[str]:
        """Return the texts that nobody may see, the token among them."""
        return [*self.auth.secrets, *([self._token] if self._token else [])]

    def forget(self) -> None:
        """Buy another token for the next request."""
        self._token = ""

    async def _bought(self, http: httpx2.AsyncClient) -> str:
        async with self._buying:
            if not self._token or self._clock() >= self._until:
                self._token, seconds = await self._buy(http)
                self._until = self._clock() + max(seconds - _EARLY, 0.0)
            return self._token

    async def _buy(self, http: httpx2.AsyncClient) -> tuple[str, float]:
        """Return a new token and for how many seconds it holds; the secret goes to the token's address and no other."""
        auth = self.auth
        form = {"grant_type": "client_credentials", "client_id": auth.client_id, "client_secret": auth.client_secret}
        form |= {"scope": auth.scope} if auth.scope else {}
        request = http.build_request(
            "POST", auth.token_url, data=form, headers={"Accept": "application/json"}, timeout=_PATIENCE
        )
        try:
            response = await http.send(request, stream=True, follow_redirects=False)
            try:
                body = await read_body(response, _MOST_BYTES)
            finally:
                await response.aclose()
        except (httpx2.HTTPError, httpx2.InvalidURL, BodyTooLarge) as error:
            raise ToolInvokeError(f"no token could be had: {error or type(error).__name__}") from error
        if response.status_code != 200:
            raise ToolInvokeError(f"no token could be had: its address answered with status {response.status_code}")
        return _token_in(body)


def _token_in(body: bytes) -> tuple[str, float]:
    try:
        answer: Any = json.loads(body)
        token, seconds = answer["access_token"], float(answer.get("expires_in") or _USUAL_SECONDS)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise ToolInvokeError("no token could be had: the answer holds none") from error
    if not isinstance(token, str) or not token or not token.isascii() or not token.isprintable():
        raise ToolInvokeError("no token could be had: the answer holds none")
    return token, seconds
