"""The one node of an agent app that works: a chat whose model calls tools."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from pydantic import Field, field_validator

from engine.agents.choice import chosen_for_chat
from engine.agents.files import KnownFiles
from engine.agents.limits import AgentLimits
from engine.agents.loop import Agent, AgentTask
from engine.agents.offered import OfferedTool, offered_tool, reference_of, telling, with_own_names
from engine.agents.purposes import approach_to, intent_of
from engine.agents.record import record_of, worked
from engine.agents.strategy import FunctionCalling
from engine.agents.thoughts import ThoughtWatcher
from engine.asking.asking import chat_model, who_answers
from engine.asking.context import KnowledgeContext
from engine.asking.llm_config import LLMConfig
from engine.asking.llm_prompt import PromptBuilder
from engine.asking.model_settings import Settings
from engine.asking.prompts import files_in
from engine.nodes.base import Context, Node, Result, SoFar
from engine.nodes.knowledge_retrieval import MultipleSettings
from engine.tools.base import ToolContext, ToolNotFoundError
from engine.tools.knowledge import KnowledgeTool
from engine.values import as_text

_LEAST_KEYS = 4  # of an entry that names a tool; shorter ones are of another kind


class AgentMode(Settings):
    """How the agent works, and with what."""

    strategy: str = Field(default="", description="function_call or react; by what the model can do when empty.")
    max_iteration: int = Field(default=10, title="Rounds", description="Rounds with calls, 1 or more.")
    by_purpose: bool = Field(
        default=False,
        title="Rounds by purpose",
        description="Fewer rounds for questions whose words tell that they need no more.",
    )
    tools: list[dict[str, Any]] = Field(
        default=[], description="What the model may call.", json_schema_extra={"widget": "tools"}
    )
    fallback_tools: list[str] = Field(
        default=[],
        title="Tools to fall back on",
        description="The model is told of them when another tool fails; of those for the same purpose without any.",
        json_schema_extra={"widget": "tool-names"},
    )


class AgentChat(Node, kind="agent-chat"):
    """Answer the turn of an agent app: system prompt, history and query, then rounds of calls.

    Knowledge bases are tools with a query. Tools that are not installed are left out; the metadata name
    them. After `max_iteration` rounds the model is asked once more, without tools.

    Outputs:
        text: what the model told the user.
        files: the files that tools made.
        usage: tokens, prices and times of all questions to the model.

    Raises:
        ModelError: a question to the model failed.
        NodeError: the prompt cannot be built.
    """

    fresh_because: ClassVar[str] = "A turn of a conversation is answered anew."
    streams: ClassVar[Sequence[str]] = ("text",)
    outputs: ClassVar[Mapping[str, str]] = {"text": "string", "files": "array[file]", "usage": "object"}

    class Config(LLMConfig):
        agent_mode: AgentMode = Field(default=AgentMode(), title="Agent", description="How it works, and with what.")
        dataset_ids: list[str] = Field(
            default=[],
            title="Knowledge bases",
            description="What the agent may search, by their ids.",
            json_schema_extra={"widget": "datasets"},
        )
        retrieval: MultipleSettings = Field(
            default=MultipleSettings(), title="Search", description="How knowledge bases are searched."
        )

        @field_validator("agent_mode", mode="before")
        @classmethod
        def _only_mappings(cls, value: Any) -> Any:
            if not isinstance(value, Mapping) or not isinstance(value.get("tools"), list):
                return value
            return {**value, "tools": [entry for entry in value["tools"] if isinstance(entry, Mapping)]}

    def references(self) -> set[tuple[str, ...]]:
        """Return every selector that counts as the node is configured."""
        return set(self.config.named())

    def is_reusable(self) -> bool:
        """Return False: a turn of a conversation is answered anew."""
        return False

    def ingredients(self, ctx: Context) -> Any:
        """Return which model answers, and what it remembers."""
        return who_answers(ctx, self.config.model, self.config.memory)

    def _rounds(self, ctx: Context, query: str) -> int:
        mode: AgentMode = self.config.agent_mode
        usual = approach_to(intent_of(query)).rounds if mode.by_purpose else mode.max_iteration
        return min(max(1, mode.max_iteration), max(1, usual), AgentLimits.among(ctx.resources.extras).rounds)

    async def run(self, ctx: Context) -> Result:
        """Run the agent."""
        parameters, stop = self.config.model.parameters(ctx.pool)
        model = chat_model(ctx, self.config.model)
        choice = chosen_for_chat(self.config.agent_mode.strategy, model.abilities)
        tools, missing = await self._tools(ctx)
        remembers_calls = bool(tools) and choice.name == FunctionCalling.name
        prompt = PromptBuilder(ctx, self.config, model, parameters, KnowledgeContext(), remembers_calls=remembers_calls)
        messages = await prompt.build()
        files = KnownFiles(files_in(ctx.value_or_none(("sys", "files"))))
        query = as_text(ctx.value_or_none(("sys", "query")))
        tools = telling(tools, files)
        task = AgentTask(
            model=model,
            tools=tools,
            most_rounds=self._rounds(ctx, query) + 1,
            parameters=parameters,
            stop=stop,
            fallbacks=self.config.agent_mode.fallback_tools,
            files=files,
        )
        watcher = ThoughtWatcher(ctx)
        agent = Agent(task, choice.begin(messages, tools), watcher, ToolContext(ctx.resources, ctx.run))
        about = {"model_provider": model.provider, "model_name": model.name}

        def told() -> SoFar:
            return SoFar(
                inputs=prompt.used,
                process_data={**about, "agent_thoughts": watcher.thoughts},
                metadata={**record_of(query, choice, agent.answer), **({"missing_tools": missing} if missing else {})},
                usage=agent.answer.usage,
            )

        answer = await worked(agent, ctx, told)
        ctx.end_stream()
        outputs = {"text": answer.text, "files": answer.files, "usage": answer.usage.as_mapping()}
        return told().as_result(outputs, answer.citations)

    async def _tools(self, ctx: Context) -> tuple[list[OfferedTool], list[str]]:
        """Return the tools that can be offered, and the names of those that are not installed."""
        found, missing = await self._knowledge(ctx), list[str]()
        for entry in self.config.agent_mode.tools:
            if not entry.get("enabled") or len(entry) < _LEAST_KEYS:
                continue
            try:
                found.append(await offered_tool(entry, ctx.resources))
            except ToolNotFoundError:
                missing.append(str(reference_of(entry)))
        return with_own_names(found), missing

    async def _knowledge(self, ctx: Context) -> list[OfferedTool]:
        if ctx.resources.retrieval is None or not self.config.dataset_ids:
            return []
        settings = self.config.retrieval.as_settings()
        datasets = await ctx.resources.retrieval.datasets(self.config.dataset_ids)
        tools = [KnowledgeTool(dataset, settings) for dataset in datasets]
        return [
            OfferedTool(tool=tool, name=tool.name, description=tool.description, free=tool.parameters) for tool in tools
        ]
