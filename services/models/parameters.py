"""The parameters that calls of a model take, as forms show them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from engine.models import ProviderInfo
from engine.models.abilities import abilities_of
from services.models import credentials


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterRule:
    """One parameter: its type, its range, and what it does; texts are in English and in Simplified Chinese."""

    name: str
    type: Literal["float", "int"] = "float"
    minimum: float
    maximum: float
    label: tuple[str, str]
    help: tuple[str, str]


_TEMPERATURE: Final = ParameterRule(
    name="temperature",
    minimum=0,
    maximum=2,
    label=("Temperature", "温度"),
    help=("How freely words are chosen; 0 is the most predictable.", "用词的自由程度；0 最可预测。"),
)
_TOP_P: Final = ParameterRule(
    name="top_p",
    minimum=0,
    maximum=1,
    label=("Top P", "Top P"),
    help=("Words are chosen from the likeliest that make up this share.", "只从累计概率达到该值的词中选择。"),
)
_PRESENCE: Final = ParameterRule(
    name="presence_penalty",
    minimum=-2,
    maximum=2,
    label=("Presence penalty", "存在惩罚"),
    help=("Above 0, new subjects are preferred.", "大于 0 时更倾向新话题。"),
)
_FREQUENCY: Final = ParameterRule(
    name="frequency_penalty",
    minimum=-2,
    maximum=2,
    label=("Frequency penalty", "频率惩罚"),
    help=("Above 0, words are repeated less.", "大于 0 时减少重复用词。"),
)
_MAX_TOKENS: Final = ParameterRule(
    name="max_tokens",
    type="int",
    minimum=1,
    maximum=1,  # the model's
    label=("Max tokens", "最大标记"),
    help=("The longest answer, in tokens.", "回答的最大标记数。"),
)


def parameter_rules(provider: str, model: str) -> list[ParameterRule]:
    """Return the parameters that a model of a provider takes. Raises InvalidInput for an unknown provider."""
    info, abilities = credentials.known(provider), abilities_of(model)
    limit = replace(_MAX_TOKENS, maximum=abilities.context_size)
    fixed = abilities.reasoning and info.flags.get("renames_limit")
    return [*(() if fixed else _sampling(info)), limit]


def _sampling(info: ProviderInfo) -> Sequence[ParameterRule]:
    if info.protocol == "anthropic":
        return (replace(_TEMPERATURE, maximum=1), _TOP_P)
    return (_TEMPERATURE, _TOP_P, _PRESENCE, _FREQUENCY)
