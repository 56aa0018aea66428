"""Plugins of the server, whatever the workspace."""

from storage.changes import put
from storage.database import Database
from storage.records import StoredPlugin


def list_plugins(db: Database) -> list[StoredPlugin]:
    """Return all plugins that were ever switched on, by id."""
    return [StoredPlugin(**row) for row in db.query("SELECT * FROM plugins ORDER BY id")]


def find_plugin(db: Database, plugin_id: str) -> StoredPlugin | None:
    """Return a plugin, None when it was never switched on."""
    row = db.one("SELECT * FROM plugins WHERE id = ?", [plugin_id])
    return StoredPlugin(**row) if row else None


async def put_plugin(db: Database, plugin: StoredPlugin) -> None:
    """Store how a plugin stands."""
    await db.store(put(plugin))


async def delete_plugin(db: Database, plugin_id: str) -> None:
    """Forget a plugin, if it is known."""
    await db.write(lambda cursor: cursor.discard("plugins", {"id": plugin_id}))
