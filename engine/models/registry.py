"""Finds the model that a reference in a document names, among the providers of a workspace."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Any, cast

from engine.errors import ModelNotConfigured
from engine.models import tokens
from engine.models.base import ChatModel, EmbeddingModel, ModerationModel, RerankModel, SpeechToText, TextToSpeech
from engine.models.catalogue import catalogue
from engine.models.health import AccountHealth
from engine.models.known import KnownProviders, everyone
from engine.models.lookup import load_prices, model_info
from engine.models.policy import CallPolicy
from engine.models.provider import Credentials, Kind, ModelInfo, Provider, ProviderInfo, SpeechProvider
from engine.models.rotation import Accounts, Rota, RotatingChat

DEMO, LOCAL = "demo", "local"
BUILT_IN = frozenset({DEMO, LOCAL})  # nobody has to sign in to them


def provider_id(name: str) -> str:
    """Return the canonical id of a provider, whose name may be qualified: `langgenius/openai/openai` is `openai`."""
    short = name.strip().rsplit("/", 1)[-1].lower()
    return catalogue().aliases.get(short, short)


def known_providers() -> list[ProviderInfo]:
    """Return every provider that can be signed in to, in the order in which people are offered them."""
    return everyone().all()


class ModelRegistry:
    """The models of one workspace; implements `engine.resources.Models`.

    `credentials` maps provider ids to what is stored for them; the built-in ones need none.
    `overrides` maps provider ids to `"*"` or patterns of model names that go to that provider
    whatever provider a reference names; of several the last wins. `fallback` names the provider
    that answers references to a provider without credentials; `fallback_model` is the model used
    there, None passes the reference's own name on. `substitutes` are the providers and names of chat models that
    answer, in this order, when the one that was asked cannot. While nothing is stored at all, the demo model
    answers. `http_client` (an `httpx2.AsyncClient`) is shared by all providers when it is given,
    and is then the caller's to close. `policy` says how patient calls are. `known` are the providers there are,
    those of the process when it is left out. `own` are models by their providers' ids that a workspace describes
    itself; they stand for those of the catalogue.
    """

    def __init__(
        self,
        credentials: Mapping[str, Credentials] | None = None,
        *,
        overrides: Mapping[str, str | Sequence[str]] | None = None,
        fallback: str | None = None,
        fallback_model: str | None = None,
        substitutes: Sequence[tuple[str, str]] = (),
        http_client: Any = None,
        policy: CallPolicy | None = None,
        known: KnownProviders | None = None,
        own: Mapping[str, Sequence[ModelInfo]] | None = None,
    ) -> None:
        self._known = known or everyone()
        self._own = own or {}
        self._health: dict[str, list[AccountHealth]] = {}
        stored = {provider_id(name): value for name, value in (credentials or {}).items()}
        self._credentials = dict.fromkeys(BUILT_IN, Credentials()) | stored
        self._overrides = [(provider_id(name), _patterns(rule)) for name, rule in (overrides or {}).items()]
        self._fallback = provider_id(fallback) if fallback else None
        self._fallback_model = fallback_model
        self._substitutes = [(provider_id(owner), name) for owner, name in substitutes]
        self._http_client = http_client
        self._policy = policy or CallPolicy()
        self._providers: dict[str, Provider] = {}
        self._chat_models: dict[tuple[str, str], ChatModel] = {}

    def resolve(self, kind: Kind, provider: str, name: str) -> tuple[str, str]:
        """Return the provider and the model name that answer a reference.

        Raises:
            ModelNotConfigured: nobody who is signed in to does.
        """
        for candidate in self._candidates(provider, name):
            if self._offers(candidate, kind):
                return candidate, name
        if self._fallback and self._offers(self._fallback, kind):
            return self._fallback, self._fallback_model or name
        if self._credentials.keys() <= BUILT_IN and self._offers(DEMO, kind):
            return DEMO, name
        raise ModelNotConfigured(self._missing(provider, kind), provider=provider_id(provider))

    def info(self, kind: Kind, provider: str, name: str) -> ModelInfo:
        """Return what is known of the model that answers a reference; raises `ModelNotConfigured`."""
        owner, model = self.resolve(kind, provider, name)
        return self.described(owner, model, kind)

    def described(self, provider: str, name: str, kind: Kind = "llm") -> ModelInfo:
        """Return what is known of a model of a provider, signed in or not; raises `ModelNotConfigured`."""
        key = provider_id(provider)
        info = self._known.find(key)
        if info is None:
            raise ModelNotConfigured(self._missing(provider, kind), provider=key)
        stored = self._credentials.get(key)
        flags = {**info.flags, **(stored.extra if stored else {})}
        return model_info(info.with_models(self._own.get(key, ())), name, kind, flags=flags)

    def chat(self, provider: str, name: str) -> ChatModel:
        """Return the model; raises `ModelNotConfigured` when nobody offers it."""
        key = self.resolve("llm", provider, name)
        if key not in self._chat_models:
            self._chat_models[key] = self._with_substitutes(key)
        return self._chat_models[key]

    def embedding(self, provider: str, name: str) -> EmbeddingModel:
        """Return the model; raises `ModelNotConfigured` when nobody offers it."""
        owner, model = self.resolve("text-embedding", provider, name)
        return self.provider(owner).embedding(model)

    def rerank(self, provider: str, name: str) -> RerankModel:
        """Return the model; raises `ModelNotConfigured` when nobody offers it."""
        owner, model = self.resolve("rerank", provider, name)
        return self.provider(owner).rerank(model)

    def speech_to_text(self, provider: str, name: str) -> SpeechToText:
        """Return the model that writes down what is said; raises `ModelNotConfigured` when nobody offers it."""
        owner, model = self._speaking("speech2text", provider, name)
        return owner.speech_to_text(model)

    def text_to_speech(self, provider: str, name: str) -> TextToSpeech:
        """Return the model that speaks; raises `ModelNotConfigured` when nobody offers it."""
        owner, model = self._speaking("tts", provider, name)
        return owner.text_to_speech(model)

    def moderation(self, provider: str, name: str) -> ModerationModel:
        """Return the model that finds harmful texts; raises `ModelNotConfigured` when nobody offers it."""
        owner, model = self._speaking("moderation", provider, name)
        return owner.moderation(model)

    def provider(self, name: str) -> Provider:
        """Return the provider itself, without overrides or fallback.

        Raises:
            ModelNotConfigured: there are no credentials for it.
        """
        key = provider_id(name)
        info = self._known.find(key)
        if key not in self._credentials or info is None:
            raise ModelNotConfigured(self._missing(name, "llm"), provider=key)
        if key not in self._providers:
            described = info.with_models(self._own.get(key, ()))
            self._providers[key] = self._signed_in(described, self._credentials[key].accounts())
        return self._providers[key]

    def _signed_in(self, info: ProviderInfo, accounts: Sequence[Credentials]) -> Provider:
        """Return a provider; of several accounts each is asked once, for the next one is the better second try."""
        make = self._known.maker(info.id)
        policy = self._policy if len(accounts) == 1 else replace(self._policy, retries=0)
        health = self._health.setdefault(info.id, [AccountHealth() for _ in accounts])
        made: list[Provider] = [
            make(info, account, self._http_client, replace(policy, noted=state.note))
            for account, state in zip(accounts, health, strict=True)
        ]
        return made[0] if len(made) == 1 else Accounts(info, made, self._policy)

    def health(self) -> Mapping[str, Sequence[AccountHealth]]:
        """Return how the accounts of each provider do that was signed in to so far, in the order of their keys."""
        return self._health

    def warm_up(self) -> None:
        """Import what the stored providers need; slow the first time, so best called in a thread."""
        for info in filter(None, map(self._known.find, self._credentials)):
            self._known.maker(info.id)
            if info.flags.get("exact_tokens"):
                tokens.load()
            if info.flags.get("prices"):
                load_prices()

    async def close(self) -> None:
        """Close every provider's connections; models that were handed out stop working."""
        providers, self._providers = list(self._providers.values()), {}
        self._chat_models.clear()
        await asyncio.gather(*(provider.close() for provider in providers))

    def _with_substitutes(self, key: tuple[str, str]) -> ChatModel:
        """Return a model, behind which those of the chain stand that can be asked; the demo model needs none."""
        chain = [key, *(other for other in self._substitutes if other != key and self._offers(other[0], "llm"))]
        models = [self.provider(owner).chat(name) for owner, name in chain]
        if len(models) == 1 or key[0] == DEMO:
            return models[0]
        return RotatingChat(Rota("chain", models, replace(self._policy, retries=0), is_chain=True))

    def _speaking(self, kind: Kind, provider: str, name: str) -> tuple[SpeechProvider, str]:
        owner, model = self.resolve(kind, provider, name)
        return cast(SpeechProvider, self.provider(owner)), model  # its `kinds` say that it is one

    def _candidates(self, provider: str, name: str) -> Iterator[str]:
        for owner, patterns in reversed(self._overrides):
            if any(fnmatchcase(name, pattern) for pattern in patterns):
                yield owner
        yield provider_id(provider)

    def _offers(self, key: str, kind: Kind) -> bool:
        info = self._known.find(key)
        return key in self._credentials and info is not None and kind in info.kinds

    def _missing(self, provider: str, kind: Kind) -> str:
        if not provider.strip():
            return "no model provider is chosen"
        info = self._known.find(provider_id(provider))
        label = info.label if info else provider
        if info is not None and kind not in info.kinds:
            return f"{label} offers no {kind} models, and no other provider is set to stand in"
        return f"no credentials are stored for the model provider {label}; add them under Models"


def _patterns(rule: str | Sequence[str]) -> Sequence[str]:
    return (rule,) if isinstance(rule, str) else tuple(rule)
