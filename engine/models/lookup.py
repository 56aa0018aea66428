"""What is known of a model that a document names: from its provider's list, else from models of like names."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from importlib import import_module
from typing import Any, Final

from engine.models.abilities import abilities_of, with_overrides
from engine.models.base import Abilities
from engine.models.catalogue import catalogue, fitted, model_named
from engine.models.facts import Kind, ModelInfo, Parameter, Price
from engine.models.provider import ProviderInfo

_PRICES: Final = "engine.models.pricelist"  # imported when a price is first missing: it takes 0.5 s and 20 MB
_PAID_BY_TOKEN: Final = ("llm", "text-embedding")  # other kinds are paid by minute, character or search, too
_DATED: Final = re.compile(r"-(20\d\d-?\d\d-?\d\d|latest)$")  # versions of a model are called so


def model_info(
    info: ProviderInfo, name: str, kind: Kind = "llm", *, flags: Mapping[str, Any] | None = None
) -> ModelInfo:
    """Return what is known of a model; of one that nobody has heard of, what is usual.

    `flags` are those of the signed-in account: they overrule the provider's, and abilities of the same names.
    """
    said = info.flags if flags is None else flags
    listed = info.find(name, kind)
    known = listed or _guessed(info, name, kind, said)
    abilities = with_overrides(known.abilities, said)
    elsewhere = info.flags.get("prices") if kind in _PAID_BY_TOKEN else None
    price = (listed and listed.price) or _listed_price(elsewhere, name) or known.price
    parameters = known.parameters
    if parameters is None:
        parameters = fitted(_usual(info, abilities), abilities) if kind == "llm" else ()
    return known.model_copy(update={"abilities": abilities, "price": price, "parameters": parameters})


def in_dollars(price: Price) -> Price:
    """Return a price in US dollars, by which all costs are added up; of an unknown currency nothing is known."""
    worth = catalogue().dollars.get(price.currency, Decimal(0))
    return price if worth == 1 else Price(input=price.input * worth, output=price.output * worth)


def load_prices() -> None:
    """Load the long price list, which takes half a second the first time."""
    import_module(_PRICES)


def _listed_price(vendor: str | None, name: str) -> Price | None:
    price: Price | None = import_module(_PRICES).listed_price(vendor, name) if vendor else None
    return price


def _guessed(info: ProviderInfo, name: str, kind: Kind, flags: Mapping[str, Any]) -> ModelInfo:
    """Return a model that its provider does not list: as another version of it, or as others offer it."""
    alike = next(filter(None, (info.find(other, kind) for other in _undated(name))), None)
    if alike is not None or kind != "llm":
        return (alike or ModelInfo(name=name, kind=kind)).model_copy(update={"name": name})
    elsewhere = next(filter(None, map(model_named, _undated(name.rpartition("/")[2]))), None)
    abilities: Abilities = elsewhere.abilities if elsewhere else abilities_of(name)
    takes_schema = (abilities.structured_output and bool(flags.get("json_schema"))) or info.protocol != "openai"
    return ModelInfo(name=name, abilities=replace(abilities, structured_output=takes_schema))


def _undated(name: str) -> Iterator[str]:
    yield name
    yield _DATED.sub("", name)


def _usual(info: ProviderInfo, abilities: Abilities) -> Sequence[Parameter]:
    """Return what calls take of a model that says nothing itself; some vendors' reasoning models take no sampling."""
    if not (abilities.reasoning and info.flags.get("renames_limit")):
        return info.parameters
    return [catalogue().parameters[name] for name in ("max_tokens", "reasoning_effort")]
