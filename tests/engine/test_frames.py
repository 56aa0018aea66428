"""Data frames as values: types, texts, previews, content, and what a reader refuses."""

import asyncio
import copy
import datetime
import io
import json
import pickle
import subprocess
import sys
from contextlib import suppress
from decimal import Decimal

import pandas
import polars
import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.cell import frames
from engine.errors import NodeError
from engine.frames.arrow import BrokenArrowError, rows_of
from engine.frames.table import Table
from engine.running.fingerprint import content
from engine.values import as_markdown, as_plain, as_text, converted, fits, holds_tables, revive, type_of, with_tables
from engine.variables import VariablePool

ORDERS = polars.DataFrame({"id": [1, 2, 3], "name": ["ann", "bob", None], "total": [1.5, 2.0, float("nan")]})


def test_a_frame_is_a_value_of_its_own_type():
    table = Table.of(ORDERS)
    assert type_of(table) == "dataframe"
    assert fits(table, "dataframe")
    assert not fits(table, "array[object]")
    assert type_of([table]) == "array[any]"
    assert len(table) == 3
    assert table
    assert not Table.of(ORDERS.head(0))


@pytest.mark.parametrize(
    "frame",
    [ORDERS, ORDERS.lazy(), ORDERS.to_pandas(), ORDERS.to_arrow()],
    ids=["polars", "lazy", "pandas", "pyarrow"],
)
def test_frames_of_every_library_become_tables_in_the_pool(frame):
    pool = VariablePool({"code": {"df": frame}})
    table = pool.get(("code", "df"))
    assert isinstance(table, Table)
    assert table.column("id") == [1, 2, 3]


def test_an_index_of_pandas_that_says_something_becomes_a_column():
    grouped = pandas.DataFrame({"city": ["a", "b", "a"], "n": [1, 2, 3]}).groupby("city").sum()
    assert Table.of(grouped).rows() == [{"city": "a", "n": 4}, {"city": "b", "n": 2}]


def test_the_text_of_a_frame_is_a_small_markdown_table_with_its_size():
    text = as_text(Table.of(polars.DataFrame({"a": range(12), "b": ["x|y"] * 12})))
    lines = text.splitlines()
    assert lines[:3] == ["| a | b |", "| --- | --- |", "| 0 | x\\|y |"]
    assert lines[-1] == "(12 rows × 2 columns)"
    assert len(lines) == 14
    assert as_markdown(Table.of(polars.DataFrame())) == "(0 rows × 0 columns)"


def test_the_plain_form_previews_a_frame_and_names_its_content():
    table = Table.of(polars.DataFrame({"n": range(1000), "text": ["x" * 900] * 1000}))
    plain = as_plain({"df": table})["df"]
    assert json.loads(json.dumps(plain)) == plain
    assert plain["columns"] == {"n": "Int64", "text": "String"}
    assert plain["rows"] == 1000
    assert len(plain["head"]) == 20
    assert plain["head"][0] == {"n": 0, "text": "x" * 500 + "…"}
    assert plain["hash"] == table.hash


def test_a_preview_becomes_a_table_again_whose_data_must_be_given_back():
    table = Table.of(ORDERS)
    hollow = revive(as_plain(table))
    assert hollow == table
    assert len(hollow) == 3
    assert hollow.columns == table.columns
    with pytest.raises(NodeError, match="no longer kept"):
        hollow.rows()
    whole = with_tables({"deep": [as_plain(table)]}, {table.hash: table})
    assert whole["deep"][0] is table


def test_rows_hold_what_json_has():
    day = datetime.date(2026, 5, 4)
    frame = polars.DataFrame(
        {
            "day": [day],
            "price": [Decimal("1.50")],
            "whole": [Decimal(7)],
            "bytes": [b"\x01\xff"],
            "list": [[day]],
            "struct": [{"at": day}],
            "nan": [float("nan")],
            "inf": [float("inf")],
        }
    )
    assert Table.of(frame).rows() == [
        {
            "day": "2026-05-04",
            "price": 1.5,
            "whole": 7,
            "bytes": "01ff",
            "list": ["2026-05-04"],
            "struct": {"at": "2026-05-04"},
            "nan": None,
            "inf": None,
        }
    ]


def test_lists_of_objects_and_frames_are_made_of_each_other_where_a_type_asks():
    rows = [{"a": 1, "b": "x"}, {"a": 2}]
    table = converted(rows, "dataframe")
    assert isinstance(table, Table)
    assert converted(table, "array[object]") == [{"a": 1, "b": "x"}, {"a": 2, "b": None}]
    assert converted(rows, "array[object]") is rows
    assert converted("text", "dataframe") == "text"


def test_a_selector_reads_a_column():
    pool = VariablePool({"sql": {"result": Table.of(ORDERS)}})
    assert pool.get(("sql", "result", "name")) == ["ann", "bob", None]
    assert not pool.has(("sql", "result", "none"))


def test_equal_frames_have_equal_content_and_others_have_not():
    again = polars.DataFrame(ORDERS.to_dict(as_series=False))
    assert content(Table.of(again)) == content(Table.of(ORDERS))
    assert content(Table.of(ORDERS.head(2))) != content(Table.of(ORDERS))
    assert content(Table.of(ORDERS.rename({"id": "key"}))) != content(Table.of(ORDERS))
    assert content(Table.of(ORDERS.cast({"id": polars.Int32}))) != content(Table.of(ORDERS))


@given(st.lists(st.tuples(st.integers(-(2**40), 2**40), st.text(max_size=5) | st.none()), max_size=20))
def test_a_frame_keeps_its_content_through_arrow_pickle_and_copies(rows):
    table = Table.of(polars.DataFrame({"n": [n for n, _ in rows], "s": [s for _, s in rows]}, {"n": int, "s": str}))
    again = pickle.loads(pickle.dumps(table))
    assert again == table
    assert again.frame.equals(table.frame)
    assert copy.deepcopy(table) == table
    assert rows_of(table.arrow) == len(rows)


def test_the_frame_that_a_caller_changes_is_its_own():
    table = Table.of(ORDERS)
    table.frame.insert_column(0, polars.Series("new", [0, 0, 0]))
    assert list(table.columns) == ["id", "name", "total"]


def test_a_paused_pool_holds_frames_beside_its_json():
    pool = VariablePool({"code": {"df": Table.of(ORDERS), "list": [Table.of(ORDERS)]}})
    saved = pool.as_mapping()
    assert holds_tables(saved)
    again = VariablePool.from_mapping(
        with_tables(json.loads(json.dumps(as_plain(saved))), {Table.of(ORDERS).hash: saved["code"]["df"]})
    )
    assert again.get(("code", "list"))[0].frame.equals(ORDERS)


@pytest.mark.parametrize("compression", ["lz4", "zstd"])
def test_compressed_arrow_is_refused(compression):
    stream = io.BytesIO()
    ORDERS.write_ipc_stream(stream, compression=compression)
    with pytest.raises(BrokenArrowError, match="compressed"):
        rows_of(stream.getvalue())


@pytest.mark.parametrize("cut", [lambda d: d[:-8], lambda d: d[8:], lambda d: b"text", lambda d: d[:20]])
def test_arrow_that_is_none_is_refused(cut):
    with pytest.raises(BrokenArrowError):
        rows_of(cut(frames.arrow(ORDERS.lazy().collect())[:-8]))


def test_arrow_that_claims_more_than_it_holds_is_refused():
    batch = pyarrow.record_batch({"n": pyarrow.array(range(100), pyarrow.int64())})
    sink = pyarrow.BufferOutputStream()
    with pyarrow.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    data = sink.getvalue().to_pybytes()
    assert rows_of(data) == 100
    size = (800).to_bytes(8, "little")
    with pytest.raises(BrokenArrowError, match="claims more"):
        rows_of(data.replace(size, (2**40).to_bytes(8, "little")))


@given(st.data())
def test_no_byte_of_arrow_makes_the_reader_fail_in_another_way(data):
    stream = bytearray(frames.arrow(ORDERS))
    for _ in range(data.draw(st.integers(1, 4))):
        stream[data.draw(st.integers(0, len(stream) - 1))] = data.draw(st.integers(0, 255))
    with suppress(BrokenArrowError):
        rows_of(bytes(stream))


def test_polars_is_loaded_by_the_first_frame_only():
    program = (
        "import sys, engine.running.run, engine.sandbox\n"
        "from engine.values import as_plain, revive\n"
        "revive({'a': [1, 'x', None]}); as_plain({'a': 1.5})\n"
        "assert 'polars' not in sys.modules and 'pandas' not in sys.modules, 'loaded too early'\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


async def test_rows_can_be_made_in_a_thread():
    assert await asyncio.to_thread(Table.of(ORDERS).column, "id") == [1, 2, 3]
