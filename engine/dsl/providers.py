"""Full names of the providers of models and tools: `organisation/plugin/provider`."""

from typing import Any

MODEL_PLUGINS = {"google": "gemini"}  # plugins that are not named after their provider
TOOL_PLUGINS = {name: f"{name}_tool" for name in ("jina", "siliconflow", "stepfun", "gitee_ai")}


def model_provider_name(name: str) -> str:
    """Return the full name of a model provider; a full or empty one is returned as it is."""
    return _full_name(name, MODEL_PLUGINS)


def tool_provider_name(name: str) -> str:
    """Return the full name of a provider of built-in tools; a full or empty one is returned as it is."""
    return _full_name(name, TOOL_PLUGINS)


def qualified_model(model: dict[str, Any]) -> dict[str, Any]:
    """Return a model reference whose `provider` has its full name."""
    provider = model.get("provider")
    return {**model, "provider": model_provider_name(provider)} if isinstance(provider, str) else model


def qualified_tool(tool: dict[str, Any]) -> dict[str, Any]:
    """Return a tool reference whose `provider_id` has its full name when the tool is a built-in one."""
    provider = tool.get("provider_id")
    if tool.get("provider_type") != "builtin" or not isinstance(provider, str):
        return tool
    return {**tool, "provider_id": tool_provider_name(provider)}


def _full_name(name: str, plugins: dict[str, str]) -> str:
    if not name or "/" in name:
        return name
    return f"langgenius/{plugins.get(name, name)}/{name}"
