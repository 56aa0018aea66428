from services.apps import apps, imports, overview
from services.apps.examples import templates
from services.errors import InvalidInput
from services.knowledge import tags
from services.knowledge.permissions import Reader
from tests.pages.conftest import CHATFLOW


def keys(at, kind="button"):
    return [element.key for element in at.get(kind)]


def texts(at):
    return " ".join(element.value for element in (*at.markdown, *at.caption, *at.info, *at.warning, *at.error))


def test_an_empty_workspace_leads_to_the_first_app(open_page):
    at = open_page()
    assert {"apps_first_import", "apps_first_create"} <= set(keys(at))


def test_an_app_shows_as_a_card_that_says_what_it_is_and_how_it_stands(open_page, chatflow):
    at = open_page()
    assert next(link.label for link in at.get("page_link")) == "**Echo**"
    assert "Chatflow" in texts(at)
    assert "draft" in texts(at)
    assert "never used" in texts(at)


def test_searching_for_a_name_leaves_what_fits(open_page, chatflow, rt, workspace_id):
    rt.call(apps.create_app(rt, workspace_id, name="Other", mode="chat"))
    at = open_page()
    at.text_input(key="apps_search").set_value("ech").run()
    assert [link.label for link in at.get("page_link") if link.label.startswith("**")] == ["**Echo**"]


def test_a_search_that_finds_nothing_offers_to_show_all(open_page, chatflow):
    at = open_page()
    at.text_input(key="apps_search").set_value("nowhere").run()
    at.button(key="apps_clear").click().run()
    assert [link.label for link in at.get("page_link") if link.label.startswith("**")] == ["**Echo**"]


def names_of(at):
    return [link.label.strip("*") for link in at.get("page_link") if link.label.startswith("**")]


def test_apps_are_found_by_tag_and_ordered_by_name(open_page, open_body, rt, workspace_id):
    for name in ("Beta", "alpha", "Gamma"):
        rt.call(apps.create_app(rt, workspace_id, name=name, mode="chat"))
    card = next(one for one in rt.call(overview.cards(rt, workspace_id)).items if one.app.name == "Beta")
    at = open_body("pages.catalogue.settings:show_settings(st.session_state.app, ())", app=card.app)
    at.multiselect(key=f"app_settings_tags_{card.app.id}").set_value(["Sales", "North"]).run()
    at.text_input(key=f"app_settings_name_{card.app.id}").set_value("Beta 2").run()
    at.button(key="app_settings_save").click().run()
    assert not at.error
    at = open_page()
    at.selectbox(key="apps_sort").set_value("name").run()
    assert names_of(at) == ["alpha", "Beta 2", "Gamma"]
    tag_id = next(tag.id for tag, _ in rt.call(tags.page(rt, workspace_id, "app")) if tag.name == "Sales")
    at.get("button_group")[-1].set_value([tag_id]).run()
    assert names_of(at) == ["Beta 2"]


def test_a_tag_is_taken_off_renamed_and_deleted(open_body, rt, workspace_id):
    app = rt.call(apps.create_app(rt, workspace_id, name="Beta", mode="chat"))
    reader = Reader(workspace_id=workspace_id)
    made = rt.call(tags.add(rt, workspace_id, "Sales", type="app"))
    rt.call(tags.bind(rt, reader, app.id, [made.id], type="app"))
    at = open_body(
        "pages.catalogue.settings:show_settings(st.session_state.app, st.session_state.worn)", app=app, worn=[made]
    )
    at.multiselect(key=f"app_settings_tags_{app.id}").set_value([]).run()
    at.button(key="app_settings_save").click().run()
    assert rt.call(overview.card(rt, app)).tags == []
    at = open_body("pages.catalogue.settings:show_tags()")
    at.text_input(key=f"apps_tag_name_{made.id}").set_value("Support").run()
    assert [(tag.name, uses) for tag, uses in rt.call(tags.page(rt, workspace_id, "app"))] == [("Support", 0)]


def test_another_app_is_copied_under_a_name(open_body, rt, workspace_id, chatflow, went_to):
    at = open_body("pages.catalogue.dialogs:show_create()", apps_create_way="From another app")
    at.text_input(key="apps_copy_name").set_value("Twin").run()
    at.button(key="apps_copy_go").click().run()
    made = rt.call(apps.list_apps(rt, workspace_id, name="Twin")).items
    assert [(app.mode, app.id) for app in made] == [("advanced-chat", went_to[0][1]["app"])]


def test_the_button_opens_the_dialog_that_creates(open_page):
    at = open_page()
    at.button(key="apps_create").click().run()
    assert "apps_create_go" in keys(at)


def test_a_blank_app_is_made_and_opened(open_body, rt, workspace_id, went_to):
    at = open_body("pages.catalogue.dialogs:show_create()")
    at.radio(key="apps_create_mode").set_value("workflow").run()
    at.text_input(key="apps_create_name").set_value("Fresh").run()
    at.button(key="apps_create_go").click().run()
    made = rt.call(apps.list_apps(rt, workspace_id)).items
    assert [(app.name, app.mode) for app in made] == [("Fresh", "workflow")]
    assert went_to == [("studio.py", {"app": made[0].id})]


def test_a_template_starts_an_app(open_body, rt, workspace_id, went_to):
    template = templates()[0]
    at = open_body("pages.catalogue.dialogs:show_create()", apps_create_way="From an example")
    at.button(key=f"apps_create_example_{template.group}_use_{template.id}").click().run()
    assert not at.error
    (app,) = rt.call(apps.list_apps(rt, workspace_id)).items
    assert app.name == template.variant("en").name
    assert went_to == [("studio.py", {"app": app.id})]


def test_a_mode_that_cannot_run_yet_says_so_before_it_is_made(open_body, monkeypatch):
    monkeypatch.setattr(overview, "modes_that_wait", lambda: {"agent-chat"})
    at = open_body("pages.catalogue.dialogs:show_create()")
    at.radio(key="apps_create_mode").set_value("agent-chat").run()
    assert "not run yet" in texts(at)


def import_text(open_body, monkeypatch, text):
    """Import `text` as if it had been fetched from an address."""

    async def fetched(rt, url):
        return text

    monkeypatch.setattr(imports, "fetch_dsl", fetched)
    at = open_body("pages.catalogue.dialogs:show_import()")
    at.text_input(key="apps_import_url").set_value("https://x.example/a.yml").run()
    return at.button(key="apps_import_go").click().run()


def test_a_file_that_is_fine_is_opened_at_once(open_body, monkeypatch, went_to):
    import_text(open_body, monkeypatch, CHATFLOW)
    assert [page for page, _ in went_to] == ["studio.py"]


def test_a_file_that_is_no_app_says_why_and_lets_one_try_again(open_body, monkeypatch):
    at = import_text(open_body, monkeypatch, "just words")
    assert at.error[0].value
    at.button(key="apps_import_again").click().run()
    assert "apps_import_go" in keys(at)


def test_a_file_of_a_newer_version_is_imported_only_after_a_yes(open_body, monkeypatch, rt, workspace_id):
    newer = CHATFLOW.replace("0.6.0", "'9.0.0'")
    at = import_text(open_body, monkeypatch, newer)
    assert "9.0.0" in at.warning[0].value
    assert rt.call(apps.list_apps(rt, workspace_id)).total == 0
    at.button(key="apps_import_confirm").click().run()
    assert rt.call(apps.list_apps(rt, workspace_id)).total == 1


def test_an_address_that_cannot_be_read_is_an_error_in_words(open_body):
    at = open_body("pages.catalogue.dialogs:show_import()")
    at.text_input(key="apps_import_url").set_value("http://127.0.0.1:9/a.yml").run()
    at.button(key="apps_import_go").click().run()
    assert at.error
    assert not at.exception


def test_deleting_asks_first(open_body, chatflow, rt, workspace_id):
    at = open_body(f"pages.catalogue.dialogs:show_delete(open_desk({chatflow.id!r}).app)")
    assert rt.call(apps.list_apps(rt, workspace_id)).total == 1
    at.button(key="apps_delete_go").click().run()
    assert rt.call(apps.list_apps(rt, workspace_id)).total == 0


def test_an_export_is_offered_as_a_file(open_body, chatflow):
    at = open_body(f"pages.catalogue.dialogs:show_export(open_desk({chatflow.id!r}).app)")
    assert at.get("download_button")[0].proto.label == "Download"
    assert not at.error


def test_a_key_is_shown_once_and_then_only_its_hint(open_body, chatflow):
    at = open_body(f"pages.catalogue.keys_dialog:show_keys_and_call(open_desk({chatflow.id!r}).app)")
    at.button(key="keys_create").click().run()
    token = at.code[0].value
    assert token.startswith("app-")
    assert token in at.code[1].value
    again = open_body(f"pages.catalogue.keys_dialog:show_keys_and_call(open_desk({chatflow.id!r}).app)")
    assert token not in " ".join(element.value for element in (*again.code, *again.markdown))
    assert "revoke" in " ".join(keys(again))


def test_an_error_of_a_service_is_a_sentence_on_the_page(open_body, monkeypatch):
    async def refuse(*args, **options):
        raise InvalidInput("The name is too long")

    monkeypatch.setattr(apps, "create_app", refuse)
    at = open_body("pages.catalogue.dialogs:show_create()")
    at.button(key="apps_create_go").click().run()
    assert [error.value for error in at.error] == ["The name is too long."]


def test_a_fault_of_ours_is_a_reference_and_no_traceback(open_page, monkeypatch, caplog):
    async def break_off(*args, **options):
        raise ZeroDivisionError("secret inside")

    at = open_page()
    monkeypatch.setattr(apps, "list_apps", break_off)
    at.run()
    assert not at.exception
    assert "secret inside" not in at.error[0].value
    assert "A page failed" in caplog.text
