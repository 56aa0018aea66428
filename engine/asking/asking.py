"""One question to a model: what nodes share that read the whole reply before they go on."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from pydantic import Field, model_validator

from engine.asking.files import FileParts, for_abilities
from engine.asking.generation import Generation, generate
from engine.asking.llm_prompt import vision_files, with_files
from engine.asking.memory import as_lines, fitting, history
from engine.asking.model_settings import MemorySettings, ModelSettings, VisionSettings, selected
from engine.asking.prompts import as_sent
from engine.asking.reasoning import Separated
from engine.errors import EngineError, NodeError
from engine.fields import Template
from engine.models.base import ChatModel, ChatRequest, Message, ToolSpec
from engine.nodes.base import Context, NodeConfig
from engine.running.fingerprint import content
from engine.templating.templates import references


class AskingConfig(NodeConfig):
    """Which model is asked, what it is told besides, what it remembers and sees."""

    model: ModelSettings = Field(
        default=ModelSettings(), title="Model", description="Who is asked.", json_schema_extra={"widget": "model"}
    )
    instruction: Template = Field(
        default=Template(""), title="Instruction", description="What else the model should know; may name variables."
    )
    memory: MemorySettings | None = Field(
        default=None, title="Memory", description="Earlier turns of the conversation, as text."
    )
    vision: VisionSettings = Field(default=VisionSettings(), title="Vision", description="Files to look at.")

    @model_validator(mode="before")
    @classmethod
    def _null_is_the_default(cls, data: Any) -> Any:
        return {key: value for key, value in data.items() if value is not None} if isinstance(data, Mapping) else data

    def named(self) -> set[tuple[str, ...]]:
        """Return every selector that counts with these settings."""
        seen = selected(self.vision.configs.variable_selector) if self.vision.enabled else ()
        return {*references(self.instruction), *self.model.references(), *seen}


class Asker:
    """Asks the model of a node; `trace` says afterwards what it was sent and which model it was.

    Raises (the constructor, too):
        ModelError: there is no such model, or the call failed.
        NodeError: no models can be asked, or the files to look at are none.
    """

    def __init__(self, ctx: Context, config: AskingConfig) -> None:
        self.model = chat_model(ctx, config.model)
        self.trace: dict[str, Any] = {"model_provider": self.model.provider, "model_name": self.model.name}
        self._ctx = ctx
        self._config = config
        self._parameters, self._stop = config.model.parameters(ctx.pool)

    async def ask(self, instructions: str, text: str, *, tools: Sequence[ToolSpec] = ()) -> Generation:
        """Return the reply to `text` under `instructions`, without the model's reasoning.

        What is remembered of the conversation goes to the end of the instructions, the node's files
        before the text.
        """
        request = ChatRequest(
            messages=await self._messages(instructions, text),
            parameters=self._parameters,
            stop=self._stop,
            tools=tools,
            completion=self._config.model.mode == "completion",
            user=self._ctx.run.user_id,
        )
        self.trace["prompts"] = as_sent(request.messages)
        answer = await generate(self.model, request, Separated(_unheard, _unheard))
        self.trace |= {"usage": answer.usage.as_mapping(), "finish_reason": answer.finish_reason, **answer.substitute}
        return answer

    async def _messages(self, instructions: str, text: str) -> list[Message]:
        fixed = [Message("system", instructions), Message("user", text or "(empty)")]
        remembered = await self._remembered(fixed)
        if remembered:
            instructions = f"{instructions}\n\nThe conversation so far:\n<histories>\n{remembered}\n</histories>"
        if self._config.model.mode == "completion":
            return [Message("user", f"{instructions}\n\n{text}\n")]
        parts = FileParts(self._config.vision.configs.detail, self._ctx.resources.files)
        files = await parts.of(vision_files(self._ctx, self._config.vision))
        messages = with_files([Message("system", instructions), fixed[1]], files)
        return for_abilities(messages, self.model.abilities)

    async def _remembered(self, fixed: Sequence[Message]) -> str:
        memory = self._config.memory
        if memory is None or not self._ctx.run.conversation_id:
            return ""
        turns = await history(self._ctx.run.history, memory.window, None)
        return as_lines(fitting(turns, fixed, self.model, self._parameters), memory.role_prefix)


def chat_model(ctx: Context, settings: ModelSettings) -> ChatModel:
    """Return the model that `settings` name.

    Raises:
        ModelNotConfigured: its provider has no credentials.
        NodeError: the run was given no models at all.
    """
    if ctx.resources.models is None:
        raise NodeError("no models can be asked here")
    return ctx.resources.models.chat(settings.provider, settings.name)


def who_answers(ctx: Context, settings: ModelSettings, memory: MemorySettings | None) -> Any:
    """Return what decides a model's answer besides the prompt: which model it is, and where, and what it remembers."""
    try:
        model = chat_model(ctx, settings)
    except EngineError:  # without a model there is no result to stand for
        return None
    where = getattr(model, "address", "")  # two addresses of one provider serve what they like; the demo has none
    answers = [model.provider, model.name, asdict(model.abilities), where]
    remembers = memory is not None and bool(ctx.run.conversation_id)
    if not remembers:
        return answers
    turns = [[turn.query, turn.answer, list(turn.files)] for turn in ctx.run.history]
    asked = [content(ctx.value(("sys", name))) for name in ("query", "files")]  # said last, named by no setting
    return [*answers, turns, asked]


def _unheard(text: str, is_final: bool = False) -> None:
    """Take a piece of a reply that nobody reads before it is whole."""
