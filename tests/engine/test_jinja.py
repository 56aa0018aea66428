"""Jinja templates: what they see, what they may not do, and where they are rendered."""

import asyncio
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import NodeError
from engine.templating import jinja, jinja_pool
from engine.templating.bounds import TemplateLimits
from engine.templating.jinja_pool import bound_templates, close_jinja
from engine.templating.templates import render_jinja
from engine.values import Secret
from tests.engine.test_values import CAT

ROOT = Path(__file__).parents[2]
LONGEST = TemplateLimits().characters
LOOP = "{% for item in items %}{{ item }};{% endfor %}"
ENDLESS = "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}"


@pytest.fixture(autouse=True, scope="module")
def _children_end_with_the_tests() -> Iterator[None]:
    yield
    close_jinja()


@pytest.fixture
def _here_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing go to a child process."""

    async def refuse(template: str, values: Any) -> str:
        raise AssertionError(f"{template!r} left the process")

    monkeypatch.setattr(jinja, "render_in_child", refuse)


CHEAP = [
    ("", {}, ""),
    ("plain text\n", {}, "plain text"),
    ("{{ a }} and {{ gone }}.", {"a": 1}, "1 and ."),
    ("{{ a }}", {"a": None}, "None"),
    ("{{ a }} {{ b }} {{ c }}", {"a": 2.0, "b": True, "c": [1, "x"]}, "2.0 True [1, 'x']"),
    ("{{ n + 1 }}", {"n": 25}, "26"),
    ("{{ data.rows[0]['name'] | upper }}", {"data": {"rows": [{"name": "ada"}]}}, "ADA"),
    ("{{ m | length > 0 }}", {"m": "x"}, "True"),
    ("{{ parts | join(', ') }}", {"parts": ["a", "b"]}, "a, b"),
    ("{% if a and not b %}yes{% elif b is none %}none{% else %}no{% endif %}", {"a": 1, "b": None}, "yes"),
    ("{{ gone | default('nothing') }}{# a comment #}", {}, "nothing"),
    ("{{ file.filename }} {{ file.size }}", {"file": CAT}, "cat.png 20311"),
    ("{{ key }}", {"key": Secret("s")}, "s"),
    ("{{ text }}", {"text": "{{ 7*7 }} {% raw %}"}, "{{ 7*7 }} {% raw %}"),
]
COSTLY = [
    (LOOP, {"items": [1, 2]}, "1;2;"),
    ("{{ 6 * 7 }}", {}, "42"),
    ("{{ rows | map(attribute='n') | sum }}", {"rows": [{"n": 1}, {"n": 2}]}, "3"),
    ("{{ {'ä': [1]} | tojson }}", {}, '{"\\u00e4": [1]}'),
    ("{% set x = 1 %}{{ x }}", {}, "1"),
    ("{% macro twice(x) %}{{ x }}{{ x }}{% endmacro %}{{ twice('a') }}", {}, "aa"),
    ("{{ '%s-%s' | format('a', 'b') }}", {}, "a-b"),
    ("{{ 字 ~ '😀' }}{% set _ = 0 %}", {"字": "値\n"}, "値\n😀"),
]


@pytest.mark.usefixtures("_here_only")
@pytest.mark.parametrize(("template", "values", "text"), CHEAP)
async def test_cheap_templates_render_in_this_process(template: str, values: dict[str, Any], text: str):
    assert await render_jinja(template, values) == text


@pytest.mark.parametrize(("template", "values", "text"), COSTLY)
async def test_other_templates_render_in_a_child_to_the_same_text(template: str, values: dict[str, Any], text: str):
    assert await render_jinja(template, values) == text


@pytest.mark.parametrize(
    "template",
    [
        "{{ 'a' * 10**9 }}",
        "{{ a * 1000000000 }}",
        "{{ a ** a }}",
        "{{ a % a }}",
        "{{ '%999999999d' % 1 }}",
        "{{ a | center(10**9) }}",
        "{{ a | indent(9) }}",
        "{{ a | replace('', a) }}",
        "{{ a | join(a) }}",
        "{{ a | join('a long separator') }}",
        "{{ (a | join('12345678')) | join('12345678') }}",
        "{{ a | tojson | tojson }}",
        "{{ [[a] | string] | string }}",
        "{{ 1.5 | round(999999999, 'ceil') }}",
        "{{ a.format(a) }}",
        "{{ range(10) }}",
        "{{ lipsum() }}",
        "{% set a = a + a %}{% set a = a + a %}{{ a }}",
        "{% with b = a %}{{ b }}{% endwith %}",
        "{% for x in a %}{% endfor %}",
        "{% block b %}{% endblock %}{{ self.b() }}",
        "{{ a | map('center', 10**9) | list }}",
        "x" * 4_001,
    ],
)
@pytest.mark.usefixtures("_here_only")
async def test_whatever_can_multiply_leaves_the_process(template: str):
    with pytest.raises(NodeError, match="left the process"):
        await render_jinja(template, {"a": "ab"})


@pytest.mark.usefixtures("_here_only")
async def test_many_operations_on_long_values_leave_the_process():
    with pytest.raises(NodeError, match="left the process"):
        await render_jinja("{{ a | upper | length }}" * 30, {"a": ["x" * 1_000_000]})


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("{{ s | nosuchfilter }}", "No filter named 'nosuchfilter'"),
        ("line\n{{ name", r"unexpected end of template.*line 2"),
        ("{{ a.b.c }}", "'a' is undefined"),
        ("{% include 'x' %}", "no loader"),
        ("{% import 'os' as os %}", "no loader"),
        ("{{ ''.__class__.__mro__ }}", "unsafe"),
        ("{{ 1 // 0 }}", "division by zero|modulo by zero"),
        ("{{ x.append(1) }}", "not safely callable|unsafe"),
        ("{{ " + "(" * 3000, "recursion"),
    ],
)
async def test_template_that_does_not_render_says_why(template: str, reason: str):
    with pytest.raises(NodeError, match=rf"(?s)^the template does not render: .*({reason})"):
        await render_jinja(template, {"x": [1]})


async def test_text_may_be_so_long_and_no_longer():
    assert len(await render_jinja("{{ a }}", {"a": "x" * LONGEST})) == LONGEST
    for template in ("{{ a }}b", "{{ a }}{{ 'b' * 1 }}"):
        with pytest.raises(NodeError, match="400,00. characters or more; 400,000 is the limit"):
            await render_jinja(template, {"a": "x" * LONGEST})


async def test_other_limits_hold_from_when_they_are_set():
    bound_templates(TemplateLimits(characters=3))
    try:
        for template in ("{{ a }}", LOOP):
            with pytest.raises(NodeError, match="3 is the limit"):
                await render_jinja(template, {"a": "long", "items": [1, 2]})
    finally:
        bound_templates(TemplateLimits())


@pytest.mark.parametrize("template", ["{{ 'a' * 10**10 }}", "{{ [0] * 10**9 }}", "{{ 'a' | center(10**9) }}"])
async def test_memory_is_bounded_and_the_child_goes_on(template: str):
    with pytest.raises(NodeError, match="256 MB of memory"):
        await render_jinja(template, {})
    assert await render_jinja(LOOP, {"items": [1]}) == "1;"


async def test_processor_time_is_bounded_and_others_render_meanwhile(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(jinja_pool, "WALL_FACTOR", 30.0)
    endless = asyncio.create_task(render_jinja(ENDLESS, {}))
    assert await render_jinja(LOOP, {"items": [1]}) == "1;"
    assert not endless.done()
    with pytest.raises(NodeError, match="takes longer than 2 seconds"):
        await endless
    assert await render_jinja(LOOP, {"items": [2]}) == "2;"


async def test_time_on_the_wall_is_bounded(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(jinja_pool, "WALL_FACTOR", 0.02)
    with pytest.raises(NodeError, match="takes longer"):
        await render_jinja(ENDLESS, {})


async def test_children_are_few_and_used_again(monkeypatch: pytest.MonkeyPatch):
    close_jinja()
    started: list[int] = []
    begin = jinja_pool._Child.__init__

    def counted(child: Any, limits: TemplateLimits) -> None:
        begin(child, limits)
        started.append(child._process.pid)

    monkeypatch.setattr(jinja_pool._Child, "__init__", counted)
    texts = await asyncio.gather(*(render_jinja(LOOP, {"items": [number]}) for number in range(50)))
    assert texts == [f"{number};" for number in range(50)]
    assert 1 <= len(started) <= TemplateLimits().processes
    for pid in started:
        os.kill(pid, signal.SIGKILL)
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    assert await render_jinja(LOOP, {"items": ["again"]}) == "again;"
    close_jinja()
    assert not any(os.path.exists(f"/proc/{pid}") for pid in started)


async def test_closing_ends_a_rendering_that_is_under_way():
    endless = asyncio.create_task(render_jinja(ENDLESS, {}))
    await render_jinja(LOOP, {"items": []})
    await asyncio.to_thread(close_jinja)
    with pytest.raises(NodeError):
        await endless
    assert await render_jinja(LOOP, {"items": [1]}) == "1;"


@given(st.text(), st.lists(st.text() | st.integers(), max_size=3))
def test_values_are_printed_and_never_parsed(text: str, items: list[Any]):
    assert asyncio.run(render_jinja("<{{ text }}|{{ items }}>", {"text": text, "items": items})) == f"<{text}|{items}>"


def test_children_die_with_their_parent():
    program = "import asyncio, sys; from engine.templating.jinja_pool import _shared_pool, render_in_child"
    program += "; asyncio.run(render_in_child('{{ 1 }}', {}))"
    program += "; print(_shared_pool()._idle[0]._process.pid, flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", program], stdin=-1, stdout=-1, cwd=ROOT) as parent:
        assert parent.stdout is not None
        child = os.pidfd_open(int(parent.stdout.readline()))
        parent.kill()
    gone, _, _ = select.select([child], [], [], 30)
    os.close(child)
    assert gone
