"""How an app is published: what may be set, and what browsers are told."""

from decimal import Decimal
from typing import Any

import pytest

from services.apps import apps, sites
from services.errors import InvalidInput
from services.publishing import origins, publications, settings
from services.publishing.names import told_name
from services.runtime import Runtime
from storage.records import App, Publication

OPEN: dict[str, Any] = {"app_id": "a", "workspace_id": "w"}
FAULTY_SETTINGS: list[dict[str, Any]] = [
    {"access": "friends"},
    {"access": "password"},
    {"password": "short"},
    {"theme": "pink"},
    {"allowed_origins": "https://shop.example"},
    {"allowed_origins": ["https://shop.example/path"]},
    {"allowed_origins": ["javascript:alert(1)"]},
    {"allowed_origins": ["https://shop.example; script-src *"]},
    {"allowed_origins": ["*"]},
    {"allowed_origins": [f"https://{number}.example" for number in range(51)]},
    {"requires_identity": True},
    {"requires_identity": "yes"},
    {"messages_per_minute": -1},
    {"messages_per_day": True},
    {"monthly_budget": "a lot"},
    {"monthly_budget": "NaN"},
    {"monthly_budget": -1},
    {"budget_currency": "dollars"},
    {"monthly_tokens": 1.5},
    {"secret": "mine"},
]
FAULTY_LOOKS: list[dict[str, Any]] = [
    {"chat_color_theme": "red; } body { display: none"},
    {"icon_background": "url(https://evil.example)"},
    {"privacy_policy": "javascript:alert(1)"},
    {"privacy_policy": "https://"},
    {"title": " "},
    {"title": "x" * 256},
    {"title": None},
    {"show_workflow_steps": "yes"},
    {"icon_type": "video"},
    {"default_language": "tlh"},
]


@pytest.fixture
async def app(rt: Runtime, workspace_id: str) -> App:
    return await apps.create_app(rt, workspace_id, name="Chat", mode="chat")


async def test_what_is_set_is_there_at_once_and_the_rest_stays(rt: Runtime, app: App) -> None:
    assert await publications.publication_of(rt, app) is not None
    await settings.change(rt, app, {"theme": "dark", "allowed_origins": ["HTTPS://Shop.example:443/"]})
    await settings.change(rt, app, {"monthly_budget": 12.5, "messages_per_day": 20})
    found = await publications.publication_of(rt, app)
    assert (found.theme, found.allowed_origins) == ("dark", ["https://shop.example"])
    assert (found.monthly_budget, found.messages_per_day, found.access) == (Decimal("12.5"), 20, "public")


async def test_a_faulty_setting_is_refused_and_named(rt: Runtime, app: App) -> None:
    for given in FAULTY_SETTINGS:
        with pytest.raises(InvalidInput) as refused:
            await settings.change(rt, app, given)
        assert refused.value.param, given
    assert rt.db.query("SELECT * FROM publications") == []


async def test_a_site_takes_nothing_that_could_hurt_its_page(rt: Runtime, app: App) -> None:
    before = await sites.site_of(rt, app)
    for given in FAULTY_LOOKS:
        with pytest.raises(InvalidInput):
            await sites.update_site(rt, app, **given)
    assert await sites.site_of(rt, app) == before


async def test_a_secret_is_shown_once_and_stored_encrypted(rt: Runtime, app: App) -> None:
    secret = await settings.new_secret(rt, app)
    stored = (await publications.publication_of(rt, app)).secret
    assert stored is not None
    assert secret.encode() not in stored
    assert rt.secrets.decrypt(stored) == secret
    await settings.drop_secret(rt, app)
    assert (await publications.publication_of(rt, app)).secret is None


async def test_deleting_an_app_takes_its_publication_along(rt: Runtime, app: App) -> None:
    await settings.change(rt, app, {"theme": "dark"})
    await apps.delete_app(rt, app)
    assert rt.db.query("SELECT * FROM publications") == []


@pytest.mark.parametrize(
    ("published", "told"),
    [
        (Publication(**OPEN), "*"),
        (Publication(**OPEN, access="members"), "'self'"),
        (Publication(**OPEN, allowed_origins=["https://a.example"]), "'self' https://a.example"),
        (
            Publication(**OPEN, access="members", allowed_origins=["https://*.b.example"]),
            "'self' https://*.b.example",
        ),
    ],
)
def test_browsers_are_told_who_may_frame_a_page(published: Publication, told: str) -> None:
    assert origins.frame_ancestors(published) == told


@pytest.mark.parametrize(
    ("origin", "pattern", "is_allowed"),
    [
        ("https://a.example", "https://a.example", True),
        ("https://a.example", "http://a.example", False),
        ("https://a.example:8443", "https://a.example", False),
        ("https://b.a.example", "https://*.a.example", True),
        ("https://c.b.a.example", "https://*.a.example", True),
        ("https://a.example", "https://*.a.example", False),
        ("https://.a.example", "https://*.a.example", False),
        ("https://nota.example", "https://*.a.example", False),
        ("https://b.a.example.evil", "https://*.a.example", False),
        ("", "https://a.example", False),
    ],
)
def test_origins_are_compared_as_browsers_do(origin: str, pattern: str, is_allowed: bool) -> None:
    assert origins.is_allowed(origin, [pattern]) is is_allowed


@pytest.mark.parametrize(
    ("session_id", "proves", "told"),
    [
        ("verified:ann", True, "ann"),
        ("named:ann", False, "ann"),
        ("named:ann", True, "unverified:ann"),
        ("visitor:x1", True, "visitor:x1"),
        ("local", False, "local"),
        ("mail:ann", True, "mail:ann"),
    ],
)
def test_runs_are_told_names_that_none_can_borrow(session_id: str, proves: bool, told: str) -> None:
    assert told_name(session_id, proves=proves) == told
