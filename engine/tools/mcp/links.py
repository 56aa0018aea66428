"""Where an MCP server is, and what it says of its tools; plain data, so that nothing of the library is loaded for it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol, Self

from engine.tools.base import JsonObject, Log

MOST_TOOLS: Final = 500  # of one server
LONGEST_DESCRIPTION: Final = 4_000  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A server that runs as a child process and is spoken to through its standard input and output."""

    command: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)  # all that it gets
    folder: Path  # where it runs


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A server that is spoken to over streamable HTTP."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)


Link = Program | Address


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteTool:
    """What a server says of one of its tools."""

    name: str
    title: str = ""
    description: str = ""
    schema: JsonObject = field(default_factory=dict)  # of its arguments, as the server gave it
    only_reads: bool = False  # the server says that a call changes nothing

    def as_mapping(self) -> JsonObject:
        """Return it as JSON values."""
        return asdict(self)

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any]) -> Self:
        """Return the tool that `as_mapping` wrote."""
        return cls(**mapping)


class Session(Protocol):
    """A conversation with a server that is under way."""

    @property
    def is_over(self) -> bool:
        """Return whether the server has ended it."""
        ...

    async def tools(self) -> Sequence[RemoteTool]:
        """Return the tools that the server offers."""
        ...

    async def call(self, name: str, arguments: Mapping[str, Any], listener: "Listener") -> JsonObject:
        """Return the result of a call as JSON values, its steps told to `listener`; the server learns of a cancellation.

        Raises:
            ServerFailed: the server ended the conversation, or answered with an error.
        """
        ...


class Listener(Protocol):
    """Who is told what a server says while it works."""

    def __call__(self, log: Log, /) -> None:
        """Take a log entry."""
        ...


class ServerFailed(Exception):
    """A server cannot be reached, has ended, or refused; `is_stale`: it knows the conversation no more and did nothing."""

    def __init__(self, message: str, *, is_stale: bool = False) -> None:
        super().__init__(message)
        self.is_stale = is_stale
