"""The providers that are known: those of the catalogue, and those that plug-ins register while the program runs.

A plug-in hands in a class (see `engine.models.authoring`):

    register_provider(Acme, owner="acme-plugin")   # known from now on, signed in to like any other
    unregister_provider("acme", owner="acme-plugin")

An owner may register a provider of its own again, which takes the place of the earlier one at once: that is how it
is upgraded. Registries (`ModelRegistry`) that already signed in go on with what they have; make new ones afterwards.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from engine.models.catalogue import catalogue
from engine.models.policy import CallPolicy
from engine.models.provider import Credentials, Provider, ProviderInfo

if TYPE_CHECKING:
    from engine.models.authoring import ModelProvider

Maker = Callable[[ProviderInfo, Credentials, Any, CallPolicy], Provider]

# The module that speaks each protocol. They are imported when a provider of theirs is first used: the
# two vendor libraries take 2 s and 60 MB, which a workspace that uses neither should not pay.
PROTOCOLS: Final[Mapping[str, str]] = {
    "demo": "engine.models.demo",
    "openai": "engine.models.openai",
    "anthropic": "engine.models.anthropic",
    "cohere": "engine.models.cohere",
    "gemini": "engine.models.gemini",
    "minilm": "engine.models.minilm.provider",
}


@dataclass(frozen=True, slots=True)
class _Registered:
    info: ProviderInfo
    maker: Maker | None  # None: the module that speaks its protocol makes it
    owner: str  # "" for the catalogue


class KnownProviders:
    """Providers by their ids; safe to change while others read."""

    def __init__(self, infos: Iterable[ProviderInfo] = ()) -> None:
        self._by_id = {info.id: _Registered(info, None, "") for info in infos}

    def all(self) -> list[ProviderInfo]:
        """Return every provider, in the order in which people are offered them."""
        return [one.info for one in self._by_id.values()]

    def find(self, provider: str) -> ProviderInfo | None:
        """Return a provider by its canonical id, None for one that is not known."""
        found = self._by_id.get(provider)
        return found.info if found else None

    def owner(self, provider: str) -> str:
        """Return who registered a provider, "" for those of the catalogue and unknown ones."""
        found = self._by_id.get(provider)
        return found.owner if found else ""

    def maker(self, provider: str) -> Maker:
        """Return what signs in to a provider; slow when its protocol is used for the first time. Raises KeyError."""
        found = self._by_id[provider]
        if found.maker is not None:
            return found.maker
        made: Maker = import_module(PROTOCOLS[found.info.protocol]).provider
        return made

    def register(self, info: ProviderInfo, maker: Maker | None = None, *, owner: str) -> None:
        """Make a provider known, in place of an earlier one of the same owner.

        Raises:
            ValueError: somebody else's has that id, or nobody speaks its protocol.
        """
        known = self._by_id.get(info.id)
        if known is not None and known.owner != owner:
            raise ValueError(f"there is a model provider {info.id!r} already, of {known.owner or 'the program itself'}")
        if maker is None and info.protocol not in PROTOCOLS:
            spoken = ", ".join(PROTOCOLS)
            raise ValueError(f"nobody speaks the protocol {info.protocol!r} of {info.id}; spoken are {spoken}")
        self._by_id = {**self._by_id, info.id: _Registered(info, maker, owner)}

    def unregister(self, provider: str, *, owner: str) -> None:
        """Forget a provider of `owner`; nothing happens when it has none of that id."""
        if self._by_id.get(provider, None) is not None and self.owner(provider) == owner and owner:
            self._by_id = {key: one for key, one in self._by_id.items() if key != provider}


def register_provider(
    provider: "type[ModelProvider]", *, owner: str, known: KnownProviders | None = None
) -> ProviderInfo:
    """Make the provider that a class describes known; return how people will see it.

    `owner` is the plug-in's id, and must not be empty.

    Raises:
        ValueError: the class lacks something, or its id is taken by another owner; the message says which.
    """
    if not owner:
        raise ValueError("a provider is registered by somebody: owner is empty")
    info = provider.described()
    (known or everyone()).register(info, None if provider.speaks else provider, owner=owner)
    return info


def unregister_provider(provider: str, *, owner: str, known: KnownProviders | None = None) -> None:
    """Forget a provider of `owner`; stored credentials stay, and count again when it is registered again."""
    (known or everyone()).unregister(provider, owner=owner)


@cache
def everyone() -> KnownProviders:
    """Return the providers of this process; the catalogue is read the first time."""
    return KnownProviders(catalogue().providers)
