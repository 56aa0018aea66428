"""The gallery as people see it: found by words, in their language, taken with what its first run needs."""

from pages.catalogue.examples import Wanted
from pages.shell.state import StudioState
from services.apps import apps
from services.apps.examples import templates
from services.collections import collections


def keys(at):
    return {element.key for element in at.button}


def texts(at):
    return " ".join(element.value for element in (*at.markdown, *at.caption, *at.subheader))


def of(id):
    return next(template for template in templates() if template.id == id)


def test_words_find_templates_in_either_language():
    assert Wanted("translation critical").fits(of("translation"))
    assert Wanted("审读").fits(of("translation"))
    assert not Wanted("invoice").fits(of("translation"))
    assert Wanted(mode="agent-chat").fits(of("sql-agent"))
    assert not Wanted(mode="chat").fits(of("sql-agent"))


def test_the_gallery_shows_what_fits_under_its_subjects(open_body):
    at = open_body("pages.gallery:gallery_page()")
    assert {f"gallery_{one.group}_use_{one.id}" for one in templates()} <= keys(at)
    at.text_input(key="gallery_search").set_value("invoices").run()
    assert "gallery_data_use_extraction" in keys(at)
    assert "gallery_support_use_customer-service" not in keys(at)
    at.text_input(key="gallery_search").set_value("xyzzy").run()
    assert "No template fits." in texts(at)


def test_the_other_language_of_a_template_is_a_click_away(open_body, rt, workspace_id, went_to):
    at = open_body("pages.gallery:gallery_page()", gallery_mode="agent-chat")
    at.button(key="gallery_agents_language_sql-agent").click().run()
    assert at.button(key="gallery_agents_language_sql-agent").label == "English"
    at.button(key="gallery_agents_use_sql-agent").click().run()
    (app,) = rt.call(apps.list_apps(rt, workspace_id)).items
    assert app.name == of("sql-agent").variant("zh").name
    assert went_to == [("studio.py", {"app": app.id})]
    state = at.session_state[StudioState.__name__]
    assert (state.app_id, state.query) == (app.id, "各城市的总金额是多少？")
    assert [(one.name, one.rows) for one in rt.call(collections.overview(rt, workspace_id))] == [("orders_zh", 12)]


def test_records_are_shown_and_a_collection_is_deleted(open_body, rt, workspace_id):
    at = open_body("pages.kept_records:records_page()")
    assert "Nothing is stored yet" in texts(at)
    rt.call(collections.store(rt, workspace_id, "tickets", {"priority": "high"}, key="TK1"))
    at.run()
    (frame,) = at.dataframe
    assert frame.value["id"].tolist() == ["TK1"]
    assert frame.value["priority"].tolist() == ["high"]
    at.button(key="records_delete_go").click().run()
    assert not rt.call(collections.overview(rt, workspace_id))
