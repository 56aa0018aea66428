"""Rows and documents as the JSON objects that the published API describes. Times are whole epoch seconds."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from api.json_text import dumps
from config import Settings
from engine.document import Document
from engine.human_forms import answered_content
from engine.values import as_plain
from services.accounts.key_rules import SCOPES
from services.answers.settings import settings_of
from services.apps.offers import offer_in
from services.chats.thoughts import told
from storage.records import (
    Account,
    ApiKey,
    App,
    Conversation,
    ConversationVariable,
    EndUser,
    Feedback,
    HumanForm,
    Message,
    NodeExecution,
    Publication,
    Run,
    Site,
    Workflow,
)

Json = dict[str, Any]

_OWN_METADATA = frozenset(  # what the recorder notes for replays, and flags that stand elsewhere
    ("assignments", "citations", "fingerprint", "inputs_truncated", "outputs_truncated", "process_data_truncated")
)
_MB_LIMITS = {
    "file_size_limit": "upload_file_size_limit",
    "image_file_size_limit": "upload_image_file_size_limit",
    "audio_file_size_limit": "upload_audio_file_size_limit",
    "video_file_size_limit": "upload_video_file_size_limit",
}


def seconds(at: float | None) -> int | None:
    """Return a time as whole seconds."""
    return None if at is None else int(at)


def parameters_of(document: Document, settings: Settings, *, annotated: bool = False) -> Json:
    """Return what a client needs to show an app: features, form, limits; `annotated`: its annotations answer."""
    features = document.features if document.is_graph else document.model_config
    form = form_items(document.start_form) if document.is_graph else list(features.get("user_input_form") or [])
    return {
        "opening_statement": features.get("opening_statement") or "",
        "suggested_questions": list(features.get("suggested_questions") or []),
        "suggested_questions_after_answer": _switch(features, "suggested_questions_after_answer"),
        "speech_to_text": _switch(features, "speech_to_text"),
        "text_to_speech": _switch(features, "text_to_speech", "voice", "language", "autoPlay"),
        "retriever_resource": _switch(features, "retriever_resource", default=True),
        "annotation_reply": {"enabled": annotated},
        "more_like_this": _switch(features, "more_like_this"),
        "user_input_form": form,
        "sensitive_word_avoidance": _switch(features, "sensitive_word_avoidance"),
        "file_upload": _upload(features.get("file_upload") or {}),
        "system_parameters": system_parameters(settings),
    }


def _switch(features: Mapping[str, Any], name: str, *details: str, default: bool = False) -> Json:
    """Return whether a feature is on, with the details that callers may know: never its prompts or word lists."""
    feature = features.get(name) or {}
    shown = {key: feature[key] for key in details if key in feature}
    return {"enabled": bool(feature.get("enabled", default)), **shown}


def _upload(rules: Mapping[str, Any]) -> Json:
    image = {"enabled": False, "number_limits": 3, "transfer_methods": ["local_file", "remote_url"]}
    return {**rules, "image": {**image, **(rules.get("image") or {})}}


def system_parameters(settings: Settings) -> Json:
    """Return the limits of uploads, in MB."""
    limits = {name: int(getattr(settings, setting)) for name, setting in _MB_LIMITS.items()}
    return {**limits, "workflow_file_upload_limit": settings.max_files}


def form_items(items: Sequence[Mapping[str, Any]]) -> list[Json]:
    """Return the inputs of a start node in the one-key form that clients read."""
    return [{str(item.get("type") or "text-input"): _control(item)} for item in items]


def _control(item: Mapping[str, Any]) -> Json:
    control = {
        key: value for key, value in item.items() if key != "type" and not (key == "max_length" and value is None)
    }
    return {"label": control.get("variable", ""), "required": False, "default": "", **control}


def conversation_of(row: Conversation) -> Json:
    """Return a conversation."""
    return {
        "id": row.id,
        "name": row.name,
        "inputs": row.inputs,
        "status": row.status,
        "introduction": row.introduction,
        "created_at": seconds(row.created_at),
        "updated_at": seconds(row.updated_at),
    }


def variable_of(row: ConversationVariable) -> Json:
    """Return a conversation variable; its value is always text."""
    return {
        "id": row.id,
        "name": row.name,
        "value_type": row.value_type,
        "value": value_text(row.value),
        "description": row.description,
        "created_at": seconds(row.created_at),
        "updated_at": seconds(row.updated_at),
    }


def value_text(value: Any) -> str:
    """Return text as it is and anything else as JSON."""
    return value if isinstance(value, str) else dumps(as_plain(value))


def message_of(row: Message, forms: Sequence[HumanForm] = (), feedback: Feedback | None = None) -> Json:
    """Return one turn of a conversation, with the forms that it asked people to fill in and its user's rating."""
    return {
        "id": row.id,
        "conversation_id": row.conversation_id,
        "parent_message_id": row.parent_message_id,
        "inputs": row.inputs,
        "query": row.query,
        "answer": row.answer,
        "status": "error" if row.status == "error" else "normal",
        "error": row.error,
        "message_files": [message_file_of(file) for file in row.files],
        "feedback": feedback and {"rating": feedback.rating},
        "retriever_resources": list(row.metadata.get("retriever_resources") or []),
        "agent_thoughts": [told(thought) for thought in row.agent_thoughts],
        "created_at": seconds(row.created_at),
        "extra_contents": [content_of_form(form) for form in forms if form.status in ("waiting", "submitted")],
        "message_tokens": row.message_tokens,
        "answer_tokens": row.answer_tokens,
        "total_tokens": row.message_tokens + row.answer_tokens,
        "provider_response_latency": row.latency,
        "total_price": format(row.total_price, "f"),
        "currency": row.currency,
    }


def content_of_form(row: HumanForm) -> Json:
    """Return a form inside the message that asked for it: what it asks, or what it was answered."""
    definition, answer = row.definition, row.answer
    content: Json = {"workflow_run_id": row.run_id, "submitted": answer is not None, "type": "human_input"}
    if answer is None:
        shown = {name: value for name, value in definition.items() if name != "delivery_methods"}
        return content | {"form_definition": {**shown, "form_token": row.token}, "form_submission_data": None}
    titles = {action["id"]: action["title"] for action in definition["actions"]}
    submission = {
        "node_id": row.node_id,
        "node_title": definition["node_title"],
        "rendered_content": answered_content(definition, answer["inputs"]),
        "action_id": answer["action"],
        "action_text": titles[answer["action"]],
    }
    return content | {"form_definition": None, "form_submission_data": submission}


def message_file_of(file: Mapping[str, Any]) -> Json:
    """Return a file that came with a message, or was made for it."""
    return {
        "id": file.get("id") or file.get("related_id"),
        "filename": file.get("filename") or "",
        "type": file.get("type") or "custom",
        "url": file.get("url") or file.get("remote_url") or None,
        "mime_type": file.get("mime_type") or None,
        "size": file.get("size"),
        "transfer_method": file.get("transfer_method"),
        "belongs_to": file.get("belongs_to"),
        "upload_file_id": file.get("related_id") if file.get("transfer_method") == "local_file" else None,
    }


def run_of(row: Run) -> Json:
    """Return a run as the service API shows it: inputs as JSON text."""
    return {
        "id": row.id,
        "workflow_id": row.workflow_id,
        "status": row.status,
        "inputs": value_text(row.inputs),
        "outputs": row.outputs,
        "error": row.error,
        "total_steps": row.total_steps,
        "total_tokens": row.total_tokens,
        "created_at": seconds(row.created_at),
        "finished_at": seconds(row.finished_at),
        "elapsed_time": row.elapsed,
    }


def run_entry_of(row: Run) -> Json:
    """Return a run as lists of the console show it."""
    return {
        "id": row.id,
        "version": row.version,
        "status": row.status,
        "error": row.error,
        "elapsed_time": row.elapsed,
        "total_tokens": row.total_tokens,
        "total_price": format(row.total_price, "f"),
        "currency": row.currency,
        "total_steps": row.total_steps,
        "exceptions_count": row.exceptions_count,
        "triggered_from": row.triggered_from,
        "created_by_role": row.created_by_role,
        "conversation_id": row.conversation_id,
        "message_id": row.message_id,
        "parent_run_id": row.parent_run_id,
        "replayed_from": row.replayed_from,
        "created_at": seconds(row.created_at),
        "finished_at": seconds(row.finished_at),
    }


def run_detail_of(
    row: Run, graph: Mapping[str, Any], *, children: Sequence[Run], account: Json | None, end_user: Json | None
) -> Json:
    """Return a run as the console shows it; `children` are its replays."""
    return {
        **run_entry_of(row),
        "workflow_id": row.workflow_id,
        "graph": graph,
        "inputs": row.inputs,
        "outputs": row.outputs,
        "created_by_account": account,
        "created_by_end_user": end_user,
        "children": [run_entry_of(child) for child in children],
    }


def end_user_of(row: EndUser | None) -> Json | None:
    """Return an end user as the console names it."""
    if row is None:
        return None
    return {"id": row.id, "type": row.type, "is_anonymous": row.is_anonymous, "session_id": row.session_id}


def node_execution_of(row: NodeExecution, *, account: Json | None, end_user: Json | None = None) -> Json:
    """Return one attempt of a node as the console shows it."""
    metadata = row.metadata
    return {
        "id": row.id,
        "index": row.idx,
        "predecessor_node_id": row.predecessor,
        "node_id": row.node_id,
        "node_type": row.kind,
        "title": row.title,
        "inputs": row.inputs,
        "process_data": row.process_data,
        "outputs": row.outputs,
        "status": row.status,
        "error": row.error,
        "elapsed_time": row.elapsed,
        "execution_metadata": _execution_metadata(row),
        "extras": {},
        "path": row.path or [],
        "attempt": row.attempt or 1,
        "retry_index": row.retry_index,
        "created_at": seconds(row.created_at),
        "created_by_role": "end_user" if end_user else "account",
        "created_by_account": account,
        "created_by_end_user": end_user,
        "finished_at": seconds(row.finished_at),
        "inputs_truncated": bool(metadata.get("inputs_truncated")),
        "outputs_truncated": bool(metadata.get("outputs_truncated")),
        "process_data_truncated": bool(metadata.get("process_data_truncated")),
    }


def _execution_metadata(row: NodeExecution) -> Json | None:
    """Return what a node's run cost, where it is, and what its kind tells besides."""
    shown = {key: value for key, value in row.metadata.items() if key not in _OWN_METADATA}
    usage = row.metadata.get("usage") or {}
    if usage:
        cost = {"total_price": float(usage["total_price"]), "currency": usage["currency"]}
        shown = {"total_tokens": usage["total_tokens"], **cost, **shown}
    places = {"iteration_id": row.iteration_id, "loop_id": row.loop_id}
    return {**shown, **{key: place for key, place in places.items() if place}} or None


def site_of(row: Site, publication: Publication, base_url: str) -> Json:
    """Return a site as the console shows it; of secrets only whether there are any."""
    return {
        **public_site_of(row),
        **publication_of(publication),
        "app_id": row.app_id,
        "access_token": row.code,
        "code": row.code,
        "customize_domain": row.customize_domain,
        "customize_token_strategy": row.customize_token_strategy,
        "prompt_public": row.prompt_public,
        "app_base_url": base_url,
    }


def publication_of(row: Publication) -> Json:
    """Return who may use a shared page, and how much."""
    return {
        "access_mode": row.access,
        "has_password": row.password_hash is not None,
        "theme": row.theme,
        "allowed_origins": list(row.allowed_origins),
        "has_embedding_secret": row.secret is not None,
        "requires_identity": row.requires_identity,
        "messages_per_minute": row.messages_per_minute,
        "messages_per_day": row.messages_per_day,
        "monthly_budget": format(row.monthly_budget.normalize(), "f"),
        "budget_currency": row.budget_currency,
        "monthly_tokens": row.monthly_tokens,
    }


def public_site_of(row: Site) -> Json:
    """Return a site as everybody may see it."""
    return {
        "title": row.title,
        "chat_color_theme": row.chat_color_theme or "",
        "chat_color_theme_inverted": row.chat_color_theme_inverted,
        "icon_type": row.icon_type or "emoji",
        "icon": row.icon or "",
        "icon_background": row.icon_background or "",
        "icon_url": None,
        "description": row.description,
        "copyright": row.copyright or "",
        "privacy_policy": row.privacy_policy or "",
        "input_placeholder": row.input_placeholder,
        "custom_disclaimer": row.custom_disclaimer,
        "default_language": row.default_language,
        "show_workflow_steps": row.show_workflow_steps,
        "use_icon_as_answer_icon": row.use_icon_as_answer_icon,
    }


def app_of(row: App) -> Json:
    """Return an app as lists show it."""
    return {
        "id": row.id,
        "name": row.name,
        "mode": row.mode,
        "description": row.description,
        "icon_type": row.icon_type,
        "icon": row.icon,
        "icon_background": row.icon_background,
        "icon_url": None,
        "use_icon_as_answer_icon": row.use_icon_as_answer_icon,
        "max_active_requests": row.max_active_requests,
        "stop_on_disconnect": bool(row.settings.get("stop_on_disconnect")),
        "answer_cache": asdict(settings_of(row)),
        "tool": offer_in(row).as_mapping(),
        "tags": [],
        "access_mode": "public",
        "created_by": row.created_by,
        "created_at": seconds(row.created_at),
        "updated_by": row.updated_by,
        "updated_at": seconds(row.updated_at),
    }


def app_detail_of(row: App, site: Site, publication: Publication, published: Workflow | None, base_url: str) -> Json:
    """Return an app with all that the console shows of it."""
    configured = row.model_config and {
        **row.model_config,
        "created_by": row.created_by,
        "created_at": seconds(row.created_at),
        "updated_by": row.updated_by,
        "updated_at": seconds(row.updated_at),
    }
    return {
        **app_of(row),
        "status": row.status,
        "enable_site": row.enable_site,
        "enable_api": row.enable_api,
        "model_config": configured,
        "workflow": published and {"id": published.id, "created_at": seconds(published.created_at)},
        "site": site_of(site, publication, base_url),
        "access_mode": publication.access,
        "api_base_url": f"{base_url}/v1",
        "tracing": None,
        "deleted_tools": [],
    }


def person_of(account: Account | None) -> Json | None:
    """Return who did something in the console."""
    return None if account is None else {"id": account.id, "name": account.name, "email": account.email}


def workflow_of(row: Workflow, *, created_by: Json | None, updated_by: Json | None) -> Json:
    """Return a draft or a version whose secrets are masked."""
    return {
        "id": row.id,
        "graph": row.graph,
        "features": row.features,
        "hash": row.hash,
        "version": row.version,
        "environment_variables": row.environment_variables,
        "conversation_variables": row.conversation_variables,
        "created_by": created_by,
        "created_at": seconds(row.created_at),
        "updated_by": updated_by,
        "updated_at": seconds(row.updated_at),
        "tool_published": False,
        "marked_name": row.marked_name,
        "marked_comment": row.marked_comment,
        "rag_pipeline_variables": [],
    }


def key_of(row: ApiKey, token: str | None = None) -> Json:
    """Return a key; its token in clear only at the moment when it is made."""
    return {
        "id": row.id,
        "type": row.type,
        "token": token or row.hint,
        "name": row.name,
        "last_used_at": seconds(row.last_used_at),
        "created_at": seconds(row.created_at),
        "expires_at": seconds(row.expires_at),
        "is_active": row.is_active,
        "permissions": list(row.scopes or SCOPES),
        "must_sign": row.must_sign,
        "monthly_budget": format(row.monthly_budget, "f"),
        "budget_currency": row.budget_currency,
        "monthly_tokens": row.monthly_tokens,
    }
