"""Who calls whom in the source: which use cases of the services the pages and the console name, and which of them write.

Names are resolved through imports; what is called through a variable is not seen.
"""

import ast
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("services", "storage", "pages", "api")
CALLED_BY_WIDGETS = ("on_click", "on_change", "on_select", "on_submit", "on_dismiss")
Function = ast.FunctionDef | ast.AsyncFunctionDef


class CallGraph:
    """The functions of the product by their full names, and the names that each of them uses."""

    def __init__(self, root: Path = ROOT) -> None:
        files = [path for room in ROOMS for path in (root / room).rglob("*.py")]
        self.modules = {_module(path.relative_to(root)): ast.parse(path.read_text()) for path in files}
        self._names = {module: dict(_bindings(module, tree)) for module, tree in self.modules.items()}
        self.functions = {
            name: found for module, tree in self.modules.items() for name, found in _functions(module, tree)
        }
        self.uses = {name: self._used(module, node) for name, (module, node) in self.functions.items()}

    @cached_property
    def writing(self) -> set[str]:
        """Return the functions that store something, themselves or through others."""
        found = {
            name
            for name, (module, node) in self.functions.items()
            if module.startswith("storage.") and isinstance(node, ast.AsyncFunctionDef)
        }
        while more := {name for name, used in self.uses.items() if name not in found and used & found}:
            found |= more
        return found

    def named_by(self, *rooms: str) -> dict[str, set[str]]:
        """Return the functions of the services that modules of `rooms` name, each with these modules."""
        found: dict[str, set[str]] = {}
        for module, tree in self.modules.items():
            if module.startswith(rooms):
                for name in self._used(module, tree):
                    if name.startswith("services.") and name in self.functions:
                        found.setdefault(name, set()).add(module)
        return found

    def reached_by(self, name: str) -> set[str]:
        """Return all functions that a function uses, itself or through others."""
        found: set[str] = set()
        ahead = {name}
        while ahead:
            found |= ahead
            ahead = {further for one in ahead for further in self.uses.get(one, ())} - found
        return found

    def callbacks(self, room: str) -> Iterator[tuple[str, str]]:
        """Yield module and name of each function that a widget is given to call as it is."""
        for module, tree in self.modules.items():
            names = self._names[module] if module.startswith(room) else {}
            for node in ast.walk(tree) if names else ():
                given = node.value if isinstance(node, ast.keyword) and node.arg in CALLED_BY_WIDGETS else None
                if isinstance(given, ast.Name) and given.id in names:
                    yield module, self._resolved(names[given.id])

    def _used(self, module: str, node: ast.AST) -> set[str]:
        names = self._names[module]
        dotted = (_dotted(one) for one in ast.walk(node) if isinstance(one, ast.Attribute | ast.Name))
        return {self._resolved(".".join([names[one[0]], *one[1:]])) for one in dotted if one and one[0] in names}

    def _resolved(self, name: str) -> str:
        """Return where a name is made that modules hand on."""
        for _ in range(5):
            module, _, leaf = name.rpartition(".")
            further = self._names.get(module, {}).get(leaf)
            if further is None or further == name:
                break
            name = further
        return name


def _module(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _bindings(module: str, tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((alias.asname or alias.name, f"{node.module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                first = alias.name.partition(".")[0]
                yield alias.asname or first, alias.name if alias.asname else first
    for made in tree.body:
        if isinstance(made, Function | ast.ClassDef):
            yield made.name, f"{module}.{made.name}"


def _functions(module: str, tree: ast.Module) -> Iterator[tuple[str, tuple[str, Function]]]:
    for node in tree.body:
        if isinstance(node, Function):
            yield f"{module}.{node.name}", (module, node)


def _dotted(node: ast.AST) -> list[str]:
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return [node.id, *reversed(parts)] if isinstance(node, ast.Name) else []
