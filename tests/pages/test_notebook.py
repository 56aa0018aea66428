import pytest


@pytest.fixture
def notebook(open_page, chatflow):
    at = open_page("studio.py", app=chatflow.id, view="notebook")
    at.text_area(key="studio_query").set_value("hello").run()
    return at


def heads(at):
    """Return the first line of each cell by its number."""
    return [
        element.value for element in at.markdown if element.value.startswith(":gray[:small[") and "**" in element.value
    ]


def test_every_node_is_a_cell_in_the_order_of_execution(notebook):
    assert [head.partition("**")[2].partition("**")[0] for head in heads(notebook)] == ["Start", "Words", "Answer"]
    assert all("never run" in head for head in heads(notebook)[1:])
