import importlib.metadata
import sys
from pathlib import Path

import pytest

from pages.shell import auth
from services import accounts

FOLDER = Path(__file__).resolve().parents[2] / "pages"
OURS = {"api", "app", "benchmarks", "config", "engine", "services", "storage", "tests", "workers"}


def buttons(at):
    return {button.key for button in at.button}


@pytest.fixture
def account(rt):
    return rt.call(accounts.setup(rt, email="ann@example.com", name="Ann", password="correct horse 7"))


def cookies(monkeypatch, found):
    monkeypatch.setattr(auth, "_cookie", found.get)


def test_without_an_account_the_local_owner_sees_the_apps(open_page):
    assert "apps_create" in buttons(open_page())


def test_with_an_account_nobody_gets_past_the_sign_in_page(open_page, account, monkeypatch):
    cookies(monkeypatch, {})
    at = open_page()
    assert [heading.value for heading in at.subheader] == ["Sign in to Millrace"]
    assert buttons(at) == set()


@pytest.mark.parametrize("token", ["", "nonsense"])
def test_a_token_that_is_none_opens_nothing(open_page, account, monkeypatch, token):
    cookies(monkeypatch, {auth.ACCESS_COOKIE: token})
    assert "apps_create" not in buttons(open_page())


def test_a_login_opens_the_pages_and_its_loss_closes_them_in_the_same_tab(open_page, account, monkeypatch, rt):
    tokens = rt.call(accounts.login(rt, "ann@example.com", "correct horse 7"))
    cookies(monkeypatch, {auth.ACCESS_COOKIE: tokens.access_token})
    at = open_page()
    assert "apps_create" in buttons(at)
    cookies(monkeypatch, {})
    at.run()
    assert "apps_create" not in buttons(at)


def test_no_page_is_named_like_a_module_that_it_would_hide():
    names = {path.stem for path in FOLDER.glob("*.py")}
    taken = OURS | set(sys.stdlib_module_names) | set(importlib.metadata.packages_distributions())
    assert names & taken == set()
