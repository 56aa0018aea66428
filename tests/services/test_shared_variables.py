import pytest

from services.apps.shared_variables import parsed, with_variable, without_variable
from services.errors import InvalidInput

SECRET = {"id": "1", "name": "key", "value_type": "secret", "value": "sk-****"}


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("7", "string", "7"),
        ("7", "number", 7),
        ("7.5", "number", 7.5),
        ("true", "boolean", True),
        ("", "number", 0),
        ("", "object", {}),
        ("", "array[object]", []),
        ('[{"a": 1}]', "array[object]", [{"a": 1}]),
    ],
)
def test_a_text_says_a_value_of_the_type(text, kind, value):
    assert parsed(text, kind) == value


@pytest.mark.parametrize(
    ("text", "kind"), [("x", "number"), ("[1]", "array[string]"), ("[]", "object"), ("1", "boolean")]
)
def test_a_text_that_says_another_type_is_refused(text, kind):
    with pytest.raises(InvalidInput):
        parsed(text, kind)


@pytest.mark.parametrize(
    ("name", "reason"),
    [("", "needs a name"), ("a b", "letters"), ("a" * 31, "31 characters; the limit is 30"), ("key", "already")],
)
def test_a_name_that_no_template_can_hold_or_that_is_taken_is_refused(name, reason):
    with pytest.raises(InvalidInput, match=reason):
        with_variable([SECRET], name=name, value_type="string", value="x")


def test_a_variable_that_is_changed_keeps_its_id_and_place():
    items = [SECRET, {"id": "2", "name": "b", "value_type": "string", "value": "x", "selector": ["env", "b"]}]
    changed = with_variable(items, name="c", value_type="number", value=2, replaces="b")
    assert [one["name"] for one in changed] == ["key", "c"]
    assert changed[1] | {"description": ""} == {
        "id": "2",
        "name": "c",
        "value_type": "number",
        "value": 2,
        "selector": ["env", "c"],
        "description": "",
    }
    assert without_variable(changed, "key") == changed[1:]


def test_the_mask_of_a_secret_never_becomes_its_value():
    with pytest.raises(InvalidInput, match="anew"):
        with_variable([SECRET], name="key", value_type="string", value="sk-****", replaces="key")
