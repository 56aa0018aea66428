"""Plugins for tests: folders that are written, and what brings them in."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from services.plugins import lifecycle
from services.plugins.views import PluginView, plugins
from services.runtime import Runtime

MANIFEST = """
id = "{id}"
version = "{version}"
millrace = "0.1.0"
author = "The tests"
licence = "MIT"

[name]
en = "Words"
zh = "词"

[description]
en = "Counts words."

[limits]
seconds = {seconds}
memory_mb = 64
{more}
[provides.tools]
count = "words:count"
spin = "words:spin"
end = "words:end"

[provides.nodes]
shout = "words:shout"
"""
CODE = '''
import os
import time

from engine.plugins import sdk


def count(text: str) -> int:
    """Count the words of a text.

    Args:
        text: What is counted.
    """
    return len(text.split())


def shout(text: str) -> str:
    """Say it loud."""
    return text.upper() + "{mark}"


def spin() -> str:
    """Never come back."""
    while True:
        pass


def end() -> str:
    """End the process."""
    os._exit(3)
'''


def write_plugin(
    home: Path,
    id: str = "words",
    *,
    version: str = "1.0.0",
    mark: str = "!",
    code: str | None = None,
    more: str = "",
    seconds: float = 20,
) -> Path:
    """Write a plugin into the folder of plugins and return its own."""
    folder = home / id
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plugin.toml").write_text(MANIFEST.format(id=id, version=version, more=more, seconds=seconds))
    (folder / "words.py").write_text(CODE.replace("{mark}", mark) if code is None else code)
    return folder


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """Return a zip archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def zipped_folder(folder: Path) -> bytes:
    """Return the files of a folder as an archive that holds the folder."""
    files = {f"{folder.name}/{path.relative_to(folder)}": path.read_bytes() for path in folder.rglob("*.*")}
    return zipped(files)


async def view_of(rt: Runtime, id: str = "words") -> PluginView:
    """Return a plugin as the page shows it."""
    return next(view for view in await plugins(rt) if view.id == id)


async def switch_on(rt: Runtime, id: str = "words", *, trust: bool = False) -> None:
    """Switch a plugin on as somebody does who saw the page."""
    await lifecycle.enable(rt, id, digest=(await view_of(rt, id)).digest, trust=trust)
