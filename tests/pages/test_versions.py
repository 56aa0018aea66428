"""The tabs of versions and of variables."""

import pytest

from pages.shell.state import StudioState
from services.apps import workflows


def state(at) -> StudioState:
    return at.session_state[StudioState.__name__]


def texts(at):
    elements = [*at.markdown, *at.caption, *at.error, *at.code, *at.get("html"), *at.get("badge")]
    return " ".join(str(getattr(one, "value", None) or one.proto.body) for one in elements)


def open_tab(open_page, app, tab):
    at = open_page("studio.py", app=app.id)
    at.session_state["studio_tab"] = tab
    return at.run()


def edit_template(rt, app, template):
    node = next(one for one in rt.call(workflows.get_draft(rt, app)).graph["nodes"] if one["id"] == "text")
    return rt.call(workflows.update_node(rt, app, "text", {**node["data"], "template": template}))


@pytest.fixture
def two(rt, chatflow):
    """Return the chatflow with a first version and a second, which says something else."""
    rt.call(workflows.publish(rt, chatflow, name="First", comment="As it began"))
    edit_template(rt, chatflow, "You whispered {{ q }}")
    rt.call(workflows.publish(rt, chatflow, name="Second"))
    return chatflow


def version_id(rt, app, name):
    return next(one.id for one in rt.call(workflows.versions(rt, app)).items if one.marked_name == name)


def test_versions_are_listed_with_name_and_note_and_the_one_that_serves(open_page, two):
    at = open_tab(open_page, two, "Versions")
    said = texts(at)
    assert said.index("**Second**") < said.index("**First**")
    assert "As it began" in said
    assert "serving" in said


def test_two_versions_are_compared_by_what_they_say(open_page, rt, two):
    at = open_tab(open_page, two, "Versions")
    assert "The two do the same" in texts(at)
    at.selectbox(key="versions_from").set_value(version_id(rt, two, "First")).run()
    said = texts(at)
    assert "You said {{ q }}" in said
    assert "You whispered {{ q }}" in said
    assert "~ 1 node changed" in said


def test_a_restored_version_can_be_undone(open_page, rt, two):
    at = open_tab(open_page, two, "Versions")
    before = rt.call(workflows.get_draft(rt, two)).hash
    at.button(key=f"studio_restore_{version_id(rt, two, 'First')}").click().run()
    assert rt.call(workflows.get_draft(rt, two)).graph["nodes"][1]["data"]["template"] == "You said {{ q }}"
    at.button(key="studio_undo").click().run()
    assert rt.call(workflows.get_draft(rt, two)).hash == before


def test_a_version_gets_another_name_and_an_old_one_goes(open_page, rt, two):
    at = open_tab(open_page, two, "Versions")
    first, second = (version_id(rt, two, name) for name in ("First", "Second"))
    at.text_input(key=f"versions_{second}_name").set_value("June").run()
    at.button(key=f"versions_{second}_save").click().run()
    at.button(key=f"versions_{first}_delete").click().run()
    assert [one.marked_name for one in rt.call(workflows.versions(rt, two)).items] == ["June"]
    assert f"versions_{second}_delete" not in {button.key for button in at.button}


def test_a_version_says_how_programs_call_it(open_page, rt, two):
    at = open_tab(open_page, two, "Versions")
    first = version_id(rt, two, "First")
    assert any(f'"workflow_id": "{first}"' in code.value for code in at.code)


def test_before_the_first_version_the_tab_says_what_one_is(open_page, chatflow):
    assert "Nothing is published yet" in texts(open_tab(open_page, chatflow, "Versions"))


def fill(at, owner, **fields):
    key = f"variables_{state(at).round}_{owner}_new"
    if kind := fields.get("kind"):
        at.selectbox(key=f"{key}_type").set_value(kind).run()
    at.text_input(key=f"{key}_name").set_value(fields["name"])
    value = f"{key}_value_{kind or 'string'}"
    widgets = [one for one in (*at.text_area, *at.text_input) if one.key == value]
    if widgets:
        widgets[0].set_value(fields["value"])
    return at.button(key=f"{key}_save").click().run()


def stored(rt, app, part="environment_variables"):
    return [
        (one["name"], one["value_type"], one["value"]) for one in getattr(rt.call(workflows.get_draft(rt, app)), part)
    ]


def test_variables_are_added_with_a_value_of_their_type(open_page, rt, chatflow):
    at = open_tab(open_page, chatflow, "Variables")
    fill(at, "env", name="address", value="http://localhost")
    fill(at, "env", name="limit", kind="number", value="7")
    fill(at, "conversation", name="seen", kind="array[string]", value='["a"]')
    assert stored(rt, chatflow) == [("address", "string", "http://localhost"), ("limit", "number", 7)]
    assert stored(rt, chatflow, "conversation_variables") == [("seen", "array[string]", ["a"])]


def test_a_secret_is_stored_and_never_shown(open_page, rt, chatflow):
    at = open_tab(open_page, chatflow, "Variables")
    fill(at, "env", name="key", kind="secret", value="sk-0123456789abcdef")
    assert "0123456789abcdef" not in str(rt.call(workflows.find_draft(rt, chatflow)).environment_variables)
    assert "0123456789abcdef" not in texts(at) + str(stored(rt, chatflow))


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"name": "", "value": "x"}, "needs a name"),
        ({"name": "2nd", "value": "x"}, "no digit at the beginning"),
        ({"name": "n", "kind": "number", "value": "seven"}, "no JSON"),
        ({"name": "n", "kind": "number", "value": '"7"'}, "type number"),
    ],
    ids=["no-name", "digit-first", "no-number", "text-for-a-number"],
)
def test_what_cannot_be_a_variable_is_said_in_words(open_page, rt, chatflow, fields, reason):
    at = fill(open_tab(open_page, chatflow, "Variables"), "env", **fields)
    assert reason in texts(at)
    assert stored(rt, chatflow) == []


def test_a_variable_is_changed_and_removed_where_it_stands(open_page, rt, chatflow):
    at = open_tab(open_page, chatflow, "Variables")
    fill(at, "env", name="address", value="a")
    at.session_state["studio_tab"] = "Variables"
    made = rt.call(workflows.get_draft(rt, chatflow)).environment_variables[0]["id"]
    key = f"variables_{state(at.run()).round}_env_{made}"
    at.text_input(key=f"{key}_name").set_value("base")
    at.button(key=f"{key}_save").click().run()
    assert stored(rt, chatflow) == [("base", "string", "a")]
    key = f"variables_{state(at).round}_env_{made}"
    at.button(key=f"{key}_remove").click().run()
    assert stored(rt, chatflow) == []
