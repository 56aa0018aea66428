"""The prompt of the llm node: its items, the memory of a conversation, the files to look at."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.asking.context import KnowledgeContext
from engine.asking.files import FileParts, for_abilities
from engine.asking.llm_config import LLMConfig
from engine.asking.memory import as_lines, fitting, history
from engine.asking.model_settings import MemorySettings, PromptItem, VisionSettings
from engine.asking.prompts import CONTEXT, Prompter, files_in
from engine.errors import NodeError
from engine.fields import Template
from engine.models.base import ChatModel, Message, Part
from engine.nodes.base import Context
from engine.values import MISSING, File, as_text

_QUERY = ("sys", "query")
_HISTORIES = ("{{#histories#}}", "#histories#")
_QUERY_MARKER = "#sys.query#"


class PromptBuilder:
    """Builds the messages of one call; `used` holds the variables that went into them."""

    def __init__(
        self,
        ctx: Context,
        config: LLMConfig,
        model: ChatModel,
        parameters: Mapping[str, Any],
        knowledge: KnowledgeContext,
        *,
        remembers_calls: bool = False,  # of agents, in earlier turns
    ) -> None:
        self._remembers_calls = remembers_calls
        self._ctx = ctx
        self._config = config
        self._model = model
        self._parameters = parameters
        self._context = knowledge.text
        self._parts = FileParts(config.vision.configs.detail, ctx.resources.files)
        self.files = [*vision_files(ctx, config.vision), *(knowledge.files if config.vision.enabled else ())]
        self.used: dict[str, Any] = {}

    async def build(self) -> list[Message]:
        """Return the messages.

        Raises:
            VariableNotFound: the prompt names a variable that nothing has written.
            NodeError: there is nothing to send, or an item does not render.
        """
        messages = await (self._one_text() if self._config.is_text else self._conversation())
        messages = with_files(messages, await self._parts.of(self.files))
        messages = for_abilities(messages, self._model.abilities)
        if not messages:
            raise NodeError("No prompt found: every message of the prompt is empty.", error_type="NoPromptFoundError")
        return messages

    async def _conversation(self) -> list[Message]:
        """Return the prompt's items, then the turns that are remembered, then the query of this turn."""
        memory = self._config.memory
        messages = await self._render(self._config.prompt_template)
        if memory is None:
            return messages
        query = await self._query(memory)
        return [*messages, *await self._remembered(memory, [*messages, *query]), *query]

    async def _query(self, memory: MemorySettings) -> list[Message]:
        if self._ctx.value(_QUERY) is MISSING:  # not in a chat
            return []
        template = memory.query_prompt_template or Template("{{#sys.query#}}")
        return await self._render([PromptItem(role="user", text=template)])

    async def _remembered(self, memory: MemorySettings, fixed: Sequence[Message]) -> list[Message]:
        if not self._ctx.run.conversation_id:
            return []
        shown = self._parts if self._config.vision.enabled else None
        turns = await history(self._ctx.run.history, memory.window, shown, with_calls=self._remembers_calls)
        return fitting(turns, fixed, self._model, self._parameters)

    async def _one_text(self) -> list[Message]:
        """Return the prompt as one message; the history goes where it says, or before all."""
        memory = self._config.memory
        if memory is None:
            return await self._render(self._config.prompt_template)
        markers = {_QUERY_MARKER: as_text(self._ctx.value_or_none(_QUERY))}
        without = await self._render(self._config.prompt_template, {**markers, **dict.fromkeys(_HISTORIES, "")})
        lines = as_lines(await self._remembered(memory, without), memory.role_prefix)
        messages = await self._render(self._config.prompt_template, {**markers, **dict.fromkeys(_HISTORIES, lines)})
        if not lines or any(marker in _source(item) for item in self._config.prompt_template for marker in _HISTORIES):
            return messages
        return [Message("user", lines), *messages]

    async def _render(self, items: Sequence[PromptItem], markers: Mapping[str, str] | None = None) -> list[Message]:
        prompter = Prompter(
            self._ctx.pool,
            markers={CONTEXT: self._context, **(markers or {})},
            bindings=self._config.prompt_config.jinja2_variables,
            files=self._parts,
        )
        messages = await prompter.messages(items)
        self.used |= prompter.used
        return messages


def _source(item: PromptItem) -> str:
    return item.jinja2_text if item.is_jinja else item.text


def vision_files(ctx: Context, vision: VisionSettings) -> list[File]:
    """Return the files that the model is to look at.

    Raises:
        NodeError: the variable holds something else.
    """
    if not vision.enabled:
        return []
    value = ctx.value_or_none(vision.configs.variable_selector)
    files = files_in(value)
    if value and not files:
        raise NodeError(f"vision needs a file or a list of files, not {type(value).__name__}")
    return files


def with_files(messages: Sequence[Message], parts: Sequence[Part]) -> list[Message]:
    """Return `messages` with the files before the text of the last one, if that is the user's, or after all."""
    if not parts:
        return list(messages)
    if not messages or messages[-1].role != "user":
        return [*messages, Message("user", list(parts))]
    content = messages[-1].content
    own: Sequence[Part] = [content] if isinstance(content, str) else content
    return [*messages[:-1], Message("user", [*parts, *(part for part in own if part not in parts)])]
