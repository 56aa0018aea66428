"""The settings of the llm node."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import AliasChoices, Field, field_validator, model_validator

from engine.asking.model_settings import (
    ContextSettings,
    MemorySettings,
    ModelSettings,
    PromptConfig,
    PromptItem,
    Settings,
    VisionSettings,
    selected,
)
from engine.asking.prompts import item_references
from engine.nodes.base import NodeConfig
from engine.templating.templates import references


class StructuredOutput(Settings):
    """The shape of the answer."""

    json_schema: dict[str, Any] | None = Field(
        default=None, alias="schema", title="Schema", description="A JSON schema of an object."
    )


class LLMConfig(NodeConfig):
    """What is asked, of which model, and in what form the answer comes."""

    model: ModelSettings = Field(
        default=ModelSettings(), title="Model", description="Who answers.", json_schema_extra={"widget": "model"}
    )
    prompt_template: list[PromptItem] = Field(
        default=[PromptItem(role="system")],
        title="Prompt",
        description="The messages; they may name variables, and {{#context#}}.",
        json_schema_extra={"widget": "prompt"},
    )
    prompt_config: PromptConfig = Field(
        default=PromptConfig(), title="Jinja variables", description="What messages of the Jinja edition may name."
    )
    context: ContextSettings = Field(
        default=ContextSettings(), title="Context", description="Text or retrieved knowledge to answer from."
    )
    memory: MemorySettings | None = Field(
        default=None, title="Memory", description="Earlier turns of the conversation, and the query after them."
    )
    vision: VisionSettings = Field(default=VisionSettings(), title="Vision", description="Files to look at.")
    structured_output_switch_on: bool = Field(
        default=False,
        title="Structured output",
        description="Whether the answer is an object of the shape below.",
        validation_alias=AliasChoices("structured_output_switch_on", "structured_output_enabled"),
    )
    structured_output: StructuredOutput = Field(
        default=StructuredOutput(), title="Shape of the answer", description="The object that is asked for."
    )
    reasoning_format: Literal["tagged", "separated"] = Field(
        default="tagged", title="Reasoning", description="Left in the answer between tags, or apart from it."
    )

    @model_validator(mode="before")
    @classmethod
    def _null_is_the_default(cls, data: Any) -> Any:
        return {key: value for key, value in data.items() if value is not None} if isinstance(data, Mapping) else data

    @field_validator("prompt_template", mode="before")
    @classmethod
    def _one_text_is_one_item(cls, value: Any) -> Any:
        if isinstance(value, str):
            return [{"text": value}]
        return [value] if isinstance(value, Mapping) else value

    @property
    def schema_asked_for(self) -> Mapping[str, Any] | None:
        """Return the shape that the answer must have, None when any text will do."""
        return self.structured_output.json_schema if self.structured_output_switch_on else None

    @property
    def is_text(self) -> bool:
        """Return whether the prompt is one text that the model continues."""
        return self.model.mode == "completion"

    def named(self) -> set[tuple[str, ...]]:
        """Return every selector that counts with these settings."""
        found = {selector for item in self.prompt_template for selector in item_references(item)}
        found |= set(self.model.references())
        if any(item.is_jinja for item in self.prompt_template):
            found |= {tuple(binding.value_selector) for binding in self.prompt_config.jinja2_variables}
        if self.context.enabled:
            found |= set(selected(self.context.variable_selector))
        if self.vision.enabled:
            found |= set(selected(self.vision.configs.variable_selector))
        if self.memory is not None:
            found |= set(references(self.memory.query_prompt_template))
        return found
