"""Values go in and come out as they were, and records fit their tables."""

import inspect
import math
from decimal import Decimal

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import records
from storage.changes import added
from storage.columns import arrow_table, as_json, as_text, as_time, encode, microseconds, read_catalog
from storage.cursor import FEW, Cursor
from storage.database import Database
from storage.ids import new_id
from storage.migrating import migrate
from storage.records import Message, Record, Setting

RECORDS = [
    kind for _, kind in inspect.getmembers(records, inspect.isclass) if issubclass(kind, Record) and kind is not Record
]
TEXT = st.text(st.characters(codec="utf-8"), max_size=30)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def cursor() -> Cursor:
    root = duckdb.connect(":memory:")
    migrate(root, None)
    return Cursor(root, read_catalog(root))


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)
def test_a_record_has_the_columns_of_its_table_in_their_order(db: Database, kind: type[Record]) -> None:
    assert list(kind.__slots__) == list(db.tables[kind.table].columns)


def test_every_table_has_a_record(db: Database) -> None:
    assert set(db.tables) - {"schema_version"} == {kind.table for kind in RECORDS}


def test_every_table_that_someone_owns_names_the_workspace(db: Database) -> None:
    without = {name for name, table in db.tables.items() if "workspace_id" not in table.columns}
    assert without == {"schema_version", "workspaces", "plugins"}


async def test_a_record_comes_back_as_it_was(db: Database) -> None:
    message = Message(
        workspace_id="w",
        app_id="a",
        query="Grüße, 知识库 🚢",
        inputs={"deep": [{"n": 1.5, "none": None, "flag": True}]},
        total_price=Decimal("0.0000024"),
        created_at=1760000000.123456,
        updated_at=1760000001.000001,
    )
    await db.store(added(message))
    assert [Message(**row) for row in db.query("SELECT * FROM messages")] == [message]


@pytest.mark.parametrize("count", [1, FEW, FEW + 1, 100])
async def test_rows_are_the_same_however_many_go_in_at_once(db: Database, count: int) -> None:
    messages = [
        Message(workspace_id="w", app_id="a", query=f"{number}", total_price=Decimal(number) / 7, error=None)
        for number in range(count)
    ]
    await db.store(added(*messages))
    stored = [Message(**row) for row in db.query("SELECT * FROM messages ORDER BY id")]
    assert [(message.query, message.created_at) for message in stored] == [
        (message.query, message.created_at) for message in messages
    ]
    assert [message.total_price for message in stored] == [round(message.total_price, 10) for message in messages]


@given(value=JSON, many=st.booleans())
def test_any_json_value_comes_back_as_it_was(cursor: Cursor, value: object, many: bool) -> None:
    cursor.execute("DELETE FROM settings")
    count = FEW + 1 if many else 1
    rows = [Setting(workspace_id="w", key=str(number), value=value).row() for number in range(count)]
    cursor.insert("settings", rows)
    assert [row["value"] for row in cursor.query("SELECT value FROM settings")] == [value] * count


@given(st.floats(0, 4e9))
def test_times_keep_their_microseconds(seconds: float) -> None:
    time = microseconds(seconds) / 1_000_000
    root = duckdb.connect()
    (row,) = Cursor(root, {}).query("SELECT ?::TIMESTAMP AS at", [as_time(seconds)])
    assert row["at"] == time
    assert microseconds(row["at"]) == microseconds(time)


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("half \ud83d of a pair", "half \ufffd of a pair"),
        ("\udc00", "\ufffd"),
        ("a \ud83d\udea2 pair", "a 🚢 pair"),
        ("nul \0 stays", "nul \0 stays"),
    ],
)
def test_text_that_utf8_lacks_is_replaced(cursor: Cursor, given: str, stored: str) -> None:
    assert as_text(given) == stored
    assert cursor.query("SELECT ? AS text", [as_text(given)]) == [{"text": stored}]


def test_json_has_no_numbers_that_other_readers_refuse() -> None:
    assert as_json({"a": [math.nan, math.inf, 1.0], "b": {"c": -math.inf}}) == '{"a":[null,null,1.0],"b":{"c":null}}'


def test_json_with_half_a_character_can_be_stored(cursor: Cursor) -> None:
    cursor.execute("DELETE FROM settings")
    cursor.insert("settings", [Setting(workspace_id="w", key="a", value={"\ud800": "\udfff"}).row()])
    assert cursor.query("SELECT value FROM settings") == [{"value": {"\ufffd": "\ufffd"}}]


def test_an_arrow_table_has_the_types_of_the_columns(cursor: Cursor) -> None:
    table = cursor.table("settings")
    columns = list(table.columns.values())
    row = encode(table, columns, Setting(workspace_id="w", key="a", value=[1], updated_at=1.5).row())
    assert arrow_table(columns, [row]).schema.types == [column.arrow for column in columns]


def test_ids_are_version_7_sort_in_the_order_of_making_and_differ() -> None:
    made = [new_id() for _ in range(10_000)]
    assert made == sorted(set(made))
    assert all(len(found) == 36 and found[14] == "7" and found[19] in "89ab" for found in made)
