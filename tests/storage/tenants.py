"""A workspace with one row of everything, under the names that every other workspace uses as well."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from storage.app_figures import Span
from storage.changes import added
from storage.database import Database
from storage.ids import new_id
from storage.records import (
    Account,
    Annotation,
    AnnotationHit,
    AnnotationJob,
    AnnotationSetting,
    Answer,
    AnswerFigures,
    ApiKey,
    App,
    AuditEntry,
    CollectedRow,
    Conversation,
    ConversationVariable,
    CustomProvider,
    DefaultModel,
    EndUser,
    Feedback,
    FileUse,
    HumanForm,
    Invitation,
    KeptAnswer,
    LoginSession,
    Membership,
    Message,
    NodeExecution,
    PastSpending,
    PendingImport,
    ProviderCredential,
    Publication,
    Record,
    Run,
    SavedMessage,
    Setting,
    Site,
    ToolCredential,
    Trigger,
    Upload,
    Webhook,
    WebhookDelivery,
    Workflow,
    Workspace,
    feedback_id,
    saved_id,
    use_id,
)

LATER = 4_000_000_000.0
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Tenant:
    """A workspace and its rows by table."""

    id: str
    rows: dict[str, Any]  # records

    def arguments(self) -> dict[str, object]:
        """Return by parameter name what leads to this workspace's rows."""
        row = self.rows
        return {
            "workspace_id": self.id,
            "app_id": row["apps"].id,
            "app_ids": [row["apps"].id],
            "account_id": row["accounts"].id,
            "taker": row["accounts"].id,
            "giver": None,
            "role": "admin",
            "name": "Pier",
            "login_id": row["login_sessions"].id,
            "invitation_id": row["invitations"].id,
            "workflow_id": row["workflows"].id,
            "conversation_id": row["conversations"].id,
            "conversation_ids": [row["conversations"].id],
            "message_id": row["messages"].id,
            "webhook_id": row["webhooks"].id,
            "delivery_id": row["webhook_deliveries"].id,
            "annotation_ids": [row["annotations"].id],
            "message_ids": [row["messages"].id],
            "span": Span(since=0.0, until=LATER, step="week"),
            "feedback_id": row["feedbacks"].id,
            "annotation_id": row["annotations"].id,
            "job_id": row["annotation_jobs"].id,
            "run_id": row["runs"].id,
            "end_user_id": row["end_users"].id,
            "ids": [row["end_users"].id],
            "key_id": row["api_keys"].id,
            "file_id": row["uploads"].id,
            "file_ids": [row["uploads"].id],
            "import_id": row["pending_imports"].id,
            "target_id": None,
            "node_id": "node",
            "trigger_id": row["triggers"].id,
            "triggers": [],
            "task_id": "task",
            "run_ids": [row["runs"].id],
            "provider": "demo",
            "model_type": "llm",
            "type": "service-api",
            "session_id": "ann",
            "collection": "tickets",
            "key": "colour",
            "value": "red",
            "now": 0.0,
            "since": 0.0,
            "kept_id": row["answers"].id,
            "surroundings": "s",
            "vector_model": "local/m",
        }


async def add_tenant(db: Database) -> Tenant:
    """Store a workspace with one row in every table."""
    workspace = Workspace(name="Ferry")
    own: dict[str, Any] = {"workspace_id": workspace.id}
    app = App(**own, name="Guide", mode="advanced-chat", settings={"tool": {"enabled": True}})
    owned = own | {"app_id": app.id}
    account = Account(**own, email=f"{new_id()}@example.com", name="Ann")
    user = EndUser(**owned, type="service-api", session_id="ann")
    conversation = Conversation(**owned, end_user_id=user.id, name="Hello")
    message = Message(**owned, conversation_id=conversation.id, query="Hello?", answer="Hello.", total_price=ONE)
    annotation = Annotation(**owned, question="Hello?", answer="Hello.")
    said: dict[str, Any] = {"query": "Hello?", "question": "Hello?", "answer": "Hello.", "score": 1.0}
    embedding: dict[str, Any] = {
        "score_threshold": 0.9,
        "embedding_provider": "local",
        "embedding_model": "all-MiniLM-L6-v2",
    }
    run = Run(**owned, status="running", triggered_from="debugging", created_by=user.id)
    key = ApiKey(**owned, hash=new_id(), hint="app-Zr…3e")
    upload = Upload(**owned, key="k", name="a.txt", size=1, extension="txt", mime_type="text/plain", hash="h")
    login = LoginSession(**own, account_id=account.id, refresh_hash=new_id(), expires_at=LATER)
    webhook = Webhook(**owned, url="https://example.com", secret=b"x")
    records: list[Record] = [
        workspace,
        account,
        login,
        Membership(**own, account_id=account.id, role="editor"),
        Invitation(**own, email="ben@example.com", role="viewer", token_hash=new_id(), expires_at=LATER),
        app,
        Site(**owned, code=new_id(), title="Guide"),
        Publication(**owned),
        Workflow(**owned, version="2026-01-01", graph={}),
        Trigger(**owned, node_id="node", kind="webhook", code=new_id()),
        key,
        ProviderCredential(**own, provider="demo", ciphertext=b"x"),
        DefaultModel(**own, model_type="llm", provider="demo", model="small"),
        user,
        conversation,
        ConversationVariable(**owned, id="v", conversation_id=conversation.id, name="level", value_type="string"),
        message,
        Feedback(**owned, id=feedback_id(message.id, user.id), message_id=message.id, rating="like"),
        SavedMessage(**owned, id=saved_id(message.id, user.id), message_id=message.id, end_user_id=user.id),
        annotation,
        AnnotationHit(**owned, annotation_id=annotation.id, message_id=message.id, source="service-api", **said),
        AnnotationSetting(**owned, is_enabled=True, **embedding),
        AnnotationJob(**owned, action="enable", **embedding),
        run,
        NodeExecution(
            **owned, run_id=run.id, node_id="node", kind="llm", title="Draft", status="succeeded", finished_at=1
        ),
        PendingImport(**own, content="kind: app", imported_version="9.0.0", expires_at=LATER),
        Setting(**own, key="colour", value="blue"),
        AuditEntry(**own, action="app.create"),
        upload,
        HumanForm(**owned, id=new_id(), run_id=run.id, task_id="task", node_id="node", definition={}, expires_at=LATER),
        webhook,
        WebhookDelivery(**owned, webhook_id=webhook.id, run_id=run.id, event="run.succeeded", body="{}"),
        KeptAnswer(**owned, id=new_id(), request="h"),
        Answer(**owned, id=new_id(), surroundings="s", question="Hi?", vector=b"v", vector_model="local/m", pieces=[]),
        AnswerFigures(**owned, asked=1),
        PastSpending(**own, price=ONE, tokens=1),
        CollectedRow(**owned, collection="tickets", key="colour", content={"priority": "high"}, run_id=run.id),
        ToolCredential(**own, provider="weather", ciphertext=b"x"),
        CustomProvider(**own, kind="api", identifier="shop", name="Shop", ciphertext=b"x"),
        FileUse(**owned, id=use_id(run.id, upload.id), file_id=upload.id, run_id=run.id),
    ]
    await db.store(added(*records, Workflow(**owned, graph={}), Run(**owned, status="paused", api_key_id=key.id)))
    return Tenant(workspace.id, {record.table: record for record in records})
