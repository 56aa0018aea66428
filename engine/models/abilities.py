"""What models can do, told by their names: vendors' lists say it nowhere, and names are passed on as they are."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from functools import cache
from typing import Any

from engine.models.base import Abilities

# First match wins; what a row leaves out is as in `Abilities`. Patterns search the name in lower case.
_FAMILIES: Sequence[tuple[str, Mapping[str, Any]]] = (
    (r"gpt-5.*chat", {"vision": True, "structured_output": True, "context_size": 128_000}),
    (
        r"gpt-5",
        {"vision": True, "documents": True, "structured_output": True, "reasoning": True, "context_size": 400_000},
    ),
    (r"gpt-4\.1", {"vision": True, "documents": True, "structured_output": True, "context_size": 1_047_576}),
    (r"gpt-4o.*audio", {"audio": True, "context_size": 128_000}),
    (r"gpt-4o|chatgpt-4o", {"vision": True, "documents": True, "structured_output": True, "context_size": 128_000}),
    (r"gpt-4-turbo|gpt-4-vision", {"vision": True, "context_size": 128_000}),
    (r"gpt-4-32k", {"context_size": 32_768}),
    (r"gpt-4(?!\d)", {"context_size": 8_192}),
    (r"gpt-3\.5-turbo-instruct|davinci-002|babbage-002", {"tools": False, "context_size": 4_096}),
    (r"gpt-3\.5|gpt-35", {"context_size": 16_385}),
    (r"gpt-oss", {"structured_output": True, "reasoning": True, "context_size": 131_072}),
    (r"(^|/)o1-mini", {"tools": False, "reasoning": True, "context_size": 128_000}),
    (r"(^|/)o[134](-|$)", {"vision": True, "structured_output": True, "reasoning": True, "context_size": 200_000}),
    (r"claude-(3|2|instant)", {"vision": True, "documents": True, "context_size": 200_000}),
    (r"claude", {"vision": True, "documents": True, "reasoning": True, "context_size": 200_000}),
    (
        r"gemini-1\.5-pro",
        {"vision": True, "documents": True, "audio": True, "structured_output": True, "context_size": 2_000_000},
    ),
    (
        r"gemini",
        {"vision": True, "documents": True, "audio": True, "structured_output": True, "context_size": 1_000_000},
    ),
    (r"command-a-vision", {"tools": False, "vision": True, "context_size": 128_000}),
    (r"command-a|command-r", {"context_size": 128_000}),
    (r"deepseek.*(reasoner|r1)", {"tools": False, "reasoning": True, "context_size": 65_536}),
    (r"deepseek", {"context_size": 65_536}),
    (r"qwq|qvq", {"reasoning": True, "context_size": 131_072}),
    (r"qwen.*omni", {"vision": True, "audio": True, "context_size": 32_768}),
    (r"qwen.*vl|qwen-vl", {"vision": True, "context_size": 131_072}),
    (r"qwen-long", {"context_size": 1_000_000}),
    (r"qwen3|qwen.*(plus|max|turbo|flash)", {"reasoning": True, "context_size": 131_072}),
    (r"qwen", {"context_size": 32_768}),
    (r"kimi-k2|kimi-thinking", {"reasoning": True, "context_size": 262_144}),
    (r"moonshot.*vision|kimi.*vl", {"vision": True, "context_size": 131_072}),
    (r"moonshot.*(8k)", {"context_size": 8_192}),
    (r"moonshot|kimi", {"context_size": 131_072}),
    (r"glm-4(\.\d)?v|glm-.*v(-|$)", {"vision": True, "context_size": 65_536}),
    (r"glm", {"reasoning": True, "context_size": 131_072}),
    (
        r"pixtral|mistral-(medium|small)-(3|latest|25)",
        {"vision": True, "structured_output": True, "context_size": 131_072},
    ),
    (r"mistral-large|codestral|ministral", {"structured_output": True, "context_size": 131_072}),
    (r"grok.*vision|grok-4", {"vision": True, "structured_output": True, "context_size": 256_000}),
    (r"grok", {"structured_output": True, "context_size": 131_072}),
    (
        r"llama.*vision|llama-?4|llava|internvl|minicpm-v|gemma-?3|phi.*vision|molmo",
        {"vision": True, "context_size": 128_000},
    ),
    (r"llama-?3\.[1-9]", {"context_size": 131_072}),
    (r"doubao.*vision|doubao.*seed", {"vision": True, "context_size": 131_072}),
    (r"vision|[-_/]vl([-_.]|$)", {"vision": True}),
)


@cache
def abilities_of(name: str) -> Abilities:
    """Return what a chat model of this name can do, as far as names tell."""
    lowered = name.lower()
    for pattern, traits in _FAMILIES:
        if re.search(pattern, lowered):
            return Abilities(**traits)
    return Abilities()


def with_overrides(abilities: Abilities, said: Mapping[str, Any]) -> Abilities:
    """Return `abilities` with what a user said about them; keys that are no ability are left alone."""
    names = {field.name for field in fields(Abilities)}
    known = {name: value for name, value in said.items() if name in names and value is not None}
    return replace(abilities, **known)
