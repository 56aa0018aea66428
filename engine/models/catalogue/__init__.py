"""The catalogue that ships with a release: providers, their models, abilities, parameters and prices, as data files.

One file for each provider, `_index.toml` for what they share, `_families.toml` for models that no file lists. All of
it is read once, when the first provider is looked for.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, TypeAdapter

from engine.models.base import Abilities
from engine.models.facts import Kind, ModelInfo, Parameter, Price
from engine.models.provider import ProviderInfo

_HERE: Final = Path(__file__).parent
_KINDS: Final[Sequence[Kind]] = ("llm", "text-embedding", "rerank", "speech2text", "tts", "moderation")


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Listed(_Data):
    """One line of a provider's list; `can` are the names of abilities, `price` is that of input and output."""

    name: str
    kind: Kind = "llm"
    can: str = ""
    context: int | None = None
    output: int = 0
    completion: bool = False
    dimensions: int | None = None
    price: tuple[Decimal, Decimal] | None = None
    parameters: tuple[str, ...] | None = None


class _ProviderFile(_Data):
    """The file of a provider; `ranges` says where its parameters differ from what is usual."""

    id: str
    label: str
    protocol: str = "openai"
    base_url: str | None = None
    needs_key: bool = True
    kinds: tuple[Kind, ...] = ()  # those of its models when it names none
    help: str = ""
    currency: str = "USD"
    parameters: tuple[str, ...] = ()
    models: tuple[_Listed, ...] = ()
    flags: dict[str, Any] = {}
    ranges: dict[str, dict[str, Any]] = {}


class _Index(_Data):
    order: tuple[str, ...]
    aliases: dict[str, str]
    dollars: dict[str, Decimal]
    parameters: dict[str, dict[str, Any]]


class _Family(_Data):
    pattern: str
    can: str
    context: int | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """Models whose names tell what they can do."""

    pattern: re.Pattern[str]
    abilities: Abilities


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All that the data files say."""

    providers: Sequence[ProviderInfo]
    aliases: Mapping[str, str]
    dollars: Mapping[str, Decimal]  # what one unit of a currency is worth
    parameters: Mapping[str, Parameter]
    families: Sequence[Family]


@cache
def catalogue() -> Catalogue:
    """Return what the data files say. Raises pydantic.ValidationError for a file with a fault in it."""
    index = _Index.model_validate(_read("_index"))
    usual = {name: Parameter(name=name, **values) for name, values in index.parameters.items()}
    files = [_ProviderFile.model_validate(_read(name)) for name in index.order]
    families = TypeAdapter(list[_Family]).validate_python(_read("_families")["families"])
    return Catalogue(
        providers=[_provider(file, usual) for file in files],
        aliases=index.aliases,
        dollars=index.dollars,
        parameters=usual,
        families=[Family(re.compile(one.pattern), _abilities(one.can, one.context)) for one in families],
    )


@cache
def model_named(name: str) -> ModelInfo | None:
    """Return the chat model that any provider lists under a name; who serves models of others says less of them."""
    lowered = name.lower()
    every = (model for provider in catalogue().providers for model in provider.models if model.kind == "llm")
    return next((model for model in every if model.name.lower() == lowered), None)


def fitted(parameters: Sequence[Parameter], abilities: Abilities) -> tuple[Parameter, ...]:
    """Return parameters whose longest answer is that of a model with these abilities."""
    longest = abilities.max_output or abilities.context_size
    return tuple(one.model_copy(update={"max": longest}) if one.name == "max_tokens" else one for one in parameters)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_HERE / f"{name}.toml").read_text("utf-8"))


def _provider(file: _ProviderFile, usual: Mapping[str, Parameter]) -> ProviderInfo:
    ranges = {name: usual[name].changed(values) for name, values in file.ranges.items()}
    known = {**usual, **ranges}
    kinds = file.kinds or tuple(kind for kind in _KINDS if any(model.kind == kind for model in file.models))
    return ProviderInfo(
        id=file.id,
        label=file.label,
        protocol=file.protocol,
        base_url=file.base_url,
        needs_key=file.needs_key,
        kinds=kinds,
        models=[_model(model, file, known) for model in file.models],
        help=file.help,
        flags=file.flags,
        parameters=tuple(known[name] for name in file.parameters),
    )


def _model(listed: _Listed, file: _ProviderFile, known: Mapping[str, Parameter]) -> ModelInfo:
    abilities = replace(_abilities(listed.can, listed.context), max_output=listed.output)
    names = listed.parameters if listed.parameters is not None else file.parameters
    price = listed.price and Price(input=listed.price[0], output=listed.price[1], currency=file.currency)
    return ModelInfo(
        name=listed.name,
        kind=listed.kind,
        abilities=abilities,
        completion=listed.completion,
        dimensions=listed.dimensions,
        parameters=fitted([known[name] for name in names], abilities) if listed.kind == "llm" else (),
        price=price,
    )


def _abilities(can: str, context: int | None) -> Abilities:
    known = replace(Abilities(tools=False), **dict.fromkeys(can.split(), True))
    return known if context is None else replace(known, context_size=context)
