"""The sign-in page, with the cookies that only a browser can show."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.automation import ADMIN
from tests.browser.steps import open_path
from tests.browser.usability import check
from tests.process.server import Server, running_app

pytestmark = pytest.mark.browser

PASSWORD = "a long passw0rd"


@pytest.fixture(scope="module")
def site() -> Iterator[Server]:
    with running_app(env={**ADMIN, "MILLRACE_ADMIN_PASSWORD": PASSWORD}) as server:
        yield server


def sign_in(page: Page, password: str) -> None:
    open_path(page, "/")
    expect(page.get_by_label("E-mail")).to_have_value("admin@localhost")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


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
