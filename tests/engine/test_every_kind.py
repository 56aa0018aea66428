"""What holds for every node kind, whichever there are: form, documentation and behaviour come from one class."""

from collections.abc import Iterator

import pytest
from pydantic import ValidationError

from docs import node_pages
from engine.forms import Field, common_form, faults, form, new_data
from engine.nodes.base import Node
from tests.kinds import settings

KINDS = [cls.kind for cls in node_pages.kinds()]


def fields(parts: tuple[Field, ...], path: str = "") -> Iterator[tuple[str, Field]]:
    """Yield every field of a form with its dotted path, those inside groups and lists too."""
    for field in parts:
        here = f"{path}.{field.name}".strip(".")
        yield here, field
        yield from fields(tuple(field.fields), here)
        if field.item is not None:
            yield from fields(tuple(field.item.fields), f"{here}[]")


@pytest.mark.parametrize("kind", KINDS)
def test_every_setting_has_a_name_and_says_what_it_means(kind):
    silent = [path for path, field in fields((*form(kind), *common_form(kind))) if not field.label or not field.help]
    assert silent == [], (
        f"give these settings of {kind!r} a `title` and a `description` in their `Field(...)` "
        f"(another text than the docstring of their own class): {silent}"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_node_lacks_nothing_but_what_only_a_person_knows(kind):
    required = {field.name for field in form(kind) if field.required}
    try:
        Node.registry[kind]("n", new_data(kind, "Title"))
    except ValidationError as error:
        wrong = [fault for fault in error.errors() if fault["loc"][0] not in required]
        assert wrong == [], f"a default of {kind!r} is refused by its own rules: {wrong}"


@pytest.mark.parametrize("kind", KINDS)
def test_keys_that_a_kind_does_not_know_survive(kind):
    for data in settings().get(kind, ()):
        node = Node.registry[kind]("n", {**data, "key_of_tomorrow": {"deep": [1]}})
        assert node.config.model_extra["key_of_tomorrow"] == {"deep": [1]}


@pytest.mark.parametrize("kind", KINDS)
def test_real_settings_of_a_kind_are_without_fault(kind):
    assert [problem for data in settings().get(kind, ()) for problem in faults(kind, data)] == []


@pytest.mark.parametrize("cls", node_pages.kinds(), ids=KINDS)
def test_a_kind_that_is_not_always_reused_says_why(cls):
    overrides = cls.is_reusable is not Node.is_reusable
    assert overrides == bool(cls.fresh_because), (
        f"{cls.kind!r} must set `fresh_because` exactly when it overrides `is_reusable`; the documentation shows it"
    )


@pytest.mark.parametrize("cls", [cls for cls in node_pages.kinds() if cls.root], ids=lambda cls: cls.kind)
def test_what_a_run_is_given_is_never_taken_from_an_earlier_one(cls):
    assert not any(cls("n", data).is_reusable() for data in (new_data(cls.kind), *settings().get(cls.kind, ())))


@pytest.mark.parametrize("kind", KINDS)
def test_an_app_without_fault_shows_the_kind(kind):
    assert node_pages.example(kind) is not None, (
        f"add an app that has a {kind!r} node and no faults as docs/nodes/examples/{kind}.yml"
    )


@pytest.mark.parametrize(("name", "text"), node_pages.pages().items(), ids=node_pages.pages())
def test_the_documentation_is_what_the_classes_say(name, text):
    path = node_pages.PAGES / name
    stored = path.read_text(encoding="utf-8") if path.is_file() else ""
    assert stored == text, "docs/nodes is out of date: run `.venv/bin/python docs/node_pages.py`"


def test_no_page_is_left_of_a_kind_that_is_gone():
    assert {path.name for path in node_pages.PAGES.glob("*.md")} == set(node_pages.pages())
