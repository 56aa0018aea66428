"""The settings that nodes with a model share: which model, what it is told, what it remembers and sees."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, model_validator

from engine.fields import Binding, Selector, Template
from engine.templating.templates import references, render
from engine.variables import VariablePool

_LONGEST_PARAMETER = 1024  # characters of a rendered one


class Settings(BaseModel):
    """Settings in which null means the default, and unknown keys are kept."""

    model_config = ConfigDict(extra="allow", populate_by_name=True)

    @model_validator(mode="before")
    @classmethod
    def _null_is_the_default(cls, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return {} if data is None else data
        return {key: value for key, value in data.items() if value is not None}


class ModelSettings(Settings):
    """A model reference and the parameters of its calls."""

    provider: str = Field(default="", description="Who offers the model.")
    name: str = Field(default="", description="The model's name at its provider.")
    mode: Literal["chat", "completion"] = Field(
        default="chat", title="Kind of prompt", description="Messages, or one text that the model continues."
    )
    completion_params: dict[str, Any] = Field(
        default={},
        title="Parameters",
        validation_alias=AliasChoices("completion_params", "parameters"),
        description="temperature, max_tokens, …",
    )

    def parameters(self, pool: VariablePool) -> tuple[dict[str, Any], tuple[str, ...]]:
        """Return the parameters, templates in them resolved, and apart from them the stop words."""
        values = {name: _resolved(value, pool) for name, value in self.completion_params.items()}
        stop = values.pop("stop", None) or ()
        return values, (stop,) if isinstance(stop, str) else tuple(str(word) for word in stop)

    def references(self) -> Iterator[tuple[str, ...]]:
        """Yield the selectors in the parameters."""
        for value in self.completion_params.values():
            if isinstance(value, str):
                yield from references(value)


class PromptItem(Settings):
    """One message of a prompt, or the whole text for a model that continues one."""

    role: Literal["system", "user", "assistant"] = Field(default="user", description="Who speaks.")
    text: Template = Field(default=Template(""), description="What is said; may name variables.")
    edition_type: str = Field(
        default="basic", title="Edition", description="basic, or jinja2: then the Jinja text is what counts."
    )
    jinja2_text: str = Field(default="", title="Jinja text", description="A Jinja template of what is said.")

    @property
    def is_jinja(self) -> bool:
        """Return whether `jinja2_text` is what counts."""
        return self.edition_type == "jinja2"


class PromptConfig(Settings):
    """What the Jinja items of a prompt may name."""

    jinja2_variables: list[Binding] = Field(
        default=[], title="Variables", description="The names in Jinja texts.", json_schema_extra={"widget": "bindings"}
    )


class ContextSettings(Settings):
    """What stands for `{{#context#}}`."""

    enabled: bool = Field(default=False, description="Whether the context is filled in.")
    variable_selector: Selector = Field(
        default=Selector(),
        title="Variable",
        description="The text, or the result of a knowledge retrieval.",
        json_schema_extra={"widget": "selector"},
    )


class Window(Settings):
    """How many earlier turns are remembered at most."""

    enabled: bool = Field(default=False, description="Whether only the last messages are remembered.")
    size: int = Field(default=50, ge=0, title="Messages", description="How many messages at most.")


class RolePrefix(Settings):
    """How the two sides are called where a conversation is one text."""

    user: str = Field(default="", description="How the person is called.")
    assistant: str = Field(default="", description="How the model is called.")


class MemorySettings(Settings):
    """How a model takes part in a conversation."""

    role_prefix: RolePrefix = Field(
        default=RolePrefix(), title="Names of the sides", description="For models that continue one text."
    )
    window: Window = Field(default=Window(), description="How much of the conversation is remembered.")
    query_prompt_template: Template = Field(
        default=Template(""),
        title="Message after the history",
        description="What the user says now; the query itself when empty.",
    )


class VisionConfigs(Settings):
    """Which files a model is shown."""

    detail: Literal["high", "low", "auto"] = Field(default="high", description="How closely pictures are looked at.")
    variable_selector: Selector = Field(
        default=Selector(("sys", "files")),
        title="Variable",
        description="The file or the list of files.",
        json_schema_extra={"widget": "selector"},
    )


class VisionSettings(Settings):
    """Whether a model is shown files."""

    enabled: bool = Field(default=False, description="Whether the model is shown files.")
    configs: VisionConfigs = Field(default=VisionConfigs(), title="Files", description="Which files, and how.")


def selected(selector: Sequence[str]) -> Sequence[tuple[str, ...]]:
    """Return the selector as a list of one, or nothing when it names nothing."""
    return [tuple(selector)] if len(selector) >= 2 else []


def _resolved(value: Any, pool: VariablePool) -> Any:
    """Return a parameter; text with references becomes a number or boolean when it reads as one."""
    if not isinstance(value, str) or not references(value):
        return value
    text = render(value, pool)[:_LONGEST_PARAMETER]
    try:
        parsed = json.loads(text.strip().lower())
    except ValueError:
        return text
    return parsed if isinstance(parsed, bool | int | float) else text
