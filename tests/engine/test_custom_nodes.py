"""Own nodes: typed functions, subclasses of Node and the original contract, from files in a folder."""

import os
import re
import textwrap
from pathlib import Path

import polars
import pytest

from engine.custom import File, NodeError, Table, try_node
from engine.custom.folder import NodeFolders
from engine.document import Document
from engine.errors import VariableNotFound
from engine.filestore import MemoryFiles
from engine.forms import form
from engine.nodes.base import Node
from engine.resources import Resources
from engine.running.run import RunRequest, prepare, run
from tests.engine.alone import run_alone

EXAMPLES = Path(__file__).parents[2] / "examples" / "nodes"
DOCUMENTED = '''
from engine.custom import BaseNode, BaseNodeData, NodeRunResult, NodeType, WorkflowNodeExecutionStatus

class Shout(BaseNode):
    """Shout a text"""
    _node_data_cls = BaseNodeData
    _node_type = NodeType.SHOUT

    def _run(self, variable_pool):
        text = variable_pool.get(self.node_data.inputs["text"])
        if not text:
            return NodeRunResult(status=WorkflowNodeExecutionStatus.FAILED, error="nothing to shout")
        return NodeRunResult(status=WorkflowNodeExecutionStatus.SUCCEEDED, outputs={"loud": text.upper()})

    @classmethod
    def get_default_config(cls, filters=None):
        return {
            "inputs": {"text": {"type": "string", "required": True, "description": "What to shout"}},
            "outputs": {"loud": {"type": "string", "description": "The text, loud"}},
        }
'''


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "nodes"
    folder.mkdir(mode=0o755)
    before = dict(Node.registry)
    yield folder
    Node.registry.clear()
    Node.registry.update(before)


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(textwrap.dedent(text))
    path.chmod(0o644)
    return path


def loaded(folder: Path, text: str, name: str = "mine.py") -> NodeFolders:
    write(folder, name, text)
    folders = NodeFolders(folder)
    folders.refresh()
    return folders


def kind_of(folder: Path, text: str) -> str:
    folders = loaded(folder, text)
    assert folders.problems == []
    (kind,) = folders.kinds
    return kind


def inputs_of(kind: str):
    return {field.name: field for field in next(field for field in form(kind) if field.name == "inputs").fields}


async def call(kind: str, inputs, **variables):
    return await run_alone(kind, {"up": variables}, inputs=inputs)


FUNCTION = '''
from typing import Literal

def greet(name: str, times: int = 1, style: Literal["warm", "cold"] = "warm", loud: bool = False, words: list[str] = None) -> str:
    """Greet somebody.

    Args:
        name: Who is greeted,
            by the first name.
        times: How often.
    """
    text = " ".join([f"{style} hello {name}"] * times + list(words or []))
    return text.upper() if loud else text
'''


def test_a_typed_function_has_a_form_of_its_hints_and_docstring(folder):
    kind = kind_of(folder, FUNCTION)
    assert kind == "millrace-python-mine-greet"
    assert Node.registry[kind].label == "Greet"
    fields = inputs_of(kind)
    assert [(f.name, f.kind, f.shape, f.required) for f in fields.values()] == [
        ("name", "template", "json", True),
        ("times", "argument", "number", False),
        ("style", "argument", "select", False),
        ("loud", "argument", "bool", False),
        ("words", "selector", "selector", False),
    ]
    assert fields["name"].help == "Who is greeted, by the first name."
    assert fields["times"].default == 1
    assert fields["style"].choices == ("warm", "cold")
    assert Node.registry[kind].outputs == {"result": "string"}


async def test_a_function_is_called_with_constants_texts_and_variables(folder):
    kind = kind_of(folder, FUNCTION)
    inputs = {"name": "{{#up.who#}}!", "times": ["up", "n"], "style": "cold", "words": ["up", "more"]}
    result = await call(kind, inputs, who="Ann", n=2, more=["and", "bye"])
    assert result.outputs == {"result": "cold hello Ann! cold hello Ann! and bye"}
    assert result.inputs["times"] == 2
    assert (await call(kind, {"name": "Bob", "loud": True})).outputs == {"result": "WARM HELLO BOB"}


def test_a_node_reads_what_its_inputs_name(folder):
    kind = kind_of(folder, FUNCTION)
    node = Node.registry[kind]("n", {"inputs": {"name": "{{#up.who#}}", "times": ["up", "n"]}})
    assert node.references() == {("up", "who"), ("up", "n")}


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"name": "x", "times": ["up", "text"]}, "times: Input should be a valid integer"),
        ({"name": "x", "style": ["up", "text"]}, "style: Input should be 'warm' or 'cold'"),
        ({"name": "x", "words": ["up", "numbers"]}, r"words\[0\]: Input should be a valid string"),
    ],
)
async def test_a_value_that_does_not_fit_its_hint_is_named(folder, inputs, said):
    with pytest.raises(NodeError, match=said):
        await call(kind_of(folder, FUNCTION), inputs, text="many", numbers=[1])


async def test_a_variable_that_nothing_wrote_is_the_default_or_a_failure(folder):
    kind = kind_of(folder, "def f(a: dict, b: dict = None) -> bool:\n    return b is None\n")
    assert (await call(kind, {"a": ["up", "a"], "b": ["up", "none"]}, a={})).outputs == {"result": True}
    with pytest.raises(VariableNotFound):
        await call(kind, {"a": ["up", "none"]})


@pytest.mark.parametrize(
    ("text", "outputs", "given"),
    [
        pytest.param("def f() -> None: pass", {}, {}, id="none"),
        pytest.param("def f() -> list[int]: return [1]", {"result": "array[number]"}, {"result": [1]}, id="list"),
        pytest.param("def f() -> dict: return {'a': 1}", {"result": "object"}, {"result": {"a": 1}}, id="dict"),
        pytest.param(
            "from typing import TypedDict\nclass R(TypedDict):\n    a: int\n    b: str\ndef f() -> R: return {'a': 1, 'b': 'x'}",
            {"a": "number", "b": "string"},
            {"a": 1, "b": "x"},
            id="typed dict",
        ),
        pytest.param(
            "from dataclasses import dataclass\nimport datetime\n@dataclass\nclass R:\n    day: datetime.date\n    tags: set[str]\n"
            "def f() -> R: return R(datetime.date(2026, 1, 2), {'x'})",
            {"day": "any", "tags": "array[string]"},
            {"day": "2026-01-02", "tags": ["x"]},
            id="dataclass",
        ),
        pytest.param(
            "from pydantic import BaseModel\nclass R(BaseModel):\n    n: float | None = None\ndef f() -> R: return R()",
            {"n": "number"},
            {"n": None},
            id="model",
        ),
        pytest.param(
            "from typing import NamedTuple\nclass R(NamedTuple):\n    x: int\ndef f() -> R: return R(3)",
            {"x": "number"},
            {"x": 3},
            id="named tuple",
        ),
    ],
)
async def test_the_return_annotation_tells_the_outputs(folder, text, outputs, given):
    kind = kind_of(folder, f"{text}\n__all__ = ['f']\n")
    assert Node.registry[kind].outputs == outputs
    assert (await call(kind, {})).outputs == given


async def test_something_else_than_annotated_is_named(folder):
    kind = kind_of(folder, "def f() -> int:\n    return 'no'\n")
    with pytest.raises(NodeError, match="the output 'result' is no number: 'no'"):
        await call(kind, {})


async def test_frames_come_and_go_as_the_library_of_the_hint(folder):
    kind = kind_of(
        folder,
        """
        import pandas, polars
        def both(a: polars.DataFrame, b: pandas.DataFrame) -> polars.DataFrame:
            return a.with_columns(n=len(b))
        """,
    )
    table = Table.of(polars.DataFrame({"x": [1, 2]}))
    result = await call(kind, {"a": ["up", "t"], "b": ["up", "rows"]}, t=table, rows=[{"y": 1}])
    assert Node.registry[kind].outputs == {"result": "dataframe"}
    assert result.outputs["result"].rows() == [{"x": 1, "n": 1}, {"x": 2, "n": 1}]
    with pytest.raises(NodeError, match="a: a data frame or a list of objects is needed, not 'x'"):
        await call(kind, {"a": ["up", "t"], "b": ["up", "rows"]}, t="x", rows=[])


async def test_the_bytes_of_a_file_and_the_context_are_given_where_hints_ask(folder):
    kind = kind_of(
        folder,
        """
        from engine.custom import Context
        async def size(data: bytes, ctx: Context) -> str:
            return f"{ctx.node_id}: {len(data)}"
        """,
    )
    files = MemoryFiles()
    file = await files.write(b"12345", filename="a.txt", mime_type="text/plain")
    assert isinstance(file, File)
    resources = Resources(files=files)
    result = await run_alone(kind, {"up": {"f": file}}, resources=resources, inputs={"data": ["up", "f"]})
    assert result.outputs == {"result": "node: 5"}


async def test_what_a_function_raises_fails_the_node_with_its_traceback(folder):
    kind = kind_of(folder, "def f() -> int:\n    return 1 // 0\n")
    with pytest.raises(NodeError, match="ZeroDivisionError: integer") as caught:
        await call(kind, {})
    assert caught.value.error_type == "ZeroDivisionError"
    assert "mine.py" in caught.value.process_data["traceback"]


def test_a_function_with_side_effects_is_never_reused(folder):
    marked = "from engine.custom import node\n@node(label='Send', side_effects=True)\ndef f() -> int: return 1\n"
    kind = kind_of(folder, marked)
    assert Node.registry[kind].label == "Send"
    assert not Node.registry[kind]("n", {}).is_reusable()


async def test_a_subclass_of_node_is_a_kind_whose_frames_become_values(folder):
    kind = kind_of(
        folder,
        """
        from engine.custom import Context, Node, NodeConfig, Result
        import polars

        class Numbers(Node, kind="numbers"):
            "Count up."
            outputs = {"all": "dataframe"}
            class Config(NodeConfig):
                most: int = 3
            async def run(self, ctx: Context) -> Result:
                return Result({"all": polars.DataFrame({"n": range(self.config.most)})})
        """,
    )
    assert kind == "millrace-node-numbers"
    result = await run_alone(kind, {}, most=2)
    assert result.outputs["all"].column("n") == [0, 1]


async def test_a_class_of_the_original_contract_runs_as_it_is(folder):
    assert len(DOCUMENTED.strip().splitlines()) < 40
    kind = kind_of(folder, DOCUMENTED)
    assert kind == "millrace-node-shout"
    assert Node.registry[kind].label == "Shout a text"
    assert inputs_of(kind)["text"].help == "What to shout"
    assert Node.registry[kind].outputs == {"loud": "string"}
    assert (await call(kind, {"text": ["up", "t"]}, t="hey")).outputs == {"loud": "HEY"}
    assert (await call(kind, {"text": "{{#up.t#}} you"}, t="hey")).outputs == {"loud": "HEY YOU"}
    with pytest.raises(NodeError, match="nothing to shout"):
        await call(kind, {"text": ""})


async def test_the_samples_of_the_repository_load_and_run(folder):
    folders = NodeFolders(EXAMPLES)
    folders.refresh()
    assert folders.problems == []
    assert {path.name for path in folders.kinds.values()} == {"business.py", "discount.py"}
    business = inputs_of("millrace-node-custom_business")["business_type"]
    assert business.choices == ("order_processing", "user_verification", "payment_handling")
    inputs = {"business_type": "payment_handling", "user_data": ["up", "user"]}
    result = await call("millrace-node-custom_business", inputs, user={"amount": 4})
    assert result.outputs["result"]["amount"] == 4
    orders = [{"total": 50}, {"total": 150}]
    inputs = {"orders": ["up", "orders"], "to": "large orders"}
    result = await call("millrace-python-discount-discount", inputs, orders=orders)
    assert result.outputs["orders"].column("total") == [50.0, 135.0]
    assert result.outputs["saved"] == 15.0


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        pytest.param("def f(:\n", "SyntaxError", 1, id="syntax"),
        pytest.param("x = 1\nimport nowhere_to_be_found\n", "No module named 'nowhere_to_be_found'", 2, id="import"),
        pytest.param("raise SystemExit(3)", "SystemExit: 3", 1, id="exit"),
        pytest.param("def f(a) -> int: return 1", "the parameter a needs a type hint", None, id="hint"),
        pytest.param("def f(a: int): return 1", "needs a return annotation", None, id="return"),
        pytest.param("def f(*a: int) -> int: return 1", "every parameter needs a name", None, id="star"),
    ],
)
def test_a_broken_file_is_told_and_hurts_no_other(folder, text, said, line):
    write(folder, "good.py", "def fine() -> int: return 1\n")
    folders = loaded(folder, text, "broken.py")
    assert list(folders.kinds) == ["millrace-python-good-fine"]
    (problem,) = folders.problems
    assert problem.path.name == "broken.py"
    assert said in problem.message
    assert problem.line == line


def test_what_is_wrong_with_one_function_leaves_the_others(folder):
    folders = loaded(folder, "def good() -> int: return 1\ndef bad(a) -> int: return 1\n")
    assert list(folders.kinds) == ["millrace-python-mine-good"]
    assert "bad(): the parameter a needs a type hint" in folders.problems[0].message


def test_own_kinds_never_stand_in_for_others(folder):
    llm = Node.registry["llm"]
    text = "from engine.custom import Node\nclass Mine(Node, kind='llm'):\n    pass\n"
    folders = loaded(folder, text)
    assert Node.registry["llm"] is llm
    assert list(folders.kinds) == ["millrace-node-llm"]
    write(folder, "second.py", text)
    folders.refresh()
    assert "there is a node kind 'millrace-node-llm' already, in mine.py" in folders.problems[0].message


def test_helpers_are_no_nodes(folder):
    write(folder, "_shared.py", "def helper() -> int:\n    return 7\n")
    write(folder, "test_mine.py", "def test_it() -> None: pass\n")
    text = "from ._shared import helper\ndef _inner() -> int: return 1\ndef mine() -> int: return helper()\n"
    assert kind_of(folder, text) == "millrace-python-mine-mine"


async def test_an_edited_file_gives_another_result_and_a_removed_one_none(folder):
    folders = loaded(folder, "def f() -> int: return 1\n")
    kind = "millrace-python-mine-f"
    first = Node.registry[kind]
    assert folders.refresh() is False
    write(folder, "mine.py", "def f() -> int: return 22\n")
    assert folders.refresh() is True
    assert (await call(kind, {})).outputs == {"result": 22}
    assert Node.registry[kind].version != first.version
    (folder / "mine.py").unlink()
    folders.refresh()
    assert kind not in Node.registry


async def test_an_edited_helper_makes_a_node_another(folder):
    write(folder, "_shared.py", "N = 1\n")
    folders = loaded(folder, "from ._shared import N\ndef f() -> int: return N\n")
    version = Node.registry["millrace-python-mine-f"].version
    write(folder, "_shared.py", "N = 22\n")
    folders.refresh()
    assert Node.registry["millrace-python-mine-f"].version != version
    assert (await call("millrace-python-mine-f", {})).outputs == {"result": 22}


def test_a_broken_edit_takes_the_kind_away_until_it_is_mended(folder):
    folders = loaded(folder, "def f() -> int: return 1\n")
    write(folder, "mine.py", "def f( -> int: return 1\n")
    folders.refresh()
    assert folders.kinds == {}
    write(folder, "mine.py", "def f() -> int: return 3\n")
    folders.refresh()
    assert folders.problems == []
    assert list(folders.kinds) == ["millrace-python-mine-f"]


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="a system without owners of files")
def test_a_file_that_others_may_write_is_refused(folder):
    path = write(folder, "mine.py", "def f() -> int: return 1\n")
    path.chmod(0o666)
    folders = NodeFolders(folder)
    folders.refresh()
    assert folders.kinds == {}
    assert "may be written by others" in folders.problems[0].message


async def test_a_graph_with_own_nodes_runs(folder):
    kind = kind_of(folder, FUNCTION)
    nodes = [
        {"id": "start", "data": {"type": "start", "variables": []}},
        {"id": "greet", "data": {"type": kind, "inputs": {"name": "{{#sys.user_id#}}"}}},
        {
            "id": "end",
            "data": {"type": "end", "outputs": [{"variable": "text", "value_selector": ["greet", "result"]}]},
        },
    ]
    edges = [{"source": "start", "target": "greet"}, {"source": "greet", "target": "end"}]
    plan = prepare(Document({"app": {"mode": "workflow"}, "workflow": {"graph": {"nodes": nodes, "edges": edges}}}))
    events = [event async for event in run(plan, RunRequest(), Resources())]
    assert events[-1].outputs == {"text": "warm hello "}


async def test_a_function_can_be_tried_without_a_folder():
    def double(n: int) -> int:
        return 2 * n

    assert await try_node(double, n=4) == {"result": 8}


async def test_the_code_of_the_tutorial_runs(folder):
    text = (EXAMPLES.parents[1] / "docs" / "tutorial-custom-node.md").read_text()
    function, _, _, subclass = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    write(folder, "greeting.py", function)
    folders = loaded(folder, subclass, "shout.py")
    assert folders.problems == []
    inputs = {"name": "Ann", "times": 2, "tone": "cool"}
    assert (await call("millrace-python-greeting-greet", inputs)).outputs == {"result": "Hi Ann! Hi Ann!"}
    assert (await run_alone("millrace-node-shout", {}, text="hey")).outputs == {"text": "HEY"}
