"""Credentials of model providers and the default models of a workspace."""

from storage.changes import Change, put
from storage.cursor import Cursor
from storage.database import Database
from storage.errors import NotFound
from storage.records import DefaultModel, ProviderCredential


def list_credentials(db: Database, workspace_id: str) -> list[ProviderCredential]:
    """Return the credentials of a workspace, the latest change last (the latest override wins)."""
    rows = db.query("SELECT * FROM provider_credentials WHERE workspace_id = ? ORDER BY updated_at, id", [workspace_id])
    return [ProviderCredential(**row) for row in rows]


def find_credential(db: Database, workspace_id: str, provider: str) -> ProviderCredential | None:
    """Return the credentials for a provider; None when there are none."""
    row = db.one("SELECT * FROM provider_credentials WHERE workspace_id = ? AND provider = ?", [workspace_id, provider])
    return ProviderCredential(**row) if row else None


async def put_credential(db: Database, credential: ProviderCredential) -> ProviderCredential:
    """Store the credentials for a provider, over those that are there (whose id stays); return them as stored."""
    kept = ("id", "workspace_id", "provider", "created_at")
    row = credential.row()
    change = Change(
        "provider_credentials",
        [row],
        "put",
        update=tuple(name for name in row if name not in kept),
        key=("workspace_id", "provider"),
    )
    await db.store([change])
    stored = await db.read(lambda: find_credential(db, credential.workspace_id, credential.provider))
    return stored or credential


async def delete_credential(db: Database, workspace_id: str, provider: str) -> None:
    """Delete the credentials for a provider. Raises: NotFound."""

    def delete(cursor: Cursor) -> None:
        if not cursor.delete("provider_credentials", {"workspace_id": workspace_id, "provider": provider}):
            raise NotFound("provider credential", provider)

    await db.write(delete)


def list_default_models(db: Database, workspace_id: str) -> list[DefaultModel]:
    """Return the default models of a workspace, by type."""
    rows = db.query("SELECT * FROM default_models WHERE workspace_id = ? ORDER BY model_type", [workspace_id])
    return [DefaultModel(**row) for row in rows]


def find_default_model(db: Database, workspace_id: str, model_type: str) -> DefaultModel | None:
    """Return the default model of one type; None when none is set."""
    row = db.one("SELECT * FROM default_models WHERE workspace_id = ? AND model_type = ?", [workspace_id, model_type])
    return DefaultModel(**row) if row else None


async def put_default_model(db: Database, *models: DefaultModel) -> None:
    """Set the default model of one or more types."""
    await db.store(put(*models))


async def delete_default_models(db: Database, workspace_id: str, provider: str) -> None:
    """Forget the default models that are a provider's, as when its credentials go."""
    where = {"workspace_id": workspace_id, "provider": provider}
    await db.write(lambda cursor: cursor.discard("default_models", where))
