"""What a model provider is: who it is, how it is signed in to, and which models it gives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from engine.models.base import (
    ChatModel,
    EmbeddingModel,
    ModerationModel,
    RerankModel,
    SpeechToText,
    TextToSpeech,
)
from engine.models.facts import Kind, ModelInfo, Parameter

__all__ = ["MORE_KEYS", "Credentials", "Kind", "ModelInfo", "Provider", "ProviderInfo", "SpeechProvider"]

_KEY_NAMES = ("api_key", "openai_api_key", "anthropic_api_key")
MORE_KEYS = "more_keys"
_URL_NAMES = ("base_url", "openai_api_base", "anthropic_api_url", "endpoint_url")


class Credentials(BaseModel):
    """How a workspace signs in to one provider.

    `extra` holds what only some vendors need (`api_version`, `organization`) and switches that
    overrule the provider's row, see `ProviderInfo.flags`.
    """

    model_config = ConfigDict(frozen=True)

    api_key: SecretStr | None = None
    more_keys: tuple[SecretStr, ...] = ()  # of further accounts, which take turns with the first
    base_url: str | None = None
    extra: dict[str, Any] = Field(default_factory=dict)

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> Self:
        """Return the credentials in `values`, whose fields may have the names that Dify's plugins use."""
        rest = dict(values)
        key = _take(rest, _KEY_NAMES)
        url = _take(rest, _URL_NAMES)
        more = [text for one in rest.pop(MORE_KEYS, None) or () if (text := str(one).strip()) and text != key]
        return cls(
            api_key=SecretStr(key) if key else None,
            more_keys=tuple(map(SecretStr, dict.fromkeys(more))),
            base_url=url or None,
            extra=rest,
        )

    def accounts(self) -> "list[Credentials]":
        """Return the credentials of each account."""
        keys = [self.api_key, *self.more_keys]
        return [self.model_copy(update={"api_key": key, "more_keys": ()}) for key in keys]


def _take(values: dict[str, Any], names: Sequence[str]) -> str:
    """Remove `names` from `values`; return the first one's text that is not blank."""
    found = [str(values.pop(name) or "").strip() for name in names if name in values]
    return next(filter(None, found), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderInfo:
    """A provider as people choose it.

    `flags` says where a vendor leaves the protocol it speaks; `Credentials.extra` overrules a flag
    of the same name:
        stream_usage: accepts `stream_options`; True unless said otherwise.
        json_schema: accepts a JSON schema as response format.
        parameters: names of parameters it takes beyond the protocol's.
        renames_limit: reasoning models want `max_completion_tokens` and no sampling parameters.
        float_embeddings: cannot send vectors as base64.
        embedding_batch: most texts in one request.
        rerank_path: where it ranks texts, below its address.
        lists_models: has a list of its models; True unless said otherwise.
        exact_tokens: its models count tokens as OpenAI's do.
        prices: its id in the price list.
        azure: has the addresses and the header of Azure.
    """

    id: str
    label: str
    protocol: str = "openai"
    base_url: str | None = None  # None: only the user knows it
    needs_key: bool = True
    needs_url: bool = True  # where `base_url` is None: the user has to know it
    kinds: Sequence[Kind] = ("llm",)
    models: Sequence[ModelInfo] = ()  # suggestions; any other name may be used as well
    help: str = ""  # where a key is got
    flags: Mapping[str, Any] = field(default_factory=dict)
    parameters: Sequence[Parameter] = ()  # of calls of its models that have none of their own

    def find(self, name: str, kind: Kind = "llm") -> ModelInfo | None:
        """Return the model that is listed under a name, None for one that is not."""
        return next((model for model in self.models if model.name == name and model.kind == kind), None)

    def with_models(self, models: Sequence[ModelInfo]) -> "ProviderInfo":
        """Return the provider with further models, which stand for those of the same name and kind."""
        if not models:
            return self
        own = {(model.name, model.kind) for model in models}
        kept = [model for model in self.models if (model.name, model.kind) not in own]
        return replace(self, models=(*kept, *models))


class Provider(Protocol):
    """A provider that someone is signed in to; keeps its connections until it is closed."""

    info: ProviderInfo

    def chat(self, name: str) -> ChatModel:
        """Return the chat model `name`; nothing is asked of the vendor."""
        ...

    def embedding(self, name: str) -> EmbeddingModel:
        """Return the embedding model `name`; only called when `info.kinds` has it."""
        ...

    def rerank(self, name: str) -> RerankModel:
        """Return the ranking model `name`; only called when `info.kinds` has it."""
        ...

    async def list_models(self) -> list[str]:
        """Return the names of the models that the vendor offers to these credentials.

        Raises:
            ModelError: the vendor refused or could not be reached.
        """
        ...

    async def close(self) -> None:
        """Close the connections."""
        ...


class SpeechProvider(Provider, Protocol):
    """A provider of models that listen, speak and judge; each is only called when `info.kinds` has it."""

    def speech_to_text(self, name: str) -> SpeechToText:
        """Return the model `name` that writes down what is said."""
        ...

    def text_to_speech(self, name: str) -> TextToSpeech:
        """Return the model `name` that speaks."""
        ...

    def moderation(self, name: str) -> ModerationModel:
        """Return the model `name` that finds harmful texts; "" is the vendor's newest."""
        ...
