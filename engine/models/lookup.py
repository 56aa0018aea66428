"""What is known of a model that a document names: from its provider's list, else from its name."""

from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from typing import Any, Final

from engine.models.abilities import abilities_of, with_overrides
from engine.models.base import Abilities
from engine.models.facts import Kind, ModelInfo, Price
from engine.models.provider import ProviderInfo

_PRICES: Final = "engine.models.pricelist"  # imported when a price is first missing: it takes 0.5 s and 20 MB


def model_info(
    info: ProviderInfo, name: str, kind: Kind = "llm", *, flags: Mapping[str, Any] | None = None
) -> ModelInfo:
    """Return what is known of a model; of one that nobody has heard of, what is usual.

    `flags` are those of the signed-in account: they overrule the provider's, and abilities of the same names.
    """
    said = info.flags if flags is None else flags
    known = info.find(name, kind) or _guessed(info, name, kind, said)
    price = known.price or _listed_price(info.flags.get("prices"), name)
    return known.model_copy(update={"abilities": with_overrides(known.abilities, said), "price": price})


def in_dollars(price: Price) -> Price:
    """Return a price in US dollars, by which all costs are added up."""
    return price


def load_prices() -> None:
    """Load the long price list, which takes half a second the first time."""
    import_module(_PRICES)


def _listed_price(vendor: str | None, name: str) -> Price | None:
    price: Price | None = import_module(_PRICES).listed_price(vendor, name) if vendor else None
    return price


def _guessed(info: ProviderInfo, name: str, kind: Kind, flags: Mapping[str, Any]) -> ModelInfo:
    if kind != "llm":
        return ModelInfo(name=name, kind=kind)
    abilities: Abilities = abilities_of(name)
    takes_schema = (abilities.structured_output and bool(flags.get("json_schema"))) or info.protocol != "openai"
    return ModelInfo(name=name, abilities=replace(abilities, structured_output=takes_schema))
