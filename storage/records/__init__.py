"""The rows as frozen records: one class per table, one field per column, in the order of the columns.

Ids are UUIDv7 text, times epoch seconds (UTC), prices `Decimal`, documents plain JSON values. A new record
fills in its own id and times, so only what is known has to be said.
"""

from storage.records.answers import Answer, AnswerFigures, PastSpending, answer_id
from storage.records.apps import ApiKey, App, PendingImport, Site, Workflow
from storage.records.base import Json, Record, now
from storage.records.calls import KeptAnswer, Webhook, WebhookDelivery
from storage.records.collections import CollectedRow
from storage.records.conversations import Conversation, ConversationVariable, Message
from storage.records.feedback import (
    Annotation,
    AnnotationHit,
    AnnotationJob,
    AnnotationSetting,
    Feedback,
    feedback_id,
)
from storage.records.files import FileUse, StoredFrame, Upload, frame_id, use_id
from storage.records.knowledge import (
    ChildChunk,
    Dataset,
    MetadataField,
    Posting,
    Retrieval,
    Segment,
    SegmentHits,
    StoredDocument,
    Tag,
    TagBinding,
    Unit,
)
from storage.records.models import DefaultModel, ProviderCredential, Setting
from storage.records.people import Account, AuditEntry, EndUser, Invitation, LoginSession, Membership, Workspace
from storage.records.plugins import KeptVector, StoredPlugin
from storage.records.publishing import Publication, SavedMessage, saved_id
from storage.records.runs import NodeExecution, Run, StoredResult, result_id
from storage.records.tools import CustomProvider, ToolCredential
from storage.records.waiting import HumanForm, Trigger

__all__ = [
    "Account",
    "Annotation",
    "AnnotationHit",
    "AnnotationJob",
    "AnnotationSetting",
    "Answer",
    "AnswerFigures",
    "ApiKey",
    "App",
    "AuditEntry",
    "ChildChunk",
    "CollectedRow",
    "Conversation",
    "ConversationVariable",
    "CustomProvider",
    "Dataset",
    "DefaultModel",
    "EndUser",
    "Feedback",
    "FileUse",
    "HumanForm",
    "Invitation",
    "Json",
    "KeptAnswer",
    "KeptVector",
    "LoginSession",
    "Membership",
    "Message",
    "MetadataField",
    "NodeExecution",
    "PastSpending",
    "PendingImport",
    "Posting",
    "ProviderCredential",
    "Publication",
    "Record",
    "Retrieval",
    "Run",
    "SavedMessage",
    "Segment",
    "SegmentHits",
    "Setting",
    "Site",
    "StoredDocument",
    "StoredFrame",
    "StoredPlugin",
    "StoredResult",
    "Tag",
    "TagBinding",
    "ToolCredential",
    "Trigger",
    "Unit",
    "Upload",
    "Webhook",
    "WebhookDelivery",
    "Workflow",
    "Workspace",
    "answer_id",
    "feedback_id",
    "frame_id",
    "now",
    "result_id",
    "saved_id",
    "use_id",
]
