"""The model providers that are known from the start: a row each, most of them speaking the OpenAI protocol."""

from collections.abc import Mapping

from engine.models.base import Abilities
from engine.models.provider import ModelInfo, ProviderInfo

PROVIDERS: tuple[ProviderInfo, ...] = (
    ProviderInfo(
        id="demo",
        label="Demo",
        protocol="demo",
        needs_key=False,
        kinds=("llm", "text-embedding"),
        models=(
            ModelInfo("demo", abilities=Abilities(structured_output=True)),
            ModelInfo("demo-embedding", "text-embedding"),
        ),
    ),
    ProviderInfo(id="openai", label="OpenAI", base_url="https://api.openai.com/v1", kinds=("llm", "text-embedding")),
    ProviderInfo(id="anthropic", label="Anthropic", protocol="anthropic", base_url="https://api.anthropic.com"),
    ProviderInfo(
        id="openai_api_compatible", label="OpenAI-compatible", needs_key=False, kinds=("llm", "text-embedding")
    ),
)

ALIASES: Mapping[str, str] = {"openai_compatible": "openai_api_compatible"}
