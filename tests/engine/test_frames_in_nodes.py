"""What nodes other than code make of data frames."""

import polars
import pytest

from engine.document import Document
from engine.errors import NodeError
from engine.frames.table import Table
from engine.resources import Resources
from engine.running.run import RunRequest, prepare, run
from tests.engine.alone import run_alone

CITIES = Table.of(
    polars.DataFrame(
        {"name": ["Rome", "Oslo", None, "Bonn"], "size": [3, 1, 9, None], "big": [True, False, True, False]},
    )
)
POOL = {"up": {"df": CITIES, "none": Table.of(CITIES.frame.head(0))}}


async def test_a_template_goes_through_the_rows():
    result = await run_alone(
        "template-transform",
        POOL,
        template="{% for row in df %}{{ row.name }}={{ row.size }} {% endfor %}{{ df | length }}",
        variables=[{"variable": "df", "value_selector": ["up", "df"]}],
    )
    assert result.outputs["output"] == "Rome=3 Oslo=1 None=9 Bonn=None 4"
    assert result.inputs == {"df": CITIES}


async def test_an_end_gives_the_frame_or_its_rows_as_its_type_asks():
    outputs = [
        {"variable": "frame", "value_selector": ["up", "df"]},
        {"variable": "rows", "value_selector": ["up", "df"], "value_type": "array[object]"},
        {"variable": "names", "value_selector": ["up", "df", "name"]},
    ]
    result = await run_alone("end", POOL, outputs=outputs)
    assert result.outputs["frame"] is CITIES
    assert result.outputs["rows"][0] == {"name": "Rome", "size": 3, "big": True}
    assert result.outputs["names"] == ["Rome", "Oslo", None, "Bonn"]


@pytest.mark.parametrize(
    ("name", "operator", "holds"),
    [
        ("df", "empty", False),
        ("df", "not empty", True),
        ("none", "empty", True),
        ("none", "exists", True),
        ("df", "not null", True),
    ],
)
async def test_a_branch_knows_whether_a_frame_is_empty(name, operator, holds):
    condition = {"variable_selector": ["up", name], "comparison_operator": operator}
    cases = [{"case_id": "yes", "logical_operator": "and", "conditions": [condition]}]
    result = await run_alone("if-else", POOL, cases=cases)
    assert (result.handle == "yes") is holds


async def test_an_operator_that_does_not_go_with_a_frame_says_so():
    condition = {"variable_selector": ["up", "df"], "comparison_operator": "contains", "value": "x"}
    with pytest.raises(NodeError, match="needs text or an array, not dataframe"):
        await run_alone(
            "if-else", POOL, cases=[{"case_id": "yes", "logical_operator": "and", "conditions": [condition]}]
        )


def keep(key, operator, value):
    condition = {"key": key, "comparison_operator": operator, "value": value}
    return {"filter_by": {"enabled": True, "conditions": [condition]}}


@pytest.mark.parametrize(
    ("settings", "names"),
    [
        pytest.param(keep("size", "≥", "3"), ["Rome", None], id="numbers"),
        pytest.param(keep("name", "contains", "o"), ["Rome", "Oslo", "Bonn"], id="texts"),
        pytest.param(keep("name", "empty", ""), [None], id="nulls"),
        pytest.param(keep("big", "is", True), ["Rome", None], id="booleans"),
        pytest.param({"order_by": {"enabled": True, "key": "size"}}, ["Bonn", "Oslo", "Rome", None], id="order"),
        pytest.param(
            {"order_by": {"enabled": True, "key": "size", "value": "desc"}, "limit": {"enabled": True, "size": 2}},
            [None, "Rome"],
            id="first",
        ),
        pytest.param({"extract_by": {"enabled": True, "serial": "2"}}, ["Oslo"], id="one"),
    ],
)
async def test_a_list_operator_works_on_rows(settings, names):
    result = await run_alone("list-operator", POOL, variable=["up", "df"], **settings)
    left = result.outputs["result"]
    assert isinstance(left, Table)
    assert left.columns == CITIES.columns
    assert left.column("name") == names
    assert result.outputs["first_record"]["name"] == names[0]


async def test_a_list_operator_leaves_an_empty_frame_a_frame():
    result = await run_alone("list-operator", POOL, variable=["up", "none"])
    assert result.outputs["result"].columns == CITIES.columns
    assert result.outputs["first_record"] is None


async def test_a_column_that_is_not_there_is_named():
    with pytest.raises(NodeError, match="no column 'nope', but name, size, big"):
        await run_alone("list-operator", POOL, variable=["up", "df"], **keep("nope", "is", "x"))


async def test_an_iteration_goes_through_the_rows_as_objects():
    nodes = [
        {"id": "start", "data": {"type": "start", "variables": []}},
        {
            "id": "each",
            "data": {
                "type": "iteration",
                "start_node_id": "inner",
                "iterator_selector": ["sys", "frame"],
                "output_selector": ["say", "output"],
            },
        },
        {"id": "inner", "parentId": "each", "data": {"type": "iteration-start", "isInIteration": True}},
        {
            "id": "say",
            "parentId": "each",
            "data": {
                "type": "template-transform",
                "template": "{{ item.name }}",
                "variables": [{"variable": "item", "value_selector": ["each", "item"]}],
            },
        },
        {
            "id": "end",
            "data": {"type": "end", "outputs": [{"variable": "all", "value_selector": ["each", "output"]}]},
        },
    ]
    edges = [("start", "each"), ("each", "end"), ("inner", "say")]
    graph = {"nodes": nodes, "edges": [{"source": a, "target": b} for a, b in edges]}
    plan = prepare(Document({"app": {"mode": "workflow"}, "workflow": {"graph": graph}}))
    request = RunRequest(variables={"sys": {"frame": CITIES}})
    events = [event async for event in run(plan, request, Resources())]
    assert events[-1].outputs == {"all": ["Rome", "Oslo", "None", "Bonn"]}
