"""Files that an agent works with: its model names them, its tools get them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from engine.tools.base import JsonObject, Parameter
from engine.values import File

KINDS = ("file", "files")


class KnownFiles:
    """The files that came with the question, and those that tools made, by the names that models use for them."""

    def __init__(self, files: Iterable[File] = ()) -> None:
        self._files: dict[str, File] = {}
        self.add(files)

    def add(self, files: Iterable[File]) -> None:
        """Let files be named from now on; a name that is taken gets a number."""
        for file in files:
            name = base = file.filename or file.related_id or file.address or "file"
            number = 1
            while name in self._files and self._files[name] != file:
                number += 1
                name = f"{base} ({number})"
            self._files[name] = file

    @property
    def names(self) -> list[str]:
        """Return the names, oldest first."""
        return list(self._files)

    def handed(self, parameters: Sequence[Parameter], arguments: Mapping[str, Any]) -> JsonObject:
        """Return the arguments with files in the place of their names; what names none stays as it is."""
        kinds = {parameter.name: parameter.type for parameter in parameters}
        return {name: self._of(value) if kinds.get(name) in KINDS else value for name, value in arguments.items()}

    def _of(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._of(item) for item in value]
        return self._files.get(value, value) if isinstance(value, str) else value

    def described(self) -> str:
        """Return for the model which files there are, "" without any."""
        return f" Files by name: {', '.join(self.names)}." if self._files else " The name of a file."
