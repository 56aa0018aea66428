"""The SQL node's settings: values beside the query, names of tables."""

import pytest
from pydantic import ValidationError

from engine.errors import NodeError
from engine.forms import form
from engine.nodes.base import Node
from engine.nodes.millrace_sql import with_parameters
from tests.engine.alone import node, run_alone


def test_references_become_parameters():
    sql, values = with_parameters(
        "SELECT * FROM t WHERE a = {{#start.city#}} AND b > {{#n1.x.y#}} OR c = {{#start.city#}}"
    )
    assert sql == "SELECT * FROM t WHERE a = $v_start_city AND b > $v_n1_x_y OR c = $v_start_city"
    assert values == {"v_start_city": ("start", "city"), "v_n1_x_y": ("n1", "x", "y")}


def test_selectors_that_would_share_a_name_do_not():
    _, values = with_parameters("SELECT {{#a.b_c#}}, {{#a_b.c#}}")
    assert list(values.values()) == [("a", "b_c"), ("a_b", "c")]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT '{{#a.b#}}'",
        "SELECT 'it''s {{#a.b#}}'",
        'SELECT "{{#a.b#}}"',
        "SELECT $${{#a.b#}}$$",
        "SELECT $x$ {{#a.b#}} $x$",
        r"SELECT E'\' {{#a.b#}}'",
    ],
)
def test_a_reference_in_quotes_is_told_to_stand_alone(query):
    with pytest.raises(ValidationError, match="without quotes around it"):
        node("millrace-sql", query=query)


@pytest.mark.parametrize("query", ["SELECT 1 -- {{#a.b#}}", "SELECT /* {{#a.b#}}\n*/ 1", "SELECT '-- ' || {{#a.b#}}"])
def test_references_in_comments_are_no_values(query):
    sql, values = with_parameters(query)
    assert len(values) == query.count("|| {{#")
    assert ("{{#a.b#}}" in sql) is (not values)


def test_two_tables_may_not_have_one_name():
    tables = [{"variable": name, "value_selector": ["a", "b"]} for name in ("Orders", "orders")]
    with pytest.raises(ValidationError, match="two tables are called 'orders'"):
        node("millrace-sql", tables=tables)


def test_what_the_query_reads_is_known():
    tables = [{"variable": "t", "value_selector": ["up", "df"]}]
    reads = node("millrace-sql", tables=tables, query="SELECT {{#start.n#}} FROM t").references()
    assert reads == {("up", "df"), ("start", "n")}


def test_the_form_has_tables_and_a_field_of_sql():
    fields = {field.name: field for field in form("millrace-sql")}
    assert fields["tables"].kind == "bindings"
    assert (fields["query"].kind, fields["query"].language) == ("code", "sql")
    assert Node.registry["millrace-sql"].outputs["result"] == "dataframe"


async def test_without_anything_that_answers_queries_the_node_says_so():
    with pytest.raises(NodeError, match="nothing answers SQL queries here"):
        await run_alone("millrace-sql", {})
