"""The loop of an agent: ask, call, ask again, until the model answers or has to."""

import asyncio
import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from engine.agents.files import KnownFiles
from engine.agents.limits import AgentLimits, cut
from engine.agents.notes import note
from engine.agents.offered import OfferedTool
from engine.agents.purposes import alternatives
from engine.agents.repeats import Repeats
from engine.agents.room import within
from engine.agents.rounds import STOPPED, AgentAnswer, Call, Round, Watcher
from engine.agents.strategy import Strategy
from engine.asking.generation import Generation, generate
from engine.errors import EngineError
from engine.models.base import ChatModel, ChatRequest
from engine.tools.base import ToolContext, ToolParameterError

logger = logging.getLogger(__name__)

UNREADABLE = 2  # rounds one after the other whose calls cannot be read, before the model has to answer


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentTask:
    """What an agent works with."""

    model: ChatModel
    tools: Sequence[OfferedTool]
    most_rounds: int  # in the last one the model has to answer
    parameters: Mapping[str, Any] = field(default_factory=dict)
    stop: Sequence[str] = ()
    fallbacks: Sequence[str] = ()  # names of tools that are to be tried when another one fails
    files: KnownFiles = field(default_factory=KnownFiles)  # that tools may be given; those that tools make join them


class Agent:
    """One run of an agent; `answer` is what it came to, or how far it came."""

    def __init__(self, task: AgentTask, strategy: Strategy, watcher: Watcher, ctx: ToolContext) -> None:
        self._task = task
        self._strategy = strategy
        self._watcher = watcher
        self._ctx = ctx
        self._tools = {tool.name: tool for tool in task.tools}
        self._limits = AgentLimits.among(ctx.resources.extras)
        self._places = asyncio.Semaphore(self._limits.calls_at_once)
        self._repeats = Repeats()
        self._unreadable = 0  # rounds, one after the other
        self._circling = 0  # rounds with a call that was not made again
        self._must_answer: dict[str, Any] | None = None  # why, as soon as it has to
        self._said: list[str] = []
        self._rounds: list[Round] = []
        self._pauses = False  # something was said before the round, so that what comes is a new paragraph

    @property
    def answer(self) -> AgentAnswer:
        """Return all that was said to people, paragraphs between the rounds, and the rounds."""
        return AgentAnswer("".join(self._said), self._rounds)

    async def run(self) -> AgentAnswer:
        """Work until there is an answer; failing tools are told to the model.

        Raises:
            ModelError: the model could not be asked.
        """
        most = max(1, self._task.most_rounds)
        for number in range(1, most + 1):
            step = Round(number)
            self._rounds.append(step)
            if number == most > 1:
                self._must_answer = self._must_answer or note("rounds_used_up", rounds=most - 1)
            if await self._watched(step, is_last=number == most or bool(self._must_answer)):
                break
        return self.answer

    async def _watched(self, step: Round, *, is_last: bool) -> bool:
        """Run a round; return whether it brought the answer."""
        said, started = len(self._said), time.perf_counter()
        self._pauses = said > 0
        self._watcher.began(step)
        try:
            return await self._round(step, is_last=is_last)
        except (EngineError, asyncio.CancelledError) as error:
            step.thought = step.thought or "".join(self._said[said:]).strip()
            step.elapsed = time.perf_counter() - started
            told = str(error) if isinstance(error, EngineError) else STOPPED
            step.break_off(told)
            self._watcher.failed(step, told)
            raise

    async def _round(self, step: Round, *, is_last: bool) -> bool:
        started, said = time.perf_counter(), len(self._said)
        if is_last and self._must_answer:
            step.notes.append(self._must_answer)
        answer = await self._ask(step, is_last=is_last)
        step.usage, step.finish_reason, step.answered_by = answer.usage, answer.finish_reason, answer.answered_by
        if answer.finish_reason == "content_filter":
            step.notes.append(note("refused"))
        step.thought, wanted = self._strategy.read(answer)
        if is_last and len(self._said) == said:
            self._say(step.thought)
        step.calls = [] if is_last else wanted
        step.elapsed = time.perf_counter() - started
        self._watcher.asked(step)
        await asyncio.sleep(0)  # where the answer used up a budget, the run ends here
        await self._call_all(step)
        step.elapsed = time.perf_counter() - started
        self._watcher.ended(step)
        self._strategy.remember(step, answer)
        self._judge(step)
        return not step.calls

    async def _ask(self, step: Round, *, is_last: bool) -> Generation:
        task, specs = self._task, self._strategy.specs(is_last=is_last)
        messages, changed = within(
            self._strategy.messages(is_last=is_last), self._strategy.asked, task.model, task.parameters, specs
        )
        if changed:
            step.notes.append(note("outgrown", count=changed))
        request = ChatRequest(
            messages=messages,
            parameters=task.parameters,
            stop=(*task.stop, *self._strategy.stop),
            tools=specs,
            user=self._ctx.run.user_id,
        )
        return await generate(task.model, request, self._strategy.sink(self._say, self._watcher.think))

    def _say(self, text: str) -> None:
        if not text:
            return
        if self._pauses:
            self._pauses = False
            text = f"\n\n{text}"
        self._said.append(text)
        self._watcher.say(text)

    async def _call_all(self, step: Round) -> None:
        """Make the calls of a round in their order; those that change nothing outside, and stand together, at once."""
        for changes_nothing, group in groupby(step.calls, self._changes_nothing):
            calls = list(group)
            if changes_nothing and len(calls) > 1:
                async with asyncio.TaskGroup() as tasks:
                    for call in calls:
                        tasks.create_task(self._placed(step, call))
            else:
                for call in calls:
                    await self._call(step, call)

    def _changes_nothing(self, call: Call) -> bool:
        tool = self._tools.get(call.name)
        return tool is None or not tool.tool.has_side_effects

    async def _placed(self, step: Round, call: Call) -> None:
        async with self._places:
            await self._call(step, call)

    async def _call(self, step: Round, call: Call) -> None:
        """Call a tool; whatever is wrong becomes what the model is told."""
        started = time.perf_counter()
        tool = self._tools.get(call.name)
        if tool is not None:
            call.label, call.provider = tool.tool.label, tool.tool.provider
        self._watcher.calling(step, call)
        refusal = self._repeats.refusal(call)
        call.is_repeat, call.error = refusal is not None, refusal or self._fault(call, tool)
        if tool is not None and call.error is None:
            await self._run(tool, call)
        told = call.result.observation if call.error is None else f"The call failed: {call.error}"
        call.observation = cut(told, self._limits.observation_chars)
        if not call.is_repeat:
            self._repeats.note(call)
        call.elapsed, call.has_ended = time.perf_counter() - started, True
        self._watcher.called(step, call)

    def _fault(self, call: Call, tool: OfferedTool | None) -> str | None:
        """Return what is wrong with a call as it is written."""
        if not call.name:
            return f"the call could not be read: {call.arguments!r:.200}; write it again as you were told"
        if tool is None:
            return f"there is no tool {call.name!r}; the tools are {', '.join(self._tools) or 'none'}"
        if not call.is_readable:
            return f"the arguments must be a JSON object, not {call.arguments!r:.200}"
        return None

    async def _run(self, tool: OfferedTool, call: Call) -> None:
        try:
            await tool.call(self._task.files.handed(tool.free, call.arguments), self._ctx, call.result)
        except ToolParameterError as error:
            call.error = str(error)
        except EngineError as error:
            call.error = f"{error}{self._instead_of(tool)}"
        except Exception as error:  # a tool may be anybody's code; its fault is an observation like any other
            logger.exception("A tool failed unexpectedly. tool=%s provider=%s", call.name, call.provider)
            call.error = f"{type(error).__name__}: {error}{self._instead_of(tool)}"
        else:
            self._task.files.add(call.result.files)

    def _instead_of(self, tool: OfferedTool) -> str:
        """Return what the model is told to try when a tool failed, "" where there is nothing like it."""
        failed = {call.name for call in self.answer.calls if call.error is not None} | {tool.name}
        others = alternatives(tool, [one for one in self._task.tools if one.name not in failed], self._task.fallbacks)
        return f" (instead you can try: {', '.join(others)})" if others else ""

    def _judge(self, step: Round) -> None:
        """Let the model answer next when it goes round in circles, or cannot write a call."""
        is_lost = bool(step.calls) and not any(call.name and call.is_readable for call in step.calls)
        self._unreadable = self._unreadable + 1 if is_lost else 0
        if self._unreadable >= UNREADABLE:
            self._must_answer = note("unreadable")
        self._circling += any(call.is_repeat for call in step.calls)
        if self._circling > 1:
            self._must_answer = note("circling")
