"""What a run gives at its end: the latest outputs, all answers, all files, also over a pause."""

import json

import pytest

from engine.nodes.base import Context, Node, NodeConfig, Result
from engine.values import File
from tests.engine.graphs import KINDS, document, last, pause, play


class Hand(Node):
    """Answer with a text and a file."""

    response = True

    class Config(NodeConfig):
        text: str = ""

    async def run(self, ctx: Context) -> Result:
        file = File(type="image", transfer_method="remote_url", url=f"https://files.example/{self.config.text}.png")
        return Result({"answer": self.config.text, "files": [file]})


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    for kind, node in {**KINDS, "hand": Hand}.items():
        monkeypatch.setitem(Node.registry, kind, node)


def turn():
    nodes = {
        "s": {"type": "origin"},
        "a": {"type": "hand", "text": "one"},
        "ask": {"type": "ask"},
        "b": {"type": "hand", "text": "two"},
    }
    return document(nodes, ["s > a", "a > ask", "ask > b"], mode="advanced-chat")


async def test_answers_are_joined_and_files_gathered_over_a_pause():
    state = json.loads(json.dumps(pause(await play(turn())).state))
    for paused in state["frame"]["paused"].values():
        paused["state"]["answer"] = "go on"
    end = last(await play(turn(), resumed=state))
    assert end.outputs["answer"] == "onetwo"
    assert [file.url for file in end.files] == ["https://files.example/one.png", "https://files.example/two.png"]
    assert end.outputs["files"] == end.files


async def test_an_only_output_named_answer_keeps_its_type():
    nodes = {
        "s": {"type": "origin"},
        "end": {"type": "end", "outputs": [{"variable": "answer", "value_selector": ["s", "n"]}]},
    }
    end = last(await play(document(nodes, ["s > end"]), inputs={"n": 5}))
    assert end.outputs == {"answer": 5}


async def test_a_workflow_keeps_an_output_named_files_as_it_is():
    nodes = {
        "s": {"type": "origin"},
        "end": {"type": "end", "outputs": [{"variable": "files", "value_selector": ["s", "n"]}]},
    }
    end = last(await play(document(nodes, ["s > end"]), inputs={"n": "none"}))
    assert (end.outputs, list(end.files)) == ({"files": "none"}, [])
