"""What callers send about knowledge bases."""

from typing import Any

from pydantic import Field
from starlette.datastructures import FormData

from api.bodies import Body, parsed
from api.errors import ApiError
from engine.strict_json import json_value
from services.errors import InvalidInput
from services.knowledge.adding import Wishes
from services.knowledge.datasets import DatasetChanges
from services.knowledge.segments import NewSegment, SegmentChanges


class IndexingFields(Body):
    """How documents are to be indexed."""

    indexing_technique: str | None = Field(None, description="high_quality or economy; needed for the first document.")
    doc_form: str | None = Field(None, description="text_model, hierarchical_model or qa_model.")
    doc_language: str | None = Field(None, max_length=50)
    process_rule: dict[str, Any] | None = None
    retrieval_model: dict[str, Any] | None = None
    embedding_model: str = ""
    embedding_model_provider: str = ""

    def wishes(self) -> Wishes:
        """Return the fields as the services take them."""
        return Wishes(
            indexing_technique=self.indexing_technique,
            embedding=(self.embedding_model_provider, self.embedding_model),
            retrieval_model=self.retrieval_model,
            doc_form=self.doc_form,
            doc_language=self.doc_language,
            process_rule=self.process_rule,
        )


class NewText(IndexingFields):
    """A document of a pasted text."""

    name: str
    text: str
    original_document_id: str | None = Field(None, description="The document that gets this text instead.")


class ChangedText(IndexingFields):
    """Another text, name or rule of a document."""

    name: str | None = None
    text: str | None = None


class FileFields(IndexingFields):
    """What comes beside a file, as JSON in the part `data`."""

    name: str | None = None
    original_document_id: str | None = None


class Member(Body):
    """Somebody who may use a base."""

    user_id: str


class DatasetFields(Body):
    """Fields of a base."""

    name: str | None = None
    description: str | None = None
    permission: str | None = Field(None, description="only_me, all_team_members or partial_members.")
    partial_member_list: list[Member] | None = None
    indexing_technique: str | None = None
    embedding_model: str | None = None
    embedding_model_provider: str | None = None
    retrieval_model: dict[str, Any] | None = None
    provider: str = Field("vendor", description="Only bases of this server: vendor.")
    icon_info: dict[str, Any] | None = None
    doc_form: str | None = None

    def changes(self) -> DatasetChanges:
        """Return the fields as the services take them."""
        icon = self.icon_info or {}
        return DatasetChanges(
            name=self.name,
            description=self.description,
            permission=self.permission,
            members=self.members(),
            indexing_technique=self.indexing_technique,
            embedding_provider=self.embedding_model_provider,
            embedding_model=self.embedding_model,
            retrieval_model=self.retrieval_model,
            icon=icon.get("icon"),
            icon_background=icon.get("icon_background"),
            doc_form=self.doc_form,
        )

    def members(self) -> list[str] | None:
        """Return who may use the base, None when nothing is said about that."""
        return None if self.partial_member_list is None else [one.user_id for one in self.partial_member_list]


class NewDataset(DatasetFields):
    """A base to make."""

    name: str

    def columns(self) -> dict[str, Any]:
        """Return the arguments of `services.knowledge.datasets.create`. Raises InvalidInput."""
        if self.provider != "vendor":
            raise InvalidInput(
                "External knowledge bases are not served here; provider must be vendor.", param="provider"
            )
        given = {
            "description": self.description,
            "permission": self.permission,
            "members": self.members(),
            "embedding_model": self.embedding_model,
            "embedding_provider": self.embedding_model_provider,
            "doc_form": self.doc_form,
        }
        return {
            "name": self.name,
            "indexing_technique": self.indexing_technique,
            "retrieval_model": self.retrieval_model,
            **{name: value for name, value in given.items() if value is not None},
        }


class DocumentIds(Body):
    """Documents."""

    document_ids: list[str]


class SegmentFields(Body):
    """A chunk to add."""

    content: str
    answer: str | None = None
    keywords: list[str] | None = None

    def segment(self) -> NewSegment:
        """Return the fields as the services take them."""
        return NewSegment(content=self.content, answer=self.answer, keywords=self.keywords)


class ChangedSegmentFields(Body):
    """What is to be different about a chunk."""

    content: str | None = None
    answer: str | None = None
    keywords: list[str] | None = None
    enabled: bool | None = None
    regenerate_child_chunks: bool = False

    def changes(self) -> SegmentChanges:
        """Return the fields as the services take them."""
        return SegmentChanges(
            content=self.content,
            answer=self.answer,
            keywords=self.keywords,
            enabled=self.enabled,
            cuts_again=self.regenerate_child_chunks,
        )


class ChildFields(Body):
    """The text of a child chunk."""

    content: str


class Search(Body):
    """A search of one base."""

    query: str = Field(max_length=250)
    retrieval_model: dict[str, Any] | None = Field(None, description="Instead of the settings of the base.")


def fields_of_form(form: FormData) -> FileFields:
    """Return what stands in the part `data` of a form. Raises ApiError: 400, it is no JSON object or a field is wrong."""
    text = form.get("data")
    if not isinstance(text, str) or not text.strip():
        return FileFields()
    try:
        values = json_value(text.encode())
    except ValueError as error:
        raise ApiError(400, "invalid_param", f"data is no usable JSON: {error}.", params="data") from error
    if not isinstance(values, dict):
        raise ApiError(400, "invalid_param", "data is no JSON object.", params="data")
    return parsed(FileFields, values)
