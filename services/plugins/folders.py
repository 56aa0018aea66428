"""Where plugins lie: folders of the data folder, installed packages, and copies of what was agreed to.

    plugins/<id>/                 what somebody put or installed here
    plugins/.running/<id>-<…>/    a copy of the files that were agreed to; code runs from here and nowhere else

So a folder may change at any time: what runs changes when somebody agrees to the new files.
"""

import hashlib
import os
import shutil
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from engine.plugins.manifest import FILE, InvalidManifest, Manifest, read_manifest
from services.errors import InvalidInput

FOLDER: Final = "plugins"  # of the data folder
GROUP: Final = "millrace.plugins"  # of the entry points of packages
MOST_FILES: Final = 5_000
MOST_BYTES: Final = 64 * 2**20
_RUNNING: Final = ".running"
_LEFT_OUT: Final = frozenset({"__pycache__", "node_modules"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A plugin as it lies there; without a manifest `problem` says what is wrong with it."""

    id: str
    folder: Path  # with the manifest in it
    package: str = ""  # of an installed package: the name under which its modules import each other
    origin: Mapping[str, Any]
    manifest: Manifest | None = None
    digest: str = ""
    problem: str = ""


class PluginFolders:
    """The plugins of one data folder, and of the environment that the server runs in. All of it is blocking."""

    def __init__(self, data_dir: Path) -> None:
        self.home = data_dir / FOLDER

    def sources(self) -> list[Source]:
        """Return all plugins that there are, by id; of two with the same id the folder counts."""
        found: dict[str, Source] = {}
        for source in [*self._packages(), *self._own()]:
            found[source.id] = source
        return [found[id] for id in sorted(found)]

    def source(self, plugin_id: str) -> Source | None:
        """Return a plugin by its id, None when there is none."""
        return next((source for source in self.sources() if source.id == plugin_id), None)

    def copy(self, source: Source) -> Path:
        """Return where a copy of a plugin's files lies, made unless it is there: the folder that modules are found in.

        Raises:
            InvalidInput: the files changed meanwhile.
        """
        root = self.home / _RUNNING / f"{source.id}-{source.digest[:32]}"
        if not root.is_dir():
            fresh = root.with_name(f".{root.name}.{os.getpid()}")
            shutil.rmtree(fresh, ignore_errors=True)
            for path in files_of(source.folder):
                place = fresh / source.package / path.relative_to(source.folder)
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, place)
            if digest_of(fresh / source.package) != source.digest:
                shutil.rmtree(fresh)
                raise InvalidInput(f"The files of the plugin {source.id} changed meanwhile. Look at them again.")
            fresh.rename(root)
        return root

    def running(self, plugin_id: str, digest: str) -> Source | None:
        """Return the copy of a plugin's files that was agreed to, None when it is not there as it was."""
        root = self.home / _RUNNING / f"{plugin_id}-{digest[:32]}"
        inside = [path.parent for path in (root / FILE, *root.glob(f"*/{FILE}")) if path.is_file()]
        if not inside or digest_of(inside[0]) != digest:
            return None
        package = "" if inside[0] == root else inside[0].name
        return _read(plugin_id, inside[0], origin={"kind": "copy"}, package=package)

    def drop_copies(self, plugin_id: str, *, but: str = "") -> None:
        """Remove the copies of a plugin's files, except that of one digest."""
        kept = f"{plugin_id}-{but[:32]}" if but else ""
        for path in (self.home / _RUNNING).glob(f"{plugin_id}-*"):
            if path.name != kept and path.name.removeprefix(f"{plugin_id}-").isalnum():
                shutil.rmtree(path, ignore_errors=True)

    def place(self, folder: Path) -> Manifest:
        """Put an unpacked plugin into the place that its id names, instead of what is there; return its manifest.

        Raises:
            InvalidManifest: it is no plugin.
        """
        inner = [path.parent for path in (folder / FILE, *folder.glob(f"*/{FILE}")) if path.is_file()]
        if not inner:
            raise InvalidManifest(f"there is no {FILE} in it")
        manifest = read_manifest(inner[0])
        digest_of(inner[0])  # which refuses what is too much, and links
        target, old = self.home / manifest.id, self.home / f".old-{manifest.id}"
        shutil.rmtree(old, ignore_errors=True)
        if target.exists():
            target.rename(old)
        for path in inner[0].rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o644)
        inner[0].chmod(0o755)
        inner[0].rename(target)
        shutil.rmtree(old, ignore_errors=True)
        return manifest

    def remove(self, source: Source) -> None:
        """Remove a plugin's folder. Raises InvalidInput: it is a package of the environment."""
        if source.package:
            raise InvalidInput(f"{source.id} is the installed package {source.package}; remove it with pip.")
        shutil.rmtree(source.folder, ignore_errors=True)

    def _own(self) -> Iterator[Source]:
        for folder in sorted(self.home.glob("*")):
            if folder.is_dir() and not folder.name.startswith("."):
                yield _read(folder.name, folder, origin={"kind": "folder"})

    def _packages(self) -> Iterator[Source]:
        """Yield the installed packages that say they are plugins; none of them is imported."""
        for entry in metadata.entry_points(group=GROUP):
            name = entry.value.partition(":")[0]
            places = [str(entry.dist.locate_file(name.replace(".", "/")))] if entry.dist else []
            folder = next((Path(place) for place in places if Path(place, FILE).is_file()), None)
            origin = {"kind": "package", "package": name}
            if folder is None:
                problem = f"the package {name} holds no {FILE}"
                yield Source(id=entry.name, folder=Path(), package=name, origin=origin, problem=problem)
            else:
                yield _read(entry.name, folder, origin=origin, package=name.rpartition(".")[2])


def _read(plugin_id: str, folder: Path, *, origin: Mapping[str, Any], package: str = "") -> Source:
    try:
        manifest = read_manifest(folder, folder.parent if package else folder)
        if manifest.id != plugin_id:
            raise InvalidManifest(f"{FILE} says {manifest.id}, and the name here is {plugin_id}")
        return Source(
            id=plugin_id, folder=folder, package=package, origin=origin, manifest=manifest, digest=digest_of(folder)
        )
    except (InvalidManifest, OSError) as error:
        return Source(id=plugin_id, folder=folder, package=package, origin=origin, problem=str(error))


def files_of(folder: Path) -> list[Path]:
    """Return the files of a plugin, sorted. Raises InvalidManifest: there are too many, a link, or others write it."""
    found, size = [], 0
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if any(part in _LEFT_OUT or part.startswith(".") for part in parts):
            continue
        about = path.lstat()
        if stat.S_ISLNK(about.st_mode):
            raise InvalidManifest(f"{'/'.join(parts)} is a link")
        if about.st_mode & stat.S_IWOTH:
            raise InvalidManifest(f"{'/'.join(parts)} may be written by others; take that right away")
        if stat.S_ISREG(about.st_mode):
            found.append(path)
            size += about.st_size
    if len(found) > MOST_FILES or size > MOST_BYTES:
        raise InvalidManifest(f"it holds more than {MOST_FILES} files or {MOST_BYTES // 2**20} MB")
    return found


def digest_of(folder: Path) -> str:
    """Return a digest of the names and contents of a plugin's files. Raises as `files_of`."""
    together = hashlib.sha256()
    for path in files_of(folder):
        content = path.read_bytes()
        together.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        together.update(content)
    return together.hexdigest()
