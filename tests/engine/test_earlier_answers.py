"""An answer that was given before is said again as it was, and only good answers are offered to be kept."""

from typing import Any

import pytest

from engine.asking.earlier import Remembering
from engine.asking.generation import Generation, generate
from engine.asking.reasoning import Separated
from engine.errors import NodeError
from engine.events import Usage
from engine.models.base import ChatModel, ChatRequest, Finished, TextPiece, ThinkingPiece
from engine.nodes.base import Context
from engine.resources import EarlierAnswer, Resources, RunInfo
from engine.variables import VariablePool
from tests.engine.alone import node
from tests.engine.models import Scripted, ask


class InMemory:
    """A cache of answers by the text of the last message."""

    def __init__(self) -> None:
        self.kept: dict[str, EarlierAnswer] = {}

    async def look(self, model: ChatModel, request: ChatRequest) -> EarlierAnswer | None:
        return self.kept.get(request.messages[-1].text)

    async def keep(self, model: ChatModel, request: ChatRequest, answer: EarlierAnswer) -> None:
        self.kept[request.messages[-1].text] = answer


async def answered(model: Scripted, cache: InMemory) -> tuple[Generation, list[str], dict[str, Any]]:
    said: list[str] = []
    remembering = Remembering(model, cache)
    answer = await generate(remembering, ask("why?"), Separated(said.append, lambda text, ends: said.append(text)))
    await remembering.keep()
    return answer, said, remembering.metadata


async def test_reasoning_and_text_are_said_again_in_their_order() -> None:
    cache = InMemory()
    model = Scripted(ThinkingPiece("Let me "), ThinkingPiece("see."), TextPiece("Because "), TextPiece("x" * 100))
    first, _, nothing = await answered(model, cache)
    again, said, metadata = await answered(model, cache)
    assert len(model.requests) == 1
    assert (again.text, again.reasoning) == (first.text, first.reasoning) == ("Because " + "x" * 100, "Let me see.")
    assert len(said) > 3
    assert nothing == {}
    assert metadata == {"answer_cache": {"match": "exact", "saved_tokens": 7}}
    assert again.usage.total_tokens == 0


@pytest.mark.parametrize(
    "end",
    [
        pytest.param(Finished("length", Usage()), id="cut short"),
        pytest.param(Finished("stop", Usage(), answered_by="other/model"), id="of another model"),
    ],
)
async def test_an_answer_that_is_not_whole_or_of_another_model_is_not_kept(end: Finished) -> None:
    cache = InMemory()
    await answered(Ending(end), cache)
    assert cache.kept == {}


async def test_an_answer_without_the_shape_that_is_asked_for_is_not_kept() -> None:
    cache, schema = InMemory(), {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}
    shape = {"structured_output_switch_on": True, "structured_output": {"schema": schema}}
    prompt = [{"role": "user", "text": "count"}]
    llm = node("llm", model={"provider": "openai", "name": "m"}, prompt_template=prompt, **shape)
    resources = Resources(models=Scripted("no object"), answers=cache)
    with pytest.raises(NodeError):
        await llm.run(Context("llm", pool=VariablePool({}), resources=resources, run=RunInfo()))
    assert cache.kept == {}


class Ending(Scripted):
    """A model whose answer ends as the test says."""

    def __init__(self, end: Finished) -> None:
        super().__init__()
        self._end = end

    async def stream(self, request: ChatRequest) -> Any:
        yield TextPiece("half an ans")
        yield self._end
