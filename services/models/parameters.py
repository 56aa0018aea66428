"""The parameters that calls of a model take, as forms show them: the ranges are the catalogue's, the words are here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engine.models import Parameter, provider_id
from engine.models.known import everyone
from engine.models.lookup import model_info
from services.models.own import known_model

if TYPE_CHECKING:
    from services.runtime import Runtime

_ANY: Final = "openai_api_compatible"

Texts = tuple[str, str]  # in English and in Simplified Chinese


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterRule:
    """One parameter: its kind and range, how it is called, and what it does."""

    parameter: Parameter
    label: Texts
    help: Texts = ("", "")


WORDS: Final[Mapping[str, tuple[Texts, Texts]]] = {
    "temperature": (
        ("Temperature", "温度"),
        ("How freely words are chosen; 0 is the most predictable.", "用词的自由程度；0 最可预测。"),
    ),
    "top_p": (
        ("Top P", "Top P"),
        ("Words are chosen from the likeliest that make up this share.", "只从累计概率达到该值的词中选择。"),
    ),
    "top_k": (
        ("Top K", "Top K"),
        ("Words are chosen from this many of the likeliest.", "只从概率最高的这么多个词中选择。"),
    ),
    "min_p": (
        ("Min P", "Min P"),
        ("Words below this share of the likeliest one's chance are left out.", "概率低于最高者这一比例的词会被排除。"),
    ),
    "presence_penalty": (
        ("Presence penalty", "存在惩罚"),
        ("Above 0, new subjects are preferred.", "大于 0 时更倾向新话题。"),
    ),
    "frequency_penalty": (
        ("Frequency penalty", "频率惩罚"),
        ("Above 0, words are repeated less.", "大于 0 时减少重复用词。"),
    ),
    "repetition_penalty": (
        ("Repetition penalty", "重复惩罚"),
        ("Above 1, words are repeated less.", "大于 1 时减少重复用词。"),
    ),
    "max_tokens": (("Max tokens", "最大标记"), ("The longest answer, in tokens.", "回答的最大标记数。")),
    "seed": (
        ("Seed", "随机种子"),
        ("With the same seed, vendors try to answer the same.", "种子相同时，供应商会尽量给出相同回答。"),
    ),
    "reasoning_effort": (
        ("Reasoning effort", "推理强度"),
        ("How long the model thinks before it answers.", "模型在回答前思考多久。"),
    ),
    "verbosity": (("Verbosity", "详细程度"), ("How long answers are.", "回答的详细程度。")),
    "enable_thinking": (
        ("Think first", "先思考"),
        ("Whether the model reasons before it answers.", "模型是否在回答前推理。"),
    ),
    "thinking_budget": (
        ("Thinking budget", "思考预算"),
        ("How many tokens the model may think, at most.", "模型最多可用于思考的标记数。"),
    ),
    "enable_search": (
        ("Search the web", "联网搜索"),
        ("Whether the vendor lets the model search.", "供应商是否允许模型联网搜索。"),
    ),
    "do_sample": (
        ("Sampling", "采样"),
        ("Off, the likeliest word is always taken.", "关闭后总是取最可能的词。"),
    ),
}


def usual_rules(provider: str, model: str) -> list[ParameterRule]:
    """Return the parameters that a model takes by the catalogue; of an unknown provider, those that are usual."""
    known = everyone()
    info = known.find(provider_id(provider)) or known.find(_ANY)
    return [] if info is None else [rule_of(one) for one in model_info(info, model).parameters or ()]


async def parameter_rules(rt: "Runtime", workspace_id: str, provider: str, model: str) -> list[ParameterRule]:
    """Return the parameters that a model of a provider takes. Raises InvalidInput for an unknown provider."""
    known = await known_model(rt, workspace_id, provider, model)
    return [rule_of(parameter) for parameter in known.parameters or ()]


def rule_of(parameter: Parameter) -> ParameterRule:
    """Return a parameter with its words; one that nobody has words for is called by its name."""
    label, about = WORDS.get(parameter.name, ((parameter.name, parameter.name), ("", "")))
    return ParameterRule(parameter=parameter, label=label, help=about)
