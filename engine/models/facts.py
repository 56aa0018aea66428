"""What is known of a model: what it can do, what its calls take, what they cost."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from engine.models.base import Abilities

Kind = Literal["llm", "text-embedding", "rerank", "speech2text", "tts", "moderation"]
Number = int | float


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Price(_Fact):
    """What a model costs, per million tokens; a help and no promise, for vendors change their lists."""

    input: Annotated[Decimal, Field(ge=0)] = Decimal(0)
    output: Annotated[Decimal, Field(ge=0)] = Decimal(0)
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "USD"


class Parameter(_Fact):
    """One parameter of a call; `default` None leaves the choice to the vendor.

    A number lies from `min` to `max`; a choice is one of `options`.
    """

    name: str
    type: Literal["float", "int", "bool", "choice"] = "float"
    min: Number | None = None
    max: Number | None = None
    step: Number | None = None
    default: Number | bool | str | None = None
    options: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _fits(self) -> "Parameter":
        if self.type in ("float", "int") and (self.min is None or self.max is None or self.min > self.max):
            raise ValueError(f"the parameter {self.name} needs a least and a greatest value")
        if self.type == "choice" and not self.options:
            raise ValueError(f"the parameter {self.name} has no options")
        return self

    def changed(self, values: Mapping[str, Any]) -> "Parameter":
        """Return the parameter with other `values`, which are checked. Raises: pydantic.ValidationError."""
        return Parameter.model_validate({**dict(self), **values})


class ModelInfo(_Fact):
    """A model as its provider offers it."""

    name: str
    kind: Kind = "llm"
    abilities: Abilities = Abilities()
    completion: bool = False  # continues one text and takes no messages
    dimensions: int | None = None  # of the vectors of an embedding model
    parameters: tuple[Parameter, ...] | None = None  # None: as its provider has them
    price: Price | None = None  # None: not known

    def changed(self, values: Mapping[str, Any]) -> "ModelInfo":
        """Return the model with other `values`, which are checked. Raises: pydantic.ValidationError."""
        return ModelInfo.model_validate({**dict(self), **values})
