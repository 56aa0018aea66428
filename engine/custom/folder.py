"""Node kinds from Python files in a folder: loaded, loaded again when they change, and gone with their file.

The files are the owner's code on the owner's disk and run in this process with all its rights; nothing but
the disk brings them here. A file that others may write is refused.
"""

import asyncio
import hashlib
import inspect
import os
import re
import stat
import sys
import traceback
import types
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial, wraps
from pathlib import Path
from typing import Any

from engine.cell.frames import is_frame
from engine.custom.contract import BaseNode, ContractNode, node_kind, type_name
from engine.custom.functions import MARK, FunctionNode, function_kind
from engine.custom.parameters import engine_value
from engine.document import OWN_PREFIX
from engine.nodes.base import Context, Node, Result

_FUNCTION, _CLASS = f"{OWN_PREFIX}python-", f"{OWN_PREFIX}node-"
_PACKAGE = "millrace_nodes"  # under this name files of nodes are modules; `from ._shared import x` works among them


@dataclass(frozen=True, slots=True)
class BrokenFile:
    """A file of nodes that could not be loaded, or something in it."""

    path: Path
    message: str
    line: int | None = None


@dataclass(slots=True)
class LoadedFile:
    """What came out of one file."""

    version: str  # of its content, and of the helpers beside it
    kinds: dict[str, type[Node]] = field(default_factory=dict)
    problems: list[BrokenFile] = field(default_factory=list)


class NodeFolders:
    """The kinds of nodes in some folders; `refresh` makes them known to the engine.

    Every file whose name begins with neither `_` nor `test_` is loaded. Its kinds are its subclasses of `Node` and
    of `BaseNode`, and its public functions.
    """

    def __init__(self, *folders: Path) -> None:
        self.folders = folders
        self._files: dict[Path, LoadedFile] = {}
        self._seen: dict[Path, tuple[int, int]] = {}

    @property
    def kinds(self) -> Mapping[str, Path]:
        """Return the kinds that are known now, with their files."""
        return {kind: path for path, file in self._files.items() for kind in file.kinds}

    @property
    def problems(self) -> Sequence[BrokenFile]:
        """Return what could not be loaded."""
        return [problem for file in self._files.values() for problem in file.problems]

    def refresh(self) -> bool:
        """Load what is new or changed, forget what is gone; return whether anything was. Slow: it runs the files."""
        seen = {path: (found.st_mtime_ns, found.st_size) for path, found in self._python_files()}
        if seen == self._seen:
            return False
        self._seen = seen
        versions = {path: version for folder in self.folders for path, version in _versions(folder, seen)}
        for path in self._files.keys() - versions.keys():
            self._forget(path)
        for path, version in versions.items():
            known = self._files.get(path)
            if known is None or known.version != version:
                self._forget(path)
                self._files[path] = self._loaded(path, version)
        return True

    def close(self) -> None:
        """Make the kinds unknown again."""
        for path in list(self._files):
            self._forget(path)
        self._seen = {}

    def _python_files(self) -> Iterator[tuple[Path, os.stat_result]]:
        for folder in self.folders:
            for path in sorted(folder.glob("*.py")):
                try:
                    yield path, path.stat()
                except FileNotFoundError:
                    continue  # removed since it was listed

    def _forget(self, path: Path) -> None:
        file = self._files.pop(path, None)
        for kind, node in file.kinds.items() if file else ():
            if Node.registry.get(kind) is node:
                del Node.registry[kind]

    def _loaded(self, path: Path, version: str) -> LoadedFile:
        file = LoadedFile(version)
        token = Node.collected.set({})  # classes name their kind themselves, so none may stand in for another
        try:
            _check_owner(path)
            module = _module(path, self.folders.index(path.parent))
            for kind, make in _makers(module, Node.collected.get() or {}):
                try:
                    self._add(file, kind, make())
                except Exception as error:  # noqa: BLE001 - a file may raise anything; its author is told
                    file.problems.append(_broken(path, error))
        except (Exception, SystemExit) as error:  # noqa: BLE001 - as above
            file.problems.append(_broken(path, error))
        finally:
            Node.collected.reset(token)
        return file

    def _add(self, file: LoadedFile, kind: str, node: type[Node]) -> None:
        if kind in Node.registry:
            other = self.kinds.get(kind)
            raise ValueError(f"there is a node kind {kind!r} already{f', in {other.name}' if other else ''}")
        node.kind, node.version = kind, f"{node.version}-{file.version}"
        node.label = node.label or _words(node.__name__)
        if not issubclass(node, FunctionNode | ContractNode):
            setattr(node, "run", _adopting(node.run))  # noqa: B010 - the author's, with frames made values
        Node.registry[kind] = file.kinds[kind] = node


def _versions(folder: Path, seen: Mapping[Path, Any]) -> Iterator[tuple[Path, str]]:
    """Yield the files of nodes with what stands for their content and that of the helpers in the folder."""
    inside = [path for path in seen if path.parent == folder]
    shared = hashlib.blake2b(digest_size=8)
    for path in inside:
        if path.name.startswith("_"):
            shared.update(path.name.encode() + path.read_bytes())
    for path in inside:
        if not path.name.startswith(("_", "test_")):
            own = shared.copy()
            own.update(path.read_bytes())
            yield path, own.hexdigest()


def _check_owner(path: Path) -> None:
    """Raise PermissionError when others than the owner and root could have written a file."""
    if not hasattr(os, "getuid"):
        return  # a system without such owners
    for place in (path, path.parent):
        found = place.stat()
        if found.st_mode & stat.S_IWOTH or found.st_uid not in (os.getuid(), 0):
            raise PermissionError(f"{place} may be written by others, so nothing in it is run; take that right away")


def _module(path: Path, number: int) -> types.ModuleType:
    """Run a file as a module of its folder's package and return it. It is read anew each time."""
    package = f"{_PACKAGE}{number}"
    if package not in sys.modules:
        sys.modules[package] = types.ModuleType(package)
    sys.modules[package].__path__ = [str(path.parent)]
    for name in [name for name in sys.modules if name.startswith(f"{package}._")]:
        del sys.modules[name]  # helpers may have changed, too
    module = types.ModuleType(f"{package}.{path.stem}")
    module.__file__, module.__package__ = str(path), package
    sys.modules[module.__name__] = module  # where dataclasses and type hints look their names up
    exec(compile(path.read_bytes(), path, "exec"), module.__dict__)  # noqa: S102 - what a folder of nodes is for
    return module


def _makers(
    module: types.ModuleType, collected: Mapping[str, type[Node]]
) -> Iterator[tuple[str, Callable[[], type[Node]]]]:
    """Yield the kinds in a module with what makes each.

    Beside classes of nodes only functions that are marked or in `__all__` count; the others help.
    """
    members = {
        name: value for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__
    }
    classes = [value for value in members.values() if isinstance(value, type) and issubclass(value, BaseNode)]
    for kind, node in collected.items():
        yield _named(_CLASS, kind), partial(_same, node)
    for original in classes:
        kind = _named(_CLASS, type_name(original))
        yield kind, partial(node_kind, original, kind)
    chosen = getattr(module, "__all__", None)
    for name, value in members.items():
        if not inspect.isfunction(value) or name.startswith("_"):
            continue
        if name in chosen if chosen is not None else hasattr(value, MARK) or not (collected or classes):
            kind = _named(f"{_FUNCTION}{module.__name__.rpartition('.')[2]}-", name)
            yield kind, partial(function_kind, value, kind)


def _same(node: type[Node]) -> type[Node]:
    return node


def _named(prefix: str, name: str) -> str:
    """Return the name of a kind; ours begin with `millrace-`, so that Dify leaves them alone."""
    return name if name.startswith(OWN_PREFIX) else f"{prefix}{re.sub(r'[^A-Za-z0-9_]+', '-', name)}"


def _words(name: str) -> str:
    """Return `CustomBusinessNode` as `Custom business node`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).replace("_", " ").capitalize()


def _adopting(run: Callable[[Any, Context], Awaitable[Result]]) -> Callable[[Any, Context], Awaitable[Result]]:
    """Return `run` with frames of polars or pandas among its outputs made values, away from the loop."""

    @wraps(run)
    async def adopting(node: Node, ctx: Context) -> Result:
        result = await run(node, ctx)
        if any(map(is_frame, result.outputs.values())):
            result.outputs = await asyncio.to_thread(_with_values, result.outputs)
        return result

    return adopting


def _with_values(outputs: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: engine_value(value, "any", name=name) if is_frame(value) else value for name, value in outputs.items()
    }


def _broken(path: Path, error: BaseException) -> BrokenFile:
    """Return what is wrong with a file, with the last of its lines on the way to the error."""
    if isinstance(error, SyntaxError) and error.filename == str(path):
        return BrokenFile(path, f"SyntaxError: {error.msg}", error.lineno)
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
    return BrokenFile(path, f"{type(error).__name__}: {error}", lines[-1] if lines else None)
