"""Set-up, login and the account of the caller."""

from datetime import UTC, datetime

from fastapi import APIRouter
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Console, Server
from api.bodies import Body, json_object, parsed
from api.documentation import accepts
from api.errors import ApiError
from api.json_text import JsonAnswer
from api.shapes import seconds
from services import accounts
from services.accounts import Place, Tokens, identities

router = APIRouter(tags=["Login"])


class Login(Body):
    """Who logs in."""

    email: str = Field(min_length=1, max_length=320)
    password: str = Field(min_length=1, max_length=1024)
    remember_me: bool = True


class Refresh(Body):
    """The token of an earlier login; the cookie of that name serves as well."""

    refresh_token: str = ""


class Ticket(Body):
    """What the sign-in page got for what an identity provider said."""

    ticket: str = Field(max_length=4000)


class SetUp(Body):
    """The first account."""

    email: str = Field(max_length=320)
    name: str = Field(max_length=255)
    password: str = Field(max_length=1024)
    language: str = "en-US"


@router.post("/login", openapi_extra=accepts(Login))
async def login(request: Request, rt: Server) -> Response:
    """Log in: tokens in the body, and as cookies for browsers."""
    body = parsed(Login, await json_object(request))
    place = place_of(request)
    tokens = await accounts.login(rt, body.email, body.password, ip=place.ip, user_agent=place.user_agent)
    return logged_in(request, tokens)


@router.post("/login/ticket", openapi_extra=accepts(Ticket))
async def login_by_ticket(request: Request, rt: Server) -> Response:
    """Log in with the ticket that the sign-in page got for what an identity provider said; it is good once."""
    body = parsed(Ticket, await json_object(request))
    return logged_in(request, await identities.redeem(rt, body.ticket, place_of(request)))


@router.post("/refresh-token", openapi_extra=accepts(Refresh, required=False))
async def refresh(request: Request, rt: Server) -> Response:
    """Exchange a refresh token for new tokens."""
    body = parsed(Refresh, await json_object(request, optional=True))
    token = body.refresh_token or request.cookies.get("refresh_token", "")
    place = place_of(request)
    tokens = await accounts.refresh(rt, token, ip=place.ip, user_agent=place.user_agent)
    return logged_in(request, tokens)


@router.post("/logout")
async def logout(request: Request, caller: Console, rt: Server) -> Response:
    """End the login: its refresh token is void, the cookies go."""
    await accounts.logout(rt, request.cookies.get("refresh_token", ""), ip=place_of(request).ip)
    return logged_out()


@router.get("/setup")
async def setup_state(rt: Server) -> Response:
    """Tell whether the first account exists."""
    first = await accounts.first_account(rt)
    if first is None:
        return JsonAnswer({"step": "not_started"})
    at = datetime.fromtimestamp(first.created_at, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return JsonAnswer({"step": "finished", "setup_at": at})


@router.post("/setup", status_code=201, openapi_extra=accepts(SetUp))
async def setup(request: Request, rt: Server) -> Response:
    """Make the first account, once."""
    body = parsed(SetUp, await json_object(request))
    await accounts.setup(rt, email=body.email, name=body.name, password=body.password, language=body.language)
    return JsonAnswer({"result": "success"}, 201)


@router.get("/account/profile")
async def profile(caller: Console) -> Response:
    """Return the caller's account."""
    account = caller.account
    if account is None:
        raise ApiError(404, "not_found", "There is no account yet; make it by POST /console/api/setup.")
    return JsonAnswer(
        {
            "id": account.id,
            "name": account.name,
            "email": account.email,
            "avatar": account.avatar,
            "avatar_url": None,
            "is_password_set": account.password_hash is not None,
            "interface_language": account.interface_language,
            "interface_theme": account.interface_theme,
            "timezone": account.timezone,
            "last_login_at": seconds(account.last_login_at),
            "last_login_ip": account.last_login_ip,
            "created_at": seconds(account.created_at),
        }
    )


def logged_in(request: Request, tokens: Tokens) -> Response:
    """Return the tokens of a login, and the cookies that keep it in a browser; they go to this host alone."""
    data = {"access_token": tokens.access_token, "refresh_token": tokens.refresh_token}
    answer = JsonAnswer({"result": "success", "data": data})
    secure = request.url.scheme == "https"
    for name, value, age, hidden in (
        ("access_token", tokens.access_token, tokens.access_seconds, True),
        ("refresh_token", tokens.refresh_token, tokens.refresh_seconds, True),
        ("csrf_token", tokens.csrf_token, tokens.refresh_seconds, False),
    ):
        answer.set_cookie(name, value, max_age=age, path="/", httponly=hidden, secure=secure, samesite="lax")
    return answer


def logged_out() -> Response:
    """Return the answer that takes the cookies of a login away."""
    answer = JsonAnswer({"result": "success"})
    for name in ("access_token", "refresh_token", "csrf_token"):
        answer.delete_cookie(name, path="/")
    return answer


def place_of(request: Request) -> Place:
    """Return from where somebody logs in."""
    return Place(request.client.host if request.client else "", request.headers.get("user-agent", ""))
