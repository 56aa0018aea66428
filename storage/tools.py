"""Credentials of tool providers, and the providers that workspaces add themselves."""

from typing import Any

from storage.changes import Change, added
from storage.cursor import Cursor
from storage.database import Database
from storage.errors import NotFound
from storage.records import CustomProvider, ToolCredential


def list_credentials(db: Database, workspace_id: str) -> list[ToolCredential]:
    """Return the credentials of a workspace, by provider."""
    rows = db.query("SELECT * FROM tool_credentials WHERE workspace_id = ? ORDER BY provider", [workspace_id])
    return [ToolCredential(**row) for row in rows]


async def put_credential(db: Database, credential: ToolCredential) -> None:
    """Store the credentials for a provider, over those that are there."""
    changed = ("ciphertext", "updated_at")
    key = ("workspace_id", "provider")
    await db.store([Change("tool_credentials", [credential.row()], "put", update=changed, key=key)])


async def delete_credential(db: Database, workspace_id: str, provider: str) -> None:
    """Delete the credentials for a provider. Raises: NotFound."""

    def delete(cursor: Cursor) -> None:
        if not cursor.delete("tool_credentials", {"workspace_id": workspace_id, "provider": provider}):
            raise NotFound("tool credential", provider)

    await db.write(delete)


def list_providers(db: Database, workspace_id: str) -> list[CustomProvider]:
    """Return the providers that a workspace added, oldest first."""
    rows = db.query("SELECT * FROM tool_providers WHERE workspace_id = ? ORDER BY created_at, id", [workspace_id])
    return [CustomProvider(**row) for row in rows]


def get_provider(db: Database, workspace_id: str, provider_id: str) -> CustomProvider:
    """Return a provider that a workspace added. Raises: NotFound."""
    row = db.one("SELECT * FROM tool_providers WHERE workspace_id = ? AND id = ?", [workspace_id, provider_id])
    if row is None:
        raise NotFound("tool provider", provider_id)
    return CustomProvider(**row)


async def add_provider(db: Database, provider: CustomProvider) -> None:
    """Store a new provider. Raises: Conflict: one of its kind in the workspace has its identifier."""
    await db.store(added(provider))


async def update_provider(db: Database, workspace_id: str, provider_id: str, **changes: Any) -> CustomProvider:
    """Set columns of a provider and return it. Raises: NotFound."""

    def change(cursor: Cursor) -> CustomProvider:
        rows = cursor.update("tool_providers", {"workspace_id": workspace_id, "id": provider_id}, changes)
        if not rows:
            raise NotFound("tool provider", provider_id)
        return CustomProvider(**rows[0])

    return await db.write(change)


async def delete_provider(db: Database, workspace_id: str, provider_id: str) -> CustomProvider:
    """Delete a provider; return it as it was. Raises: NotFound."""

    def delete(cursor: Cursor) -> CustomProvider:
        rows = cursor.delete("tool_providers", {"workspace_id": workspace_id, "id": provider_id})
        if not rows:
            raise NotFound("tool provider", provider_id)
        return CustomProvider(**rows[0])

    return await db.write(delete)
