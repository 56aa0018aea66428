"""Logs: JSON lines (or a readable form on a terminal) with the ids of run and request, and no secrets."""

import logging
import re
import sys
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import structlog
from structlog.contextvars import bound_contextvars
from structlog.typing import EventDict, Processor

REDACTED = "***REDACTED***"
SECRET_WORDS = frozenset(
    ("password", "passwd", "secret", "token", "authorization", "credential", "credentials", "cookie", "apikey")
)
COUNTING_WORDS = frozenset(("count", "limit", "total", "max", "min", "usage", "price"))  # `token_count` is no secret
QUIET = ("httpx2", "httpcore2", "openai", "anthropic", "rq", "uvicorn", "websockets")  # told from WARNING on
FOREIGN = ("streamlit", "uvicorn", "websockets")  # libraries that bring handlers of their own
OFF = "uvicorn.access"  # the server skips the work for it as long as it leads to no handler
FIRST = ("timestamp", "level", "logger", "message")  # in a JSON line

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_SECRETS = (
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{6,}"), rf"\1 {REDACTED}"),
    (re.compile(r"\b(?:sk|app|dataset|pk)-[A-Za-z0-9_-]{10,}"), REDACTED),
    (re.compile(r"(?i)(\w+://[^\s:/@]*):[^\s/@]+@"), rf"\1:{REDACTED}@"),
    (
        re.compile(
            r"(?i)(?<![a-z])((?:[a-z0-9]+[_-])*(?:api[_-]?key|password|passwd|secret|token|authorization))"
            r"""(["']?\s*[=:]\s*["']?)(?!\*)(?!(?:bearer|basic)\s)[^\s"',;&)}\]]+"""
        ),
        rf"\1\2{REDACTED}",
    ),
)


def configure_logging(level: str = "INFO", form: str = "auto") -> None:
    """Send every logger of this process to standard error; `form` is json, console or auto. May be called again."""
    console = form == "console" or (form == "auto" and sys.stderr.isatty())
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=_context(), processors=_rendering(console))
    )
    handler.addFilter(_worth_telling)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    logging.captureWarnings(capture=True)
    adopt_loggers()


def adopt_loggers() -> None:
    """Take the handlers from libraries that log past the root."""
    for name, logger in list(logging.root.manager.loggerDict.items()):
        if isinstance(logger, logging.Logger) and name.split(".")[0] in FOREIGN and name != OFF:
            adopt(logger)


def adopt(logger: logging.Logger) -> None:
    """Have a logger send its records to the root only, at the level that is set there or for its library."""
    logger.handlers.clear()
    logger.propagate = True
    if logger.name not in QUIET:
        logger.setLevel(logging.NOTSET)


@contextmanager
def bound(**context: str) -> Iterator[None]:
    """Add `run_id`, `app_id`, `request_id` or the like to all that is logged inside, on this task or thread."""
    with bound_contextvars(**context):
        yield


def redact(value: Any, key: str = "") -> Any:
    """Return `value` without secrets: under keys that name one, and inside texts, in mappings and lists as well."""
    if key and is_secret(key, value):
        return REDACTED
    if isinstance(value, str):
        return _redact_text(value)
    if isinstance(value, Mapping):
        return {name: redact(item, str(name)) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [redact(item) for item in value]
    return value


def is_secret(key: str, value: Any = "") -> bool:
    """Return whether whole words of `key` say that its value is secret: `api_key` does, `prompt_tokens` does not."""
    words = [word.lower() for word in _WORD.findall(key)]
    if isinstance(value, int | float) and COUNTING_WORDS.intersection(words):
        return False
    return bool(SECRET_WORDS.intersection(words)) or ("api", "key") in pairwise(words)


def _redact_text(text: str) -> str:
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text


def _redact_event(_logger: Any, _method: str, event: EventDict) -> MutableMapping[str, Any]:
    """Redact all but what logging itself put there, which structlog still needs."""
    return {name: value if name.startswith("_") else redact(value, name) for name, value in event.items()}


def _context() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="timestamp"),
    ]


def _rendering(console: bool) -> list[Processor]:
    tidy: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, _drop_colors]
    if console:
        return [*tidy, _redact_event, structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
    return [
        *tidy,
        structlog.processors.format_exc_info,
        _redact_event,
        structlog.processors.EventRenamer("message"),
        _ordered,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]


def _drop_colors(_logger: Any, _method: str, event: EventDict) -> EventDict:
    event.pop("color_message", None)  # uvicorn's message once more, with escape codes
    return event


def _ordered(_logger: Any, _method: str, event: EventDict) -> EventDict:
    first = {name: event[name] for name in FIRST if name in event}
    return {**first, **event}


def _worth_telling(record: logging.LogRecord) -> bool:
    """Return False for uvicorn's traceback of a failed start, which the lifespan has told in one sentence."""
    return not (record.name == "uvicorn.error" and "StartError" in str(record.msg))
