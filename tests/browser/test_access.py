"""Ways in that only a browser can show: the sign-in page with its cookies, an identity provider, an invitation."""

from collections.abc import Iterator

import httpx2
import pytest
from playwright.sync_api import Page, expect

from tests.browser.automation import ADMIN, KEY
from tests.browser.steps import open_path
from tests.browser.usability import check
from tests.identity_provider import CLIENT, SECRET, Provider, identity_provider
from tests.process.server import Server, running_app

pytestmark = pytest.mark.browser

PASSWORD = "a long passw0rd"


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with identity_provider() as found:
        yield found


@pytest.fixture(scope="module")
def site(provider: Provider) -> Iterator[Server]:
    settings = {
        **ADMIN,
        "MILLRACE_ADMIN_PASSWORD": PASSWORD,
        "MILLRACE_OIDC_METADATA_URL": f"{provider.url}/.well-known/openid-configuration",
        "MILLRACE_OIDC_CLIENT_ID": CLIENT,
        "MILLRACE_OIDC_CLIENT_SECRET": SECRET,
        "MILLRACE_OIDC_NAME": "Harbour",
        "MILLRACE_OIDC_ROLES": "crew=viewer,office=admin",
    }
    with running_app(env=settings) as server:
        yield server


def test_a_provider_vouches_for_people_and_its_groups_say_what_they_may(page: Page, provider: Provider):
    provider.person = {"sub": "1", "email": "eve@example.com", "email_verified": False, "groups": ["office"]}
    open_path(page, "/")
    page.get_by_role("button", name="Sign in with Harbour").click()
    expect(page.get_by_text("does not say that your e-mail address is verified")).to_be_visible()
    provider.person = {
        "sub": "2",
        "email": "ben@example.com",
        "email_verified": True,
        "groups": ["crew"],
        "name": "Ben",
    }
    page.get_by_role("button", name="Sign in with Harbour").click()
    expect(page.get_by_text("There is no app yet.")).to_be_visible()
    expect(page.get_by_role("button", name="Create app")).to_have_count(0)
    assert {cookie["name"] for cookie in page.context.cookies() if cookie["httpOnly"]} >= {
        "access_token",
        "refresh_token",
    }


def test_an_invitation_leads_into_the_workspace(page: Page, site: Server):
    body = {"emails": ["cat@example.com"], "role": "editor"}
    address = f"{site.url}/console/api/workspaces/current/members/invite-email"
    made = httpx2.post(address, json=body, headers={"Authorization": f"Bearer {KEY}"}).json()
    open_path(page, "/" + made["invitation_results"][0]["url"].rpartition("/")[2])
    page.get_by_label("Name").fill("Cat")
    page.get_by_label("Password").fill("weak")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("alert")).to_contain_text("8 or more characters")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("button", name="Create app")).to_be_visible()


def sign_in(page: Page, password: str) -> None:
    open_path(page, "/")
    expect(page.get_by_label("E-mail")).to_have_value("admin@localhost")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_a_wrong_password_is_said_and_opens_nothing(page: Page):
    sign_in(page, "wrong passw0rd")
    expect(page.get_by_role("alert")).to_contain_text("password")
    check(page)
    expect(page.get_by_role("button", name="Create app")).to_have_count(0)


def test_the_password_opens_the_pages_and_signing_out_closes_them(page: Page):
    sign_in(page, PASSWORD)
    expect(page.get_by_role("button", name="Create app")).to_be_visible()
    cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
    assert cookies["access_token"]["httpOnly"]
    page.get_by_role("button", name="Settings").click()
    page.get_by_text("Sign out", exact=True).click()
    expect(page.get_by_label("Password")).to_be_visible()


def test_a_login_that_has_run_out_is_renewed_without_asking(page: Page):
    sign_in(page, PASSWORD)
    expect(page.get_by_role("button", name="Create app")).to_be_visible()
    page.context.clear_cookies(name="access_token")
    page.reload()
    expect(page.get_by_role("button", name="Create app")).to_be_visible()
