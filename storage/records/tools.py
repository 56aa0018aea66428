"""What workspaces store of tools: credentials of providers, and providers of their own."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from storage.ids import new_id
from storage.records.base import Record, now


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCredential(Record):
    """What lets the tools of a provider in; one per workspace and provider."""

    table: ClassVar[str] = "tool_credentials"

    id: str = field(default_factory=new_id)
    workspace_id: str
    provider: str
    ciphertext: bytes
    created_at: float = field(default_factory=now)
    updated_at: float = field(default_factory=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomProvider(Record):
    """A provider of tools that a workspace added: a service with an OpenAPI document, or an MCP server."""

    table: ClassVar[str] = "tool_providers"

    id: str = field(default_factory=new_id)
    workspace_id: str
    kind: str  # api, mcp
    identifier: str  # what documents call it; one of each kind has it
    name: str
    description: str = ""
    document: str = ""  # of an api: its OpenAPI document as it was given
    tools: list[Any] = field(default_factory=list)  # of an mcp server: what it listed last
    switched_off: list[str] = field(default_factory=list)  # names of tools
    ciphertext: bytes  # how to reach it, with keys
    problem: str = ""  # why it could not be reached last, "" when it was
    listed_at: float | None = None
    created_at: float = field(default_factory=now)
    updated_at: float = field(default_factory=now)
