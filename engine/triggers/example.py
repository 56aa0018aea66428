"""How a shell calls a webhook: with something for every parameter that its trigger declares."""

import json
from collections.abc import Mapping
from shlex import quote
from typing import Any
from urllib.parse import urlencode

from engine.nodes.trigger_webhook import TriggerWebhook

Config = TriggerWebhook.Config

_VALUES: Mapping[str, Any] = {"string": "text", "number": 1, "boolean": True, "object": {}}


def example_call(config: Config, url: str) -> str:
    """Return the command that calls the trigger at `url`."""
    query = [(parameter.name, _word(parameter.type)) for parameter in config.params]
    lines = [f"curl -X {config.method.upper()} {quote(f'{url}?{urlencode(query)}' if query else url)}"]
    lines += [f"-H {quote(f'{header.name}: text')}" for header in config.headers]
    lines += _body(config) if config.body else []
    return " \\\n  ".join(lines)


def _body(config: Config) -> list[str]:
    content_type = f"-H {quote(f'Content-Type: {config.content_type}')}"
    match config.content_type:
        case "multipart/form-data":  # curl writes this header itself, with the border between the parts
            return [f"-F {quote(f'{part.name}={_word(part.type)}')}" for part in config.body]
        case "application/octet-stream":
            return [content_type, "--data-binary @file.bin"]
        case "text/plain":
            return [content_type, "-d text"]
        case "application/x-www-form-urlencoded":
            return [f"-d {quote(f'{part.name}={_word(part.type)}')}" for part in config.body]
    values = {part.name: _value(part.type) for part in config.body}
    return [content_type, f"-d {quote(json.dumps(values))}"]


def _value(declared: str) -> Any:
    """Return a value of a type."""
    if declared.startswith("array["):
        return [_value(declared[6:-1])]
    return _VALUES.get(declared, "text")


def _word(declared: str) -> str:
    """Return a value of a type as it stands in a form or an address."""
    one = declared.removeprefix("array[").removesuffix("]")
    if one == "file":
        return "@file.pdf"
    value = _VALUES.get(one, "text")
    return value if isinstance(value, str) else json.dumps(value)
