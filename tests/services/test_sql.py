"""SQL queries of workflows, asked in the sandbox: what they read, what they may not, what their errors say."""

import io
from collections.abc import AsyncIterator
from dataclasses import replace

import polars
import pytest
import pytest_asyncio

from config import Settings
from engine.errors import NodeError
from engine.filestore import MemoryFiles
from engine.frames.table import Table
from engine.records import MemoryRecords
from engine.resources import Resources
from engine.sandbox import Sandbox, SandboxLimits
from engine.tools.base import ToolInvokeError
from services.runs.sql import SqlQueries
from tests.engine.alone import run_alone
from tests.engine.built_in import given

pytestmark = pytest.mark.asyncio(loop_scope="module")
ORDERS = Table.of(polars.DataFrame({"id": [1, 2, 3], "city": ["Rome", "Oslo", "Rome"], "total": [10, 20, 5]}))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def queries() -> AsyncIterator[SqlQueries]:
    sandbox = Sandbox(SandboxLimits())
    yield SqlQueries(sandbox, Settings(sql_seconds=60, sql_memory_mb=512, frame_rows=1000))
    await sandbox.close()


async def ask(queries, query, tables=None, files=None, **start):
    pool = {"up": tables or {}, "start": start}
    bindings = [{"variable": name, "value_selector": ["up", name]} for name in tables or {}]
    resources = Resources(sql=queries, files=files)
    return await run_alone("millrace-sql", pool, resources=resources, query=query, tables=bindings)


async def refused(queries, query, tables=None, **start) -> str:
    with pytest.raises(NodeError) as caught:
        await ask(queries, query, tables, **start)
    return str(caught.value)


async def test_a_query_joins_frames_and_lists(queries):
    people = [{"name": "ann", "city": "Rome"}, {"name": "bob", "city": "Oslo"}]
    result = await ask(
        queries,
        "SELECT name, sum(total) AS spent, count(*) AS n FROM orders JOIN people USING (city) GROUP BY name ORDER BY name",
        {"orders": ORDERS, "people": people},
    )
    assert result.outputs["result"].rows() == [
        {"name": "ann", "spent": 15, "n": 2},
        {"name": "bob", "spent": 20, "n": 1},
    ]
    assert result.outputs["rows"] == 2
    assert result.outputs["columns"] == ["name", "spent", "n"]
    assert result.outputs["result"].columns["spent"] == "Int64"


@pytest.mark.parametrize(
    ("value", "rows"),
    [
        pytest.param({"a": 1}, [{"a": 1}], id="object"),
        pytest.param(["x", "y"], [{"value": "x"}, {"value": "y"}], id="texts"),
        pytest.param([1, 2], [{"value": 1}, {"value": 2}], id="numbers"),
        pytest.param([], [], id="empty list"),
        pytest.param([{"a": {"b": [1]}}], [{"a": {"b": [1]}}], id="nested"),
    ],
)
async def test_other_values_are_tables_too(queries, value, rows):
    assert (await ask(queries, "FROM t", {"t": value})).outputs["result"].rows() == rows


async def test_values_are_bound_and_never_part_of_the_query(queries):
    evil = "x'; DROP TABLE orders; --"
    result = await ask(
        queries,
        "SELECT {{#start.text#}} AS text, {{#start.n#}} + 1 AS n, len({{#start.items#}}) AS items, {{#start.o#}} ->> 'k' AS k,"
        " {{#start.none#}} IS NULL AS none, (SELECT count(*) FROM orders WHERE total >= {{#start.n#}}) AS found",
        {"orders": ORDERS},
        text=evil,
        n=10,
        items=[1, 2, 3],
        o={"k": "v"},
        none=None,
    )
    row = result.outputs["result"].rows()[0]
    assert row == {"text": evil, "n": 11, "items": 3, "k": "v", "none": True, "found": 2}


def _csv() -> bytes:
    return "stadt;einwohner\nKöln;1000000\nMünchen;1500000\n".encode("cp1252")


def _parquet() -> bytes:
    sink = io.BytesIO()
    polars.DataFrame({"stadt": ["Köln", "München"], "einwohner": [1_000_000, 1_500_000]}).write_parquet(sink)
    return sink.getvalue()


def _excel() -> bytes:
    sink = io.BytesIO()
    import openpyxl

    book = openpyxl.Workbook()
    for row in (("stadt", "einwohner"), ("Köln", 1_000_000), ("München", 1_500_000)):
        book.active.append(row)
    book.save(sink)
    return sink.getvalue()


@pytest.mark.parametrize(
    ("name", "data"), [("a.csv", _csv), ("a.parquet", _parquet), ("a.xlsx", _excel)], ids=["csv", "parquet", "excel"]
)
async def test_files_of_tables_are_read(queries, name, data):
    files = MemoryFiles()
    file = await files.write(data(), filename=name, mime_type="")
    result = await ask(queries, "SELECT stadt FROM t WHERE einwohner > 1200000", {"t": [file]}, files)
    assert result.outputs["result"].rows() == [{"stadt": "München"}]


async def test_a_file_that_is_no_table_is_named(queries):
    files = MemoryFiles()
    file = await files.write(b"%PDF", filename="a.pdf", mime_type="application/pdf")
    with pytest.raises(NodeError, match="the table 't' is the file 'a.pdf'; files of tables end in .csv"):
        await ask(queries, "FROM t", {"t": file}, files)
    broken = replace(file, filename="b.parquet", extension=".parquet")
    with pytest.raises(NodeError, match="the file of table 't' cannot be read as parquet"):
        await ask(queries, "FROM t", {"t": broken}, files)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        pytest.param("SELECT *\nFORM orders", 'syntax error at or near "orders" (line 2)', id="syntax"),
        pytest.param("SELECT nope\nFROM orders", 'Referenced column "nope" not found', id="column"),
        pytest.param("SELECT 1; SELECT 2", "one statement is asked at a time, not 2", id="two"),
        pytest.param("", "one statement is asked at a time, not 0", id="none"),
        pytest.param("DROP TABLE orders", "only queries run here (SELECT, WITH, FROM, VALUES), not DROP", id="drop"),
        pytest.param("CREATE TABLE x AS SELECT 1", "not CREATE", id="create"),
        pytest.param("INSERT INTO orders VALUES (1)", "not INSERT", id="insert"),
        pytest.param("COPY orders TO '/tmp/x.csv'", "not COPY", id="copy"),
        pytest.param("ATTACH '/tmp/x.db'", "not ATTACH", id="attach"),
        pytest.param("INSTALL httpfs", "not LOAD", id="extension"),
        pytest.param("SET threads = 64", "not SET", id="set"),
        pytest.param("SELECT * FROM read_text('/etc/passwd')", "file system operations are disabled", id="file"),
        pytest.param("FROM '/etc/passwd'", "Table with name /etc/passwd does not exist", id="file by name"),
        pytest.param("FROM read_csv('http://127.0.0.1/x')", "disabled", id="address"),
        pytest.param("FROM tables", "Table with name tables does not exist", id="variable of the program"),
        pytest.param("FROM range(1001)", "gives more than 1000 rows, which is the limit", id="rows"),
        pytest.param("SELECT $other", "nothing gives the value of $other", id="parameter"),
        pytest.param("SELECT INTERVAL 1 DAY", "cast it to text", id="interval"),
    ],
)
async def test_what_is_no_query_or_goes_too_far_is_refused_in_words(queries, query, said):
    assert said in await refused(queries, query, {"orders": ORDERS})


async def test_a_query_ends_at_its_time_and_its_memory(queries):
    quick = SqlQueries(queries._sandbox, Settings(sql_seconds=1, sql_memory_mb=256))
    assert await refused(quick, "SELECT count(*) FROM range(100_000_000_000)") == "the query took longer than 1 s"
    large = "SELECT len(string_agg(a.range::VARCHAR || repeat('x', 1000))) FROM range(1_000_000) a"
    assert "memory" in await refused(queries, large)


async def test_tables_that_are_none_are_named(queries):
    assert "the table 't' is nothing" in await refused(queries, "FROM t", {"t": None})
    assert "the table 't' is string" in await refused(queries, "FROM t", {"t": "text"})
    assert "start.df is a dataframe; name it under Tables" in await refused(queries, "SELECT {{#start.df#}}", df=ORDERS)


async def test_the_trace_shows_the_query_its_values_and_previews(queries):
    result = await ask(queries, "SELECT {{#start.n#}} FROM orders", {"orders": ORDERS}, n=1)
    assert result.inputs["parameters"] == {"start.n": 1}
    assert result.inputs["tables"] == {"orders": ORDERS}
    with pytest.raises(NodeError) as caught:
        await ask(queries, "SELECT {{#start.n#}} FROM", n=1)
    assert caught.value.inputs["query"] == "SELECT {{#start.n#}} FROM"


NAMES = [("sql", "database_query"), ("database_query", "database_query"), ("database", "database_query")]
SALES = b"region,amount\nnorth,10\nsouth,5\nnorth,2\n"


async def test_files_and_collections_are_asked_together(queries):
    files, records = MemoryFiles(), MemoryRecords()
    sales = await files.write(SALES, filename="Sales 2024.csv", mime_type="text/csv")
    await records.add("heads", {"region": "north", "head": "Ann | Co"})
    resources = Resources(sql=queries, files=files, records=records)
    sql = "SELECT region, sum(amount) AS total, head FROM sales_2024 LEFT JOIN heads USING (region) GROUP BY ALL ORDER BY 1"
    for name in NAMES:
        result = await given(resources, *name, sql=sql, files=[sales], collections="heads", max_rows=1)
        assert result.text == (
            "| region | total | head |\n| --- | --- | --- |\n| north | 12 | Ann \\| Co |\n\n"
            "[1 of 2 rows are left out here]"
        )
        assert result.json == [
            {"columns": ["region", "total", "head"], "rows": [{"region": "north", "total": 12, "head": "Ann | Co"}]}
        ]
    told = (await given(resources, "sql", "database_query", files=[sales])).text
    assert told == "The tables and their columns:\nsales_2024(region VARCHAR, amount BIGINT)"


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("SELECT price FROM sales", r'"price" not found(.|\n)*sales\(region VARCHAR, amount BIGINT\)'),
        ("DELETE FROM sales", "only queries run here"),
        ("SELECT 1; SELECT 2", "one statement"),
        ("SELECT * FROM '/etc/passwd'", "disabled by configuration|does not exist|Permission"),
    ],
)
async def test_what_is_wrong_with_a_query_is_told_with_the_tables(queries, sql, message):
    files = MemoryFiles()
    sales = await files.write(SALES, filename="sales.csv", mime_type="text/csv")
    with pytest.raises(ToolInvokeError, match=message):
        await given(Resources(sql=queries, files=files), "sql", "database_query", sql=sql, files=[sales])


async def test_a_query_needs_tables(queries):
    files = MemoryFiles()
    picture = await files.write(b"x", filename="a.png", mime_type="image/png")
    cases = [
        ({}, "there is no table"),
        ({"files": [picture]}, "'a.png' holds no table"),
    ]
    for arguments, message in cases:
        with pytest.raises(ToolInvokeError, match=message):
            await given(Resources(sql=queries, files=files), "sql", "database_query", sql="SELECT 1", **arguments)
