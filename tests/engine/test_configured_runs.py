"""Configured apps run: what the model is really sent."""

import pytest

from engine.configured import as_graph
from engine.events import RunFinished, RunStatus
from engine.inputs import parse_inputs
from engine.resources import Resources, RunInfo, Turn
from engine.running.run import RunRequest, run
from tests.engine.models import Scripted
from tests.engine.test_configured import FORM, TEXT_MODEL, chat, configured

HISTORY = (Turn(query="first question", answer="first reply"),)


async def sent(document, *, query="why?", history=(), **inputs):
    """Run an app once; return `(role, text)` of what its model was sent."""
    model = Scripted("fine")
    info = RunInfo(
        mode=document.mode, user_id="u", conversation_id="c" if document.mode == "chat" else "", history=history
    )
    request = RunRequest(info=info, query=query, inputs=parse_inputs(document.start_form, inputs))
    events = [event async for event in run(as_graph(document), request, Resources(models=model))]
    last = events[-1]
    assert isinstance(last, RunFinished)
    assert (last.status, last.answer) == (RunStatus.SUCCEEDED, "fine"), last.error
    return model.prompt


async def test_a_chat_sends_instructions_history_and_query():
    messages = await sent(chat(pre_prompt="Help {{name}}."), history=HISTORY, name="Ada")
    assert messages == [
        ("system", "Help Ada."),
        ("user", "first question"),
        ("assistant", "first reply"),
        ("user", "why?"),
    ]


@pytest.mark.parametrize("form", [FORM, FORM[:1]], ids=["both", "ascii"])
@pytest.mark.parametrize("value", ["{{#sys.user_name#}}", "{{ 7*7 }}", "{% raw %}", "{{语气}}"])
async def test_what_a_user_gives_is_never_read_as_a_template(form, value):
    prompt = "{{name}}/{{语气}}" if form == FORM else "{{name}}/"
    messages = await sent(chat(pre_prompt=prompt, user_input_form=form), query=value, name=value)
    assert messages == [("system", f"{value}/"), ("user", value)]


async def test_a_chat_without_instructions_sends_the_query_alone():
    assert await sent(chat(pre_prompt="")) == [("user", "why?")]


async def test_a_completion_sends_its_prompt_as_the_user():
    assert await sent(configured("completion", pre_prompt="Translate {{name}}"), name="this") == [
        ("user", "Translate this")
    ]


async def test_advanced_prompts_stand_before_the_history_and_the_query_after_it():
    items = [{"role": "system", "text": "For {{name}}"}, {"role": "user", "text": "Q: {{#query#}}"}]
    document = chat(prompt_type="advanced", chat_prompt_config={"prompt": items})
    assert await sent(document, history=HISTORY, name="Ada") == [
        ("system", "For Ada"),
        ("user", "first question"),
        ("assistant", "first reply"),
        ("user", "Q: why?"),
    ]


async def test_a_text_model_gets_history_and_query_in_one_text():
    ((role, text),) = await sent(chat(model=TEXT_MODEL, pre_prompt="Be kind."), history=HISTORY)
    assert role == "user"
    assert text.startswith("Be kind.")
    assert "Human: first question\nAssistant: first reply" in text
    assert text.rstrip().endswith("Human: why?\n\nAssistant:")


async def test_inputs_that_were_not_given_are_empty():
    assert await sent(chat(pre_prompt="[{{name}}{{语气}}]")) == [("system", "[]"), ("user", "why?")]
