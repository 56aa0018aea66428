"""Members and accounts on the settings page, and what each role sees of the pages."""

import pytest

import storage.accounts
from pages.shell import auth
from services import accounts
from services.accounts import keys, membership, workspaces
from services.chats import chat
from services.runs.runs import DEBUGGER
from storage.errors import NotFound
from storage.records import Account

PASSWORD = "correct horse 7"
PAGE = "settings.py"


def buttons(at):
    return {button.key or "" for button in at.button}


def said(at):
    return " ".join(element.value for element in (*at.markdown, *at.caption, *at.info, *at.warning, *at.success))


@pytest.fixture
def people(rt, workspace_id):
    """The ids of an owner and of somebody of each other role."""
    owner = rt.call(accounts.setup(rt, email="owner@example.com", name="Owner", password=PASSWORD))
    found = {"owner": owner.id}
    for role in ("admin", "editor", "viewer"):
        made = Account(
            workspace_id=workspace_id, email=f"{role}@example.com", name=role.title(), password_hash=owner.password_hash
        )
        rt.call(storage.accounts.add_account(rt.db, made, role))
        found[role] = made.id
    return found


@pytest.fixture
def sign_in(rt, people, monkeypatch):
    def signed_in(who):
        tokens = rt.call(accounts.login(rt, f"{who}@example.com", PASSWORD))
        monkeypatch.setattr(auth, "_cookie", {auth.ACCESS_COOKIE: tokens.access_token}.get)

    return signed_in


def test_without_an_account_the_page_says_that_it_is_open(open_page):
    at = open_page(PAGE)
    assert "Millrace is open" in said(at)
    assert "Nobody signs in here yet" in said(at)


def test_an_administrator_invites_changes_roles_and_removes(open_page, rt, workspace_id, people, sign_in):
    sign_in("admin")
    at = open_page(PAGE)
    at.text_input(key="members_email").set_value("new@example.com")
    at.selectbox(key="members_role").set_value("editor")
    at.button(key="FormSubmitter:members_invite-Invite").click().run()
    link = at.code[0].value
    assert rt.call(membership.welcome(rt, link.partition("?invite=")[2])).role == "editor"
    at.selectbox(key=f"member_role_{people['viewer']}").set_value("editor").run()
    assert rt.call(accounts.member(rt, workspace_id, people["viewer"]))[1] == "editor"
    assert f"member_role_{people['owner']}" not in {box.key for box in at.selectbox}


def test_who_may_not_manage_members_sees_no_way_to(open_page, people, sign_in):
    sign_in("editor")
    at = open_page(PAGE)
    assert "members_email" not in {field.key for field in at.text_input}
    assert not [box for box in at.selectbox if "member" in (box.key or "")]


@pytest.mark.parametrize("page", ["logs.py", "models.py", "annotations.py", "access.py"])
def test_a_viewer_is_told_whom_to_ask(open_page, people, sign_in, page):
    sign_in("viewer")
    at = open_page(page)
    assert "Your role does not allow you to" in said(at)
    assert not buttons(at)


def test_a_viewer_looks_at_an_app_in_the_studio_and_changes_nothing(open_page, rt, chatflow, people, sign_in):
    trial = chat.start_turn(
        rt, chatflow, query="Hello?", inputs={}, user="o", account_id=people["owner"], draft=True, invoke_from=DEBUGGER
    )
    rt.call(rt.call(trial).ended())
    sign_in("viewer")
    at = open_page("studio.py", app=chatflow.id)
    assert "Your role does not allow you to change apps" in said(at)
    at.selectbox(key="reading_node").set_value("text").run()
    fields = {field.value: field.disabled for field in (*at.text_input, *at.text_area)}
    assert fields["You said {{ q }}"]
    assert all(fields.values())
    assert not buttons(at) - {"", "FormSubmitter"}
    assert all(toggle.disabled for toggle in at.toggle)
    assert "studio_run" not in buttons(at)
    at.session_state["reading_tab"] = "Trials"
    at.run()
    assert "Hello?" in str([code.value for code in at.code]) + said(at)


def test_a_viewer_without_an_app_is_told_and_may_choose_one(open_page, chatflow, people, sign_in):
    sign_in("viewer")
    at = open_page("studio.py")
    assert "Your role does not allow you to" in said(at)


def test_a_viewer_sees_apps_and_nothing_that_changes_them(open_page, rt, chatflow, people, sign_in):
    sign_in("viewer")
    at = open_page()
    assert "1 app" in said(at)
    assert not {"apps_create", "apps_import", "apps_tags_edit"} & buttons(at)


def test_a_role_that_is_taken_away_counts_in_an_open_page(open_page, rt, workspace_id, people, sign_in):
    sign_in("editor")
    at = open_page()
    assert "apps_create" in buttons(at)
    rt.call(membership.set_role(rt, workspace_id, people["editor"], "viewer"))
    at.run()
    assert "apps_create" not in buttons(at)  # the token has ended with the role: the sign-in page, which renews it


def test_who_follows_an_invitation_sees_where_it_leads(open_page, rt, workspace_id, people, monkeypatch):
    monkeypatch.setattr(auth, "_cookie", {}.get)
    made = rt.call(membership.invite(rt, workspace_id, "new@example.com", "viewer"))
    at = open_page(invite=made.token)
    assert [heading.value for heading in at.subheader] == ["Welcome to My workspace"]
    assert "You are invited as: Viewer" in said(at)
    rt.call(membership.withdraw(rt, workspace_id, made.invitation.id))
    assert [heading.value for heading in open_page(invite=made.token).subheader] == [
        "This invitation is not good any more"
    ]


def test_a_key_is_made_for_some_uses_and_switched_off(open_body, rt, chatflow):
    call = f"pages.catalogue.keys_dialog:show_keys(open_desk({chatflow.id!r}).app)"
    at = open_body(call)
    at.text_input(key="keys_create_name").set_value("reader")
    at.button_group(key="keys_create_scopes").set_value(["read"])
    at.button(key="keys_create").click().run()
    (key,) = rt.call(keys.list_keys(rt, chatflow))
    assert (key.name, key.scopes) == ("reader", ["read"])
    assert key.hint in said(at)
    at.toggle(key=f"keys_on_{key.id}").set_value(False).run()
    assert [one.is_active for one in rt.call(keys.list_keys(rt, chatflow))] == [False]


def test_a_workspace_is_deleted_by_its_owner_who_types_its_name(open_body, rt, people, sign_in, monkeypatch):
    sign_in("owner")
    caller = auth.current_caller()
    made = rt.call(workspaces.create(rt, caller, "Pier"))
    tokens = rt.call(accounts.switch(rt, caller, made.id, accounts.Place()))
    monkeypatch.setattr(auth, "_cookie", {auth.ACCESS_COOKIE: tokens.access_token}.get)
    at = open_body("pages.workspace.whole:show_end()")
    assert at.button(key="settings_end_go").disabled
    at.text_input(key="settings_end_name").set_value("Pier").run()
    at.button(key="settings_end_go").click().run()
    with pytest.raises(NotFound):
        rt.call(accounts.workspace(rt, made.id))
