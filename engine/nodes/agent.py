"""The agent node: a model that calls tools in rounds until it can answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from pydantic import Field, field_validator

from engine.agents.choice import Choice, chosen
from engine.agents.files import KnownFiles
from engine.agents.limits import AgentLimits
from engine.agents.logs import LogWatcher
from engine.agents.loop import Agent, AgentTask
from engine.agents.offered import OfferedTool, offered_tool, reference_of, telling, with_own_names
from engine.agents.record import record_of, worked
from engine.agents.rounds import AgentAnswer
from engine.asking.asking import chat_model, who_answers
from engine.asking.files import FileParts, for_abilities
from engine.asking.llm_prompt import vision_files, with_files
from engine.asking.memory import fitting, history
from engine.asking.model_settings import MemorySettings, ModelSettings, VisionSettings, selected
from engine.errors import EngineError, NodeError
from engine.models.base import ChatModel, Message
from engine.nodes.base import Context, Node, NodeConfig, Result, SoFar
from engine.tools.arguments import checked
from engine.tools.base import JsonObject, Parameter, Tool, ToolContext
from engine.tools.given import Given
from engine.tools.registry import BUILT_IN
from engine.values import MISSING, as_text

_ROUNDS = Parameter(name="maximum_iterations", type="number", default=3)


class AgentNode(Node, kind="agent"):
    """Let a model work on a question with tools, and give its answer.

    What a tool says goes back to the model, errors too. In the last of `maximum_iterations` rounds the
    model is offered no tools, so that it has to answer; so it is when it repeats a call that gives the same again
    and again. Calls of one round that change nothing outside are made at the same time. A model without tool
    calls works by ReAct; the metadata say so. Runs of other apps that it calls count with those apps.

    Outputs:
        text: what the model told the user.
        files: the files that tools made.
        json: the rounds, questions and calls as log entries, then the objects that tools gave.
        usage: tokens, prices and times of all questions to the model.

    Raises:
        ModelError: a question to the model failed.
        NodeError: the strategy or a tool is not installed (the message names it), or nothing is asked.
    """

    fresh_because: ClassVar[str] = "Only tools marked as repeatable give the same again and do nothing else."
    retries: ClassVar[bool] = True
    streams: ClassVar[Sequence[str]] = ("text",)
    outputs: ClassVar[Mapping[str, str]] = {
        "text": "string",
        "files": "array[file]",
        "json": "array[object]",
        "usage": "object",
    }

    class Config(NodeConfig):
        agent_strategy_name: str = Field(
            default="function_calling",
            title="Strategy",
            description="function_calling, or ReAct for models without tool calls.",
        )
        agent_strategy_provider_name: str = Field(
            default="langgenius/agent/agent",
            title="Strategy's provider",
            description="Kept for other builders; the strategies here are built in.",
        )
        agent_parameters: dict[str, Given] = Field(
            default={},
            title="Parameters",
            description="model, tools, instruction, query and maximum_iterations.",
            json_schema_extra={"widget": "agent-parameters"},
        )
        memory: MemorySettings | None = Field(
            default=None, title="Memory", description="Earlier turns of the conversation."
        )
        vision: VisionSettings = Field(
            default=VisionSettings(), title="Files", description="Files to look at, and to hand to tools by name."
        )

        @field_validator("agent_parameters", mode="before")
        @classmethod
        def _bare_values(cls, value: Any) -> Any:
            if not isinstance(value, Mapping):
                return value or {}
            return {name: Given.of(item) for name, item in value.items() if item is not None}

    def extras(self) -> Mapping[str, Any]:
        """Return the strategy that is asked for."""
        return {"agent_strategy": {"name": self.config.agent_strategy_name, "icon": None}}

    def references(self) -> set[tuple[str, ...]]:
        """Return every selector that the parameters name."""
        named = {selector for given in self.config.agent_parameters.values() for selector in given.references()}
        vision = self.config.vision
        return {*named, *(selected(vision.configs.variable_selector) if vision.enabled else ())}

    def is_reusable(self) -> bool:
        """Return whether every tool is one that gives the same again and does nothing else."""
        given = self.config.agent_parameters.get("tools")
        if given is not None and given.is_variable:
            return False
        return all(tool is not None and tool.repeatable for tool in self._built_in())

    def ingredients(self, ctx: Context) -> Any:
        """Return which model answers, what it remembers, and the versions of its tools."""
        versions = [tool and tool.version for tool in self._built_in()]
        return [who_answers(ctx, _model_settings(self._values(ctx)), self.config.memory), versions]

    def _built_in(self) -> list[Tool | None]:
        """Return the built-in tools that the settings name, None for each other one."""
        given = self.config.agent_parameters.get("tools")
        return [BUILT_IN.get(reference_of(entry)) for entry in _enabled(given.value if given else None)]

    async def run(self, ctx: Context) -> Result:
        """Run the agent."""
        values = self._values(ctx)
        inputs = {name: given.traced(ctx.pool) for name, given in self.config.agent_parameters.items()}
        try:
            job = await self._job(ctx, values)
            answer = await worked(job.agent, ctx, job.told)
        except EngineError as error:
            error.inputs = inputs
            raise
        ctx.end_stream()
        return replace(job.told(), inputs=inputs).as_result(_outputs(answer, job.watcher), answer.citations)

    async def _job(self, ctx: Context, values: JsonObject) -> "_Job":
        if not as_text(values.get("query")).strip():
            raise NodeError("the agent's query is empty, so there is nothing to ask")
        settings = _model_settings(values)
        model = chat_model(ctx, settings)
        choice = chosen(self.config.agent_strategy_name, model.abilities)
        parameters, stop = settings.parameters(ctx.pool)
        files = KnownFiles(vision_files(ctx, self.config.vision))
        task = AgentTask(
            model=model,
            tools=telling(await _tools(ctx, values), files),
            most_rounds=min(_rounds(values), AgentLimits.among(ctx.resources.extras).rounds),
            parameters=parameters,
            stop=stop,
            fallbacks=_fallbacks(values),
            files=files,
        )
        strategy = choice.begin(await self._messages(ctx, values, task), task.tools)
        watcher = LogWatcher(ctx, model)
        agent = Agent(task, strategy, watcher, ToolContext(ctx.resources, ctx.run))
        return _Job(agent, watcher, choice, as_text(values["query"]), model)

    async def _messages(self, ctx: Context, values: JsonObject, task: AgentTask) -> list[Message]:
        instruction = as_text(values.get("instruction"))
        system = [Message("system", instruction)] if instruction.strip() else []
        parts = FileParts(self.config.vision.configs.detail, ctx.resources.files)
        shown = await parts.of(vision_files(ctx, self.config.vision))
        asked = for_abilities(with_files([Message("user", as_text(values["query"]))], shown), task.model.abilities)
        memory = self.config.memory
        if memory is None or not ctx.run.conversation_id:
            return [*system, *asked]
        turns = await history(ctx.run.history, memory.window, None)
        return [*system, *fitting(turns, [*system, *asked], task.model, task.parameters), *asked]

    def _values(self, ctx: Context) -> JsonObject:
        found = {name: given.resolved(ctx.pool) for name, given in self.config.agent_parameters.items()}
        return {name: value for name, value in found.items() if value is not MISSING}


@dataclass(frozen=True, slots=True)
class _Job:
    """An agent that is ready to work, and what is told of it."""

    agent: Agent
    watcher: LogWatcher
    choice: Choice
    query: str
    model: ChatModel

    def told(self) -> SoFar:
        """Return what the agent has done so far, for the trace."""
        return SoFar(
            process_data={"model_provider": self.model.provider, "model_name": self.model.name},
            metadata={**record_of(self.query, self.choice, self.agent.answer), "agent_log": self.watcher.entries},
            usage=self.agent.answer.usage,
        )


def _fallbacks(values: JsonObject) -> list[str]:
    given = values.get("fallback_tools")
    return [str(name) for name in given] if isinstance(given, list) else []


def _rounds(values: JsonObject) -> int:
    return int(checked([_ROUNDS], {_ROUNDS.name: values.get(_ROUNDS.name)})[_ROUNDS.name])


async def _tools(ctx: Context, values: JsonObject) -> list[OfferedTool]:
    return with_own_names([await offered_tool(entry, ctx.resources) for entry in _enabled(values.get("tools"))])


def _enabled(tools: Any) -> list[Mapping[str, Any]]:
    entries = tools if isinstance(tools, list) else []
    return [entry for entry in entries if isinstance(entry, Mapping) and entry.get("enabled")]


def _model_settings(values: JsonObject) -> ModelSettings:
    """Return the model; agents write its name under `model`."""
    given = values.get("model")
    model = given if isinstance(given, Mapping) else {}
    return ModelSettings.model_validate(
        {**model, "name": model.get("model") or model.get("name") or "", "mode": "chat"}
    )


def _outputs(answer: AgentAnswer, watcher: LogWatcher) -> JsonObject:
    objects = [value for result in answer.results for value in result.json]
    return {
        "text": answer.text,
        "files": answer.files,
        "json": [*watcher.entries, *(value if isinstance(value, dict) else {"data": value} for value in objects)],
        "usage": answer.usage.as_mapping(),
    }
