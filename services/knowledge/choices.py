"""What can be chosen for a knowledge base: its embedding model, how it is searched, how its documents are cut."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from engine.chunking.rules import InvalidRule, ProcessRule
from engine.models import LOCAL
from services.errors import InvalidInput
from services.models import default_model, models_for

if TYPE_CHECKING:
    from services.runtime import Runtime

TECHNIQUES: Final = ("high_quality", "economy")
FORMS: Final = ("text_model", "hierarchical_model", "qa_model")
OFFLINE_MODEL: Final = "all-MiniLM-L6-v2"
MOST_HITS: Final = 100

Json = dict[str, Any]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class RerankingModel(_Part):
    """Who ranks what was found."""

    reranking_provider_name: str = ""
    reranking_model_name: str = ""


class VectorSetting(_Part):
    """How much meaning counts."""

    vector_weight: float = Field(0.7, ge=0, le=1)
    embedding_provider_name: str = ""
    embedding_model_name: str = ""


class KeywordSetting(_Part):
    """How much words count."""

    keyword_weight: float = Field(0.3, ge=0, le=1)


class RerankSetting(_Part):
    """How much a ranking model counts; the score before it has the rest."""

    rerank_weight: float = Field(1.0, ge=0, le=1)


class Weights(_Part):
    """How a weighted score is made."""

    weight_type: Literal["semantic_first", "keyword_first", "customized"] = "customized"
    vector_setting: VectorSetting = VectorSetting()
    keyword_setting: KeywordSetting = KeywordSetting()
    rerank_setting: RerankSetting = RerankSetting()


class RetrievalModel(_Part):
    """How a base is searched unless a search says otherwise; scores are from 0 to 1. See docs/retrieval.md."""

    search_method: Literal["keyword_search", "semantic_search", "full_text_search", "hybrid_search"] = "semantic_search"
    reranking_enable: bool = False
    reranking_mode: Literal["reranking_model", "weighted_score", "reciprocal_rank_fusion"] | None = None
    reranking_model: RerankingModel = RerankingModel()
    weights: Weights | None = None
    top_k: int = Field(4, ge=1, le=MOST_HITS)
    score_threshold_enabled: bool = False
    score_threshold: float | None = Field(None, ge=0, le=1)
    candidate_threshold: float | None = Field(None, ge=0, le=1)  # before a model ranks; at most the other one
    candidates: int = Field(50, ge=1, le=MOST_HITS)  # that a model ranks

    @field_validator("search_method", mode="before")
    @classmethod
    def _in_full(cls, given: Any) -> Any:
        """Take `hybrid` for `hybrid_search`."""
        return f"{given}_search" if given in {"keyword", "semantic", "full_text", "hybrid"} else given


def checked_retrieval(given: Mapping[str, Any] | None, before: Mapping[str, Any] | None = None) -> Json:
    """Return complete search settings: those `given`, the rest as `before` or as usual.

    Raises:
        InvalidInput: a field is wrong.
    """
    values = {name: value for name, value in (given or {}).items() if value is not None}
    try:
        return RetrievalModel.model_validate({**(before or {}), **values}).model_dump(mode="json")
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(["retrieval_model", *(str(part) for part in first["loc"])])
        raise InvalidInput(f"{place}: {first['msg']} (given: {first['input']!r})", param=place) from error


async def embedding_choice(rt: "Runtime", workspace_id: str, provider: str, model: str) -> tuple[str, str]:
    """Return provider and name of the embedding model that is wanted; without a name the workspace's, or the offline one.

    Raises:
        ModelNotConfigured: nobody who is signed in to offers it.
    """
    if not model:
        default = await default_model(rt, workspace_id, "text-embedding")
        provider, model = (default.provider, default.model) if default else (LOCAL, OFFLINE_MODEL)
    (await models_for(rt, workspace_id)).resolve("text-embedding", provider, model)
    return provider, model


def fitting_rule(given: Any, doc_form: str) -> ProcessRule:
    """Return the rule by which documents of a form are cut; an automatic one becomes that of the form.

    Raises:
        InvalidInput: a field is wrong, or the rule's mode is not for the form.
    """
    try:
        rule = ProcessRule.parse(given)
    except InvalidRule as error:
        raise InvalidInput(str(error), param="process_rule") from error
    is_hierarchical = doc_form == "hierarchical_model"
    if is_hierarchical and rule.mode == "automatic":
        return ProcessRule(mode="hierarchical")
    if is_hierarchical != (rule.mode == "hierarchical"):
        fitting = "hierarchical" if is_hierarchical else "automatic or custom"
        raise InvalidInput(
            f"process_rule.mode is {rule.mode!r}; documents of the form {doc_form} are cut by a rule that is {fitting}.",
            param="process_rule.mode",
        )
    return rule


def one_of(name: str, value: str, known: tuple[str, ...]) -> str:
    """Return `value`. Raises InvalidInput when it is none of the known ones."""
    if value not in known:
        raise InvalidInput(f"{name} must be one of {', '.join(known)}, not {value!r:.80}.", param=name)
    return value
