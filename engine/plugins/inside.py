"""The parts of a plugin that run inside of the server: model providers. With all its rights, so an owner must agree."""

import importlib
import sys
import traceback
import types
from collections.abc import Mapping
from pathlib import Path

from engine.models.authoring import ModelProvider
from engine.models.known import KnownProviders, register_provider, unregister_provider
from engine.plugins.errors import PluginNotLoaded
from engine.plugins.manifest import Manifest


class InsideParts:
    """The providers of one version of a plugin, known from `load` to `unload`."""

    def __init__(self, manifest: Manifest, root: Path, digest: str, *, known: KnownProviders | None = None) -> None:
        self._manifest = manifest
        self._root = root
        self._package = f"millrace_plugin_{manifest.id.replace('-', '_')}_{digest[:12]}"
        self._known = known
        self._found: list[type[ModelProvider]] = []
        self.providers: list[str] = []

    def load(self) -> None:
        """Run the modules; slow. Raises PluginNotLoaded: one raised, or what it names is no provider."""
        try:
            places = self._manifest.provides.get("providers", {})
            self._found = [self._provider(name, place) for name, place in places.items()]
        except Exception as error:
            raise _not_loaded(error) from error

    def register(self) -> None:
        """Make the providers known, in the place of those of an earlier version.

        Raises:
            PluginNotLoaded: one lacks something or has the id of somebody else's; none of them is known then.
        """
        try:
            for provider in self._found:
                info = register_provider(provider, owner=self._manifest.id, known=self._known)
                self.providers.append(info.id)
        except ValueError as error:
            self.unload()
            raise _not_loaded(error) from error

    def unload(self, *, but: Mapping[str, object] | None = None) -> None:
        """Forget the providers, except those in `but`, which a later version has; and the modules."""
        for provider in self.providers:
            if provider not in (but or {}):
                unregister_provider(provider, owner=self._manifest.id, known=self._known)
        for name in [name for name in sys.modules if name == self._package or name.startswith(f"{self._package}.")]:
            del sys.modules[name]

    def _provider(self, name: str, place: str) -> type[ModelProvider]:
        if self._package not in sys.modules:
            package = types.ModuleType(self._package)
            package.__path__ = [str(self._root)]
            sys.modules[self._package] = package
        module, _, attribute = place.partition(":")
        found = getattr(importlib.import_module(f"{self._package}.{module}"), attribute)
        if not (isinstance(found, type) and issubclass(found, ModelProvider)):
            raise TypeError(f"providers.{name}: {place} is no subclass of ModelProvider")
        return found


def _not_loaded(error: Exception) -> PluginNotLoaded:
    trace = "".join(traceback.format_exception(error))
    return PluginNotLoaded(f"{type(error).__name__}: {error}", trace=trace)
