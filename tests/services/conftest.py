"""A runtime with real parts: a database in memory, the engine, the demo model; no queue, no children."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from config import Settings
from engine.models.minilm.client import EncoderClient
from engine.sandbox import Sandbox
from services import accounts, models
from services.runtime import Runtime
from services.secrets import Vault
from storage.database import Database


@pytest.fixture
async def rt(tmp_path: Path) -> AsyncIterator[Runtime]:
    runtime = Runtime(Settings(data_dir=tmp_path, embedded_redis=False))
    runtime.db = Database.open(":memory:", read_threads=2, extensions=False)
    runtime.secrets = Vault.temporary()
    runtime.code = Sandbox()
    runtime.encoder = EncoderClient(tmp_path / "encoder.sock")
    await accounts.ensure_workspace(runtime)
    yield runtime
    await runtime.live.close(1)
    await runtime.background.close(1)
    await models.close_registries(runtime)
    runtime.nodes.close()
    runtime.db.close()


@pytest.fixture
async def workspace_id(rt: Runtime) -> str:
    return (await accounts.workspace(rt)).id
