"""The engine alone, on the command line."""

import json

import pytest

from engine.__main__ import main
from tests.engine.test_dsl_loading import app, node

START = node("s", "start", variables=[{"variable": "topic", "label": "T", "type": "text-input", "required": True}])
SHOUT = node(
    "t",
    "template-transform",
    template="{{ x | upper }}!",
    variables=[{"variable": "x", "value_selector": ["s", "topic"]}],
)
END = node("e", "end", outputs=[{"variable": "text", "value_selector": ["t", "output"]}])
EDGES = [{"source": "s", "target": "t"}, {"source": "t", "target": "e"}]


@pytest.fixture
def run(tmp_path, capsys):
    """Write a file and call the program; return exit code, lines of output, and complaints."""

    def call(text, command, *arguments):
        path = tmp_path / "app.yml"
        path.write_text(text, encoding="utf-8")
        code = main([command, str(path), *arguments])
        out, err = capsys.readouterr()
        return code, [json.loads(line) for line in out.splitlines()], err

    return call


def test_run_prints_how_it_ended(run):
    code, (line,), _ = run(app(nodes=[START, SHOUT, END], edges=EDGES), "run", "--input", "topic=bees")
    assert (code, line["status"], line["outputs"]) == (0, "succeeded", {"text": "BEES!"})


def test_run_prints_the_outputs_alone(run):
    code, lines, _ = run(app(nodes=[START, SHOUT, END], edges=EDGES), "run", "--input", "topic=a=b", "--outputs")
    assert (code, lines) == (0, [{"text": "A=B!"}])


def test_run_prints_every_event(run):
    _, lines, _ = run(app(nodes=[START, SHOUT, END], edges=EDGES), "run", "--input", "topic=bees", "--events")
    assert [line["event"] for line in lines][:2] == ["run_started", "node_started"]
    assert [line["node_id"] for line in lines if line["event"] == "node_finished"] == ["s", "t", "e"]
    assert (lines[-1]["event"], lines[-1]["usage"]["total_tokens"]) == ("run_finished", 0)


def test_a_chat_app_answers_with_the_demo_model(run):
    config = {"pre_prompt": "Be kind.", "model": {"provider": "openai", "name": "gpt-4"}}
    code, (line,), _ = run(app("chat", model_config=config), "run", "--query", "What is a millrace?")
    assert code == 0
    assert line["outputs"]["answer"]


def test_private_addresses_are_reached_only_when_that_is_said(run, vendor):
    call = node("t", "http-request", method="get", url=f"{vendor.url}/text")
    shown = node("e", "end", outputs=[{"variable": "text", "value_selector": ["t", "body"]}])
    text = app(nodes=[node("s", "start"), call, shown], edges=EDGES)
    assert run(text, "run", "--outputs", "--allow", "127.0.0.1")[1] == [{"text": "plain text body"}]
    code, _, complaint = run(text, "run")
    assert code == 1
    assert "not a public web address" in complaint


def test_a_run_that_fails_says_why(run):
    broken = node("t", "template-transform", template="{{", variables=[])
    code, (line,), complaint = run(app(nodes=[START, broken, END], edges=EDGES), "run", "--input", "topic=x")
    assert (code, line["status"]) == (1, "failed")
    assert line["error"] in complaint


@pytest.mark.parametrize(
    ("text", "arguments", "complaint"),
    [
        ("- 1", [], "must hold a mapping"),
        (app(nodes=[START, END], edges=[]), [], "topic is required"),
        (app(nodes=[START, END], edges=[]), ["--input", "topic"], "--input takes NAME=VALUE"),
        (app(nodes=[node("x", "teleport")]), [], "no node to start from"),
    ],
)
def test_what_cannot_be_run_is_told_without_a_traceback(run, text, arguments, complaint):
    code, lines, told = run(text, "run", *arguments)
    assert (code, lines) == (2, [])
    assert complaint in told


def test_a_missing_file_is_told(tmp_path, capsys):
    assert main(["check", str(tmp_path / "none.yml")]) == 2
    assert "No such file" in capsys.readouterr().err


def test_inputs_that_are_no_text_are_read_as_json(run):
    form = [{"variable": "o", "label": "O", "type": "json_object"}]
    end = node("e", "end", outputs=[{"variable": "o", "value_selector": ["s", "o"]}])
    text = app(nodes=[node("s", "start", variables=form), end], edges=[{"source": "s", "target": "e"}])
    assert run(text, "run", "--outputs", "--input", 'o={"a": 1}')[1] == [{"o": {"a": 1}}]
    assert run(text, "run", "--input", "o={")[0] == 2


def test_check_prints_problems_and_fails_on_errors_only(run):
    lone = app(nodes=[START, SHOUT, END, node("x", "code")], edges=EDGES)
    code, lines, _ = run(lone, "check")
    assert code == 0
    assert [line["severity"] for line in lines if "severity" in line] == ["warning"] * (len(lines))
    code, lines, _ = run(app(nodes=[START, END], edges=[{"source": "s", "target": "gone"}]), "check")
    assert code == 1
    assert any("there is no node 'gone'" in line["message"] for line in lines if "message" in line)


def test_report_tells_of_every_file(tmp_path, capsys):
    (tmp_path / "a.yml").write_text(app(nodes=[START, SHOUT, END], edges=EDGES), encoding="utf-8")
    (tmp_path / "b.yaml").write_text(app(nodes=[node("x", "teleport")]), encoding="utf-8")
    (tmp_path / "c.yml").write_bytes(b"\xff\xfe")
    assert main(["report", str(tmp_path)]) == 1
    out, err = capsys.readouterr()
    good, odd, bad = map(json.loads, out.splitlines())
    assert (good["status"], good["exports_equal"], good["cannot_run"]) == ("completed", True, [])
    assert odd["cannot_run"] == ['the node kind "teleport" cannot run yet (1 node)']
    assert (bad["status"], bad["exports_equal"]) == ("failed", False)
    assert "3 files: 2 import and export equal, 1 can run" in err
