"""What models can do, told by their names: vendors' lists say it nowhere, and names are passed on as they are."""

from collections.abc import Mapping
from dataclasses import fields, replace
from functools import cache
from typing import Any

from engine.models.base import Abilities
from engine.models.catalogue import catalogue


@cache
def abilities_of(name: str) -> Abilities:
    """Return what a chat model of this name can do, as far as names tell."""
    lowered = name.lower()
    found = (family.abilities for family in catalogue().families if family.pattern.search(lowered))
    return next(found, Abilities())


def with_overrides(abilities: Abilities, said: Mapping[str, Any]) -> Abilities:
    """Return `abilities` with what a user said about them; keys that are no ability are left alone."""
    names = {field.name for field in fields(Abilities)}
    known = {name: value for name, value in said.items() if name in names and value is not None}
    return replace(abilities, **known)
