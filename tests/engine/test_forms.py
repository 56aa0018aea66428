"""Forms: every setting of every node kind has a field, and the kind itself judges the values."""

from typing import Literal

import pytest
from pydantic import BaseModel, Field

from engine.fields import Selector, Template
from engine.forms import common_form, faults, form, model_form, new_data
from engine.nodes.base import Node
from engine.values import MISSING

SHAPES = {"text", "number", "bool", "select", "selector", "list", "group", "json"}


class Inner(BaseModel):
    weight: float = Field(default=0.5, ge=0, le=1, description="How much it counts.")
    deeper: list["Inner"] = []


class Settings(BaseModel):
    name: str = Field(min_length=1, max_length=20)
    top_k: int = Field(default=4, title="Results", gt=0)
    mode: Literal["fast", "exact"] = "fast"
    where: Selector
    prompt: Template = Template("")
    script: str = Field(default="", json_schema_extra={"widget": "code", "language": "python"})
    limit: int | None = None
    either: str | int = 1
    inner: Inner = Inner()
    several: list[Inner] = []
    free: dict[str, str] = {}
    on: bool = True


FIELDS = {field.name: field for field in model_form(Settings)}


@pytest.mark.parametrize(
    ("name", "kind", "shape"),
    [
        ("name", "text", "text"),
        ("top_k", "number", "number"),
        ("mode", "select", "select"),
        ("where", "selector", "selector"),
        ("prompt", "template", "text"),
        ("script", "code", "text"),
        ("limit", "number", "number"),
        ("either", "json", "json"),
        ("inner", "group", "group"),
        ("several", "list", "list"),
        ("free", "json", "json"),
        ("on", "bool", "bool"),
    ],
)
def test_each_type_has_its_widget(name, kind, shape):
    assert (FIELDS[name].kind, FIELDS[name].shape) == (kind, shape)


def test_fields_say_label_default_bounds_and_choices():
    assert [FIELDS[name].label for name in ("top_k", "name")] == ["Results", "Name"]
    assert (FIELDS["name"].required, FIELDS["name"].default) == (True, MISSING)
    assert (FIELDS["name"].minimum, FIELDS["name"].maximum) == (1, 20)
    assert (FIELDS["top_k"].default, FIELDS["top_k"].whole) == (4, True)
    assert (FIELDS["limit"].nullable, FIELDS["limit"].default) == (True, None)
    assert FIELDS["mode"].choices == ("fast", "exact")
    assert FIELDS["script"].language == "python"


def test_groups_and_lists_hold_fields_and_a_model_inside_itself_ends():
    weight, deeper = FIELDS["inner"].fields
    assert (weight.minimum, weight.maximum, weight.help) == (0, 1, "How much it counts.")
    assert deeper.item is not None
    assert deeper.item.kind == "json"
    assert FIELDS["several"].item is not None
    assert [field.name for field in FIELDS["several"].item.fields] == ["weight", "deeper"]


def every_field(fields):
    for field in fields:
        yield field
        yield from every_field([*field.fields, *([field.item] if field.item else [])])


@pytest.mark.parametrize("kind", sorted(Node.registry))
def test_every_node_kind_has_a_form(kind):
    names = [field.name for field in form(kind)]
    assert not {"title", "desc"} & set(names)
    assert {field.shape for field in every_field(form(kind))} <= SHAPES
    assert [field.name for field in common_form(kind)][:3] == ["title", "desc", "error_strategy"]
    assert ("retry_config" in [field.name for field in common_form(kind)]) is Node.registry[kind].retries


@pytest.mark.parametrize("kind", sorted(Node.registry))
def test_a_new_node_lacks_only_what_is_required(kind):
    data = new_data(kind, "New")
    required = {field.name for field in form(kind) if field.required}
    assert (data["type"], data["title"]) == (kind, "New")
    assert {fault.field for fault in faults(kind, data)} == required


def test_values_are_judged_by_the_kind_itself():
    (fault,) = faults("answer", {"answer": 3})
    assert (fault.field, fault.message) == ("answer", "must be text, not 3")


def test_an_unknown_kind_has_no_form():
    with pytest.raises(KeyError):
        form("teleport")
