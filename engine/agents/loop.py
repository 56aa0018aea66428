"""The loop of an agent: ask, call, ask again, until the model answers or has to."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.agents.offered import OfferedTool
from engine.agents.rounds import AgentAnswer, Call, Round, Watcher
from engine.agents.strategy import Strategy
from engine.asking.generation import Generation, generate
from engine.errors import EngineError
from engine.models.base import ChatModel, ChatRequest
from engine.tools.base import ToolContext


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentTask:
    """What an agent works with."""

    model: ChatModel
    tools: Sequence[OfferedTool]
    most_rounds: int  # in the last one the model has to answer
    parameters: Mapping[str, Any] = field(default_factory=dict)
    stop: Sequence[str] = ()


class Agent:
    """One run of an agent."""

    def __init__(self, task: AgentTask, strategy: Strategy, watcher: Watcher, ctx: ToolContext) -> None:
        self._task = task
        self._strategy = strategy
        self._watcher = watcher
        self._ctx = ctx
        self._tools = {tool.name: tool for tool in task.tools}
        self._said: list[str] = []
        self._pauses = False  # something was said before the round, so that what comes is a new paragraph

    async def run(self) -> AgentAnswer:
        """Return the answer: all that was said to people, paragraphs between the rounds.

        Failing tools are told to the model.

        Raises:
            ModelError: the model could not be asked.
        """
        rounds: list[Round] = []
        for number in range(1, max(1, self._task.most_rounds) + 1):
            rounds.append(Round(number))
            if await self._round(rounds[-1], is_last=number >= self._task.most_rounds):
                break
        return AgentAnswer("".join(self._said), rounds)

    async def _round(self, step: Round, *, is_last: bool) -> bool:
        """Run a round; return whether it brought the answer."""
        started = time.perf_counter()
        said = len(self._said)
        self._pauses = said > 0
        self._watcher.began(step)
        try:
            answer = await self._ask(step, is_last=is_last)
        except EngineError as error:
            self._watcher.failed(step, str(error))
            raise
        step.thought, wanted = self._strategy.read(answer)
        if is_last and len(self._said) == said:
            self._say(step.thought)
        step.calls = [] if is_last else wanted
        step.usage = answer.usage
        self._watcher.asked(step)
        for call in step.calls:
            await self._call(step, call)
        step.elapsed = time.perf_counter() - started
        self._watcher.ended(step)
        self._strategy.remember(step, answer)
        return not step.calls

    async def _ask(self, step: Round, *, is_last: bool) -> Generation:
        request = ChatRequest(
            messages=self._strategy.messages(is_last=is_last),
            parameters=self._task.parameters,
            stop=(*self._task.stop, *self._strategy.stop),
            tools=self._strategy.specs(is_last=is_last),
            user=self._ctx.run.user_id,
        )
        return await generate(self._task.model, request, self._strategy.sink(self._say, self._watcher.think))

    def _say(self, text: str) -> None:
        if not text:
            return
        if self._pauses:
            self._pauses = False
            text = f"\n\n{text}"
        self._said.append(text)
        self._watcher.say(text)

    async def _call(self, step: Round, call: Call) -> None:
        """Call a tool; whatever is wrong becomes what the model is told."""
        started = time.perf_counter()
        tool = self._tools.get(call.name)
        if tool is not None:
            call.label, call.provider = tool.tool.label, tool.tool.provider
        self._watcher.calling(step, call)
        if tool is None:
            call.error = f"there is no tool {call.name!r}; the tools are {', '.join(self._tools) or 'none'}"
        elif not isinstance(call.arguments, dict):
            call.error = f"the arguments must be a JSON object, not {call.arguments!r:.200}"
        else:
            try:
                call.result = await tool.call(call.arguments, self._ctx)
            except EngineError as error:
                call.error = str(error)
        call.elapsed = time.perf_counter() - started
        self._watcher.called(step, call)
