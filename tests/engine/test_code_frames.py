"""Code nodes that take and give data frames, in every tier."""

from collections.abc import AsyncIterator

import polars
import pytest
import pytest_asyncio

from engine.errors import NodeError
from engine.frames.table import Table
from engine.resources import Resources
from engine.sandbox import Sandbox, SandboxLimits, TrustedPython, contained_support
from tests.engine.alone import run_alone

pytestmark = pytest.mark.asyncio(loop_scope="module")
needs_cell = pytest.mark.skipif(contained_support() is not None, reason=str(contained_support()))
SALES = Table.of(polars.DataFrame({"city": ["a", "b", "a"], "sum": [1, 2, 3]}))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def sandbox() -> AsyncIterator[Sandbox]:
    sandbox = Sandbox(SandboxLimits(frames=2 * 2**20, frame_rows=50_000))
    yield sandbox
    await sandbox.close()


async def run(sandbox, code, variables=None, **outputs):
    bindings = [{"variable": name, "value_selector": ["up", name]} for name in variables or {}]
    declared = {name: {"type": kind} for name, kind in outputs.items()}
    pool = {"up": variables or {}}
    resources = Resources(code=sandbox)
    return await run_alone("code", pool, resources=resources, code=code, variables=bindings, outputs=declared)


@needs_cell
async def test_a_script_gets_polars_frames_and_returns_them(sandbox):
    code = "def main(sales):\n    return {'big': sales.filter(sales['sum'] > 1), 'n': sales.height}"
    result = await run(sandbox, code, {"sales": SALES}, big="dataframe", n="number")
    assert result.outputs["n"] == 3
    assert result.outputs["big"].rows() == [{"city": "b", "sum": 2}, {"city": "a", "sum": 3}]
    assert result.process_data["tier"] == "contained"


@needs_cell
@pytest.mark.parametrize(
    "made",
    [
        "polars.DataFrame({'a': [1, 2]}).lazy()",
        "__import__('pandas').DataFrame({'a': [1, 2]})",
        "polars.DataFrame({'a': [1, 2]}).to_arrow()",
    ],
    ids=["lazy", "pandas", "pyarrow"],
)
async def test_frames_of_other_libraries_come_back_as_frames(sandbox, made):
    result = await run(sandbox, f"import polars\ndef main():\n    return {{'df': {made}}}", df="dataframe")
    assert result.outputs["df"].column("a") == [1, 2]


@needs_cell
async def test_a_script_at_top_level_finds_frames_in_its_variables(sandbox):
    result = await run(
        sandbox, "total = sales['sum'].sum()\nhead = sales.head(1)", {"sales": SALES}, total="number", head="dataframe"
    )
    assert result.outputs["total"] == 6
    assert len(result.outputs["head"]) == 1


@needs_cell
async def test_frames_in_lists_travel_too(sandbox):
    code = "def main(parts):\n    import polars\n    return {'n': polars.concat(parts).height}"
    result = await run(sandbox, code, {"parts": [SALES, SALES]}, n="number")
    assert result.outputs["n"] == 6


@needs_cell
async def test_a_frame_becomes_rows_for_an_output_of_objects(sandbox):
    result = await run(sandbox, "def main(sales):\n    return {'rows': sales}", {"sales": SALES}, rows="array[object]")
    assert result.outputs["rows"][0] == {"city": "a", "sum": 1}


async def test_rows_become_a_frame_in_the_strict_tier(sandbox):
    result = await run(sandbox, "def main():\n    return {'df': [{'a': 1}, {'a': 2}]}", df="dataframe")
    assert result.outputs["df"].column("a") == [1, 2]
    assert result.process_data["tier"] == "strict"


async def test_something_else_for_a_frame_is_named(sandbox):
    with pytest.raises(NodeError, match="Output df is not a data frame or a list of objects, got string instead"):
        await run(sandbox, "def main():\n    return {'df': 'no'}", df="dataframe")


async def test_a_frame_for_something_else_is_named(sandbox):
    trusting = sandbox.trusting(TrustedPython())
    with pytest.raises(NodeError, match="`n` must be a number, got dataframe instead"):
        await run(trusting, "def main(sales):\n    return {'n': sales}", {"sales": SALES}, n="number")


async def test_the_trusted_tier_takes_and_gives_frames(sandbox):
    code = "def main(sales):\n    return {'df': sales.group_by('city').sum().sort('city')}"
    result = await run(sandbox.trusting(TrustedPython()), code, {"sales": SALES}, df="dataframe")
    assert result.outputs["df"].rows() == [{"city": "a", "sum": 4}, {"city": "b", "sum": 2}]


@needs_cell
@pytest.mark.parametrize(
    ("script", "said"),
    [
        (
            "import polars\ndef main(): return {'df': polars.DataFrame({'n': range(50_001)})}",
            "50001 rows; the limit is 50000 rows",
        ),
        (
            "import polars\ndef main(): return {'df': polars.DataFrame({'t': ['x' * 100] * 20_000})}",
            "more than 2 MB of data frames",
        ),
    ],
    ids=["rows", "size"],
)
async def test_frames_have_limits_that_are_named(sandbox, script, said):
    with pytest.raises(NodeError, match=said):
        await run(sandbox, script, df="dataframe")


@needs_cell
async def test_an_answer_that_only_looks_like_a_frame_is_refused(sandbox):
    forged = (
        "import os\ndef main():\n"
        '    text = b\'{"value": {"df": {"m": 0}}}\'\n'
        '    answer = b\'{"mark": "m", "sizes": [%d, 7]}\\n\' % len(text) + text + b\'garbage\'\n'
        "    for number in range(3, 256):\n"
        "        try: os.write(number, answer)\n"
        "        except OSError: pass\n"
        "    os._exit(0)\n"
    )
    with pytest.raises(NodeError, match="cannot be read"):
        await run(sandbox, forged, df="dataframe")


@needs_cell
async def test_an_input_that_looks_like_an_attachment_stays_an_object(sandbox):
    code = "def main(sales, other):\n    return {'kind': type(other).__name__}"
    result = await run(sandbox, code, {"sales": SALES, "other": {"mark": 0, "0": 0}}, kind="string")
    assert result.outputs["kind"] == "dict"
