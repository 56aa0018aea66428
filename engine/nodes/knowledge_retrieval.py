"""The knowledge retrieval node: finds pieces of documents that fit a query."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, Literal

from pydantic import Field, field_validator, model_validator

from engine.asking.model_settings import ModelSettings, Settings, selected
from engine.errors import NodeError
from engine.events import Usage
from engine.fields import Selector, Template
from engine.knowledge.choice import chosen_dataset, derived_conditions
from engine.knowledge.metadata import OPERATORS
from engine.knowledge.search import Dataset, MetadataCondition, RetrievalSettings
from engine.nodes.base import Context, Node, NodeConfig, Result
from engine.templating.templates import references
from engine.values import masked


class Reranker(Settings):
    """A model that puts hits in order."""

    provider: str = Field(default="", description="Who offers the model.")
    model: str = Field(default="", description="The model's name at its provider.")


class MultipleSettings(Settings):
    """How several knowledge bases are searched together."""

    top_k: int = Field(default=4, ge=1, title="Pieces", description="How many pieces to give at most.")
    score_threshold: float | None = Field(
        default=None, title="Least score", description="The least score; empty lets every score pass."
    )
    reranking_enable: bool = Field(
        default=False, title="Rerank", description="Whether the pieces are put in order once more."
    )
    reranking_mode: Literal["reranking_model", "weighted_score"] = Field(
        default="reranking_model", title="Rerank by", description="A model, or both scores with their weights."
    )
    reranking_model: Reranker = Field(
        default=Reranker(), title="Reranking model", description="The model that puts pieces in order."
    )
    weights: dict[str, Any] = Field(
        default={}, description="Of vector and keyword score, from 0 to 1.", json_schema_extra={"widget": "json"}
    )

    @field_validator("reranking_mode", mode="before")
    @classmethod
    def _empty_is_the_default(cls, value: Any) -> Any:
        return value or "reranking_model"

    def as_settings(self) -> RetrievalSettings:
        """Return the settings of a search."""
        vector = self.weights.get("vector_setting") or {}
        keyword = self.weights.get("keyword_setting") or {}
        embedding = str(vector.get("embedding_provider_name") or ""), str(vector.get("embedding_model_name") or "")
        return RetrievalSettings(
            top_k=self.top_k,
            score_threshold=self.score_threshold if self.score_threshold and self.score_threshold > 0 else None,
            reranking=self.reranking_mode if self.reranking_enable else "none",
            reranking_model=(self.reranking_model.provider, self.reranking_model.model),
            vector_weight=float(vector.get("vector_weight", 0.7)),
            keyword_weight=float(keyword.get("keyword_weight", 0.3)),
            embedding_model=embedding,
        )


class SingleSettings(Settings):
    """Which model picks the one knowledge base to search."""

    model: ModelSettings = Field(
        default=ModelSettings(), description="Who picks the knowledge base.", json_schema_extra={"widget": "model"}
    )


class MetadataTest(Settings):
    """A test of a metadata field."""

    name: str = Field(default="", title="Field", description="The metadata field that is tested.")
    comparison_operator: str = Field(
        default="is",
        title="Comparison",
        description="How the two values are compared.",
        json_schema_extra={"widget": "select", "choices": list(OPERATORS)},
    )
    value: Template | float | list[str] | None = Field(
        default=None,
        description="The expected value; texts may name variables.",
        json_schema_extra={"widget": "value"},
    )


class MetadataTests(Settings):
    """Tests of documents, joined by one logical operator."""

    logical_operator: Literal["and", "or"] = Field(default="and", description="How the conditions are joined.")
    conditions: list[MetadataTest] = Field(default=[], description="What a document's metadata must fulfil.")


class KnowledgeRetrieval(Node, kind="knowledge-retrieval"):
    """Find what knowledge bases say about a query, best first.

    Knowledge bases that are not there are skipped; the metadata name them.

    Outputs:
        result: the pieces with content, title and metadata (where each is from, and its score).

    Raises:
        VariableNotFound: nothing has written the query.
        NodeError: the query is no text, or empty.
        ModelError: a model that picks, filters or ranks failed.
    """

    fresh_because: ClassVar[str] = "Knowledge bases change without the graph."
    outputs: ClassVar[Mapping[str, str]] = {"result": "array[object]"}

    class Config(NodeConfig):
        query_variable_selector: Selector = Field(
            default=Selector(("sys", "query")),
            title="Query",
            description="The text to search for.",
            json_schema_extra={"widget": "selector"},
        )
        query_attachment_selector: Selector = Field(
            default=Selector(),
            title="Pictures",
            description="Pictures to search by, where knowledge bases know pictures.",
            json_schema_extra={"widget": "selector"},
        )
        dataset_ids: list[str] = Field(
            default=[],
            title="Knowledge bases",
            description="What is searched, by their ids.",
            json_schema_extra={"widget": "datasets"},
        )
        retrieval_mode: Literal["multiple", "single"] = Field(
            default="multiple", title="Mode", description="Search all together, or let a model pick one."
        )
        multiple_retrieval_config: MultipleSettings = Field(
            default=MultipleSettings(), title="Search", description="How all of them are searched together."
        )
        single_retrieval_config: SingleSettings = Field(
            default=SingleSettings(), title="Picking", description="How one of them is picked."
        )
        metadata_filtering_mode: Literal["disabled", "automatic", "manual"] = Field(
            default="disabled",
            title="Filter by metadata",
            description="Not at all, by the conditions below, or by conditions that a model derives.",
        )
        metadata_filtering_conditions: MetadataTests = Field(
            default=MetadataTests(), title="Metadata conditions", description="For filters by hand."
        )
        metadata_model_config: ModelSettings = Field(
            default=ModelSettings(),
            title="Filtering model",
            description="The model that derives conditions.",
            json_schema_extra={"widget": "model"},
        )

        @model_validator(mode="before")
        @classmethod
        def _null_is_the_default(cls, data: Any) -> Any:
            if not isinstance(data, Mapping):
                return data
            return {key: value for key, value in data.items() if value is not None}

    def references(self) -> set[tuple[str, ...]]:
        """Return every selector that counts as the node is configured."""
        own = {*selected(self.config.query_variable_selector), *selected(self.config.query_attachment_selector)}
        tests = self.config.metadata_filtering_conditions.conditions
        if self.config.metadata_filtering_mode != "manual":
            return own
        return own | {found for test in tests if isinstance(test.value, str) for found in references(test.value)}

    def is_reusable(self) -> bool:
        """Return False: knowledge bases change without the graph."""
        return False

    async def run(self, ctx: Context) -> Result:
        """Search."""
        query = self._query(ctx)
        inputs = {"query": masked(query)}
        retrieval = ctx.resources.retrieval
        datasets = [] if retrieval is None else list(await retrieval.datasets(self.config.dataset_ids))
        known = {dataset.id for dataset in datasets}
        missing = [key for key in self.config.dataset_ids if key not in known]
        metadata = {"missing_datasets": missing} if missing else {}
        if retrieval is None or not datasets or not query:
            return Result({"result": []}, inputs=inputs, metadata=metadata)
        settings, usage = await self._settings(ctx, query, datasets)
        picked, spent = await self._picked(ctx, query, datasets)
        hits = await retrieval.retrieve(query, [dataset.id for dataset in picked], settings) if picked else []
        ordered = sorted(hits, key=lambda hit: -hit.score)
        total = usage + spent
        return Result(
            {"result": [hit.as_result(place) for place, hit in enumerate(ordered, 1)]},
            inputs=inputs,
            usage=total if total.total_tokens else None,
            metadata=metadata,
        )

    def _query(self, ctx: Context) -> str:
        query = ctx.require(self.config.query_variable_selector)
        if not isinstance(query, str):
            raise NodeError("Query variable is not string type.")
        if not query.strip() and not ctx.value_or_none(self.config.query_attachment_selector):
            raise NodeError("The query is empty, so there is nothing to search for.")
        return query.strip()

    async def _settings(self, ctx: Context, query: str, datasets: Sequence[Dataset]) -> tuple[RetrievalSettings, Usage]:
        multiple = self.config.multiple_retrieval_config.as_settings()
        tests = self.config.metadata_filtering_conditions
        conditions: Sequence[MetadataCondition] = ()
        usage = Usage()
        if self.config.metadata_filtering_mode == "manual":
            conditions = [_condition(ctx, test) for test in tests.conditions]
        elif self.config.metadata_filtering_mode == "automatic":
            fields = list(dict.fromkeys(name for dataset in datasets for name in dataset.metadata_fields))
            if fields:
                model = self.config.metadata_model_config
                model = model if model.name else self.config.single_retrieval_config.model
                conditions, usage = await derived_conditions(ctx, model, query, fields)
        return replace(multiple, conditions=conditions, logical_operator=tests.logical_operator), usage

    async def _picked(self, ctx: Context, query: str, datasets: Sequence[Dataset]) -> tuple[Sequence[Dataset], Usage]:
        """Return the knowledge bases to search: in `single` mode the one that the model picks."""
        model = self.config.single_retrieval_config.model
        if self.config.retrieval_mode == "multiple" or len(datasets) == 1 or not model.name:
            return datasets, Usage()
        dataset, usage = await chosen_dataset(ctx, model, query, datasets)
        return ([] if dataset is None else [dataset]), usage


def _condition(ctx: Context, test: MetadataTest) -> MetadataCondition:
    value = ctx.render(test.value) if isinstance(test.value, str) else test.value
    return MetadataCondition(test.name, test.comparison_operator, value)
