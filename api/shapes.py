"""Rows and documents as the JSON objects that the published API describes. Times are whole epoch seconds."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.json_text import dumps
from config import Settings
from engine.document import Document
from engine.values import as_plain
from storage.records import ApiKey, App, Conversation, ConversationVariable, Message, NodeExecution, Run, Site, Workflow

Json = dict[str, Any]

_OFF: Json = {"enabled": False}
_MB_LIMITS = {
    "file_size_limit": "upload_file_size_limit",
    "image_file_size_limit": "upload_image_file_size_limit",
    "audio_file_size_limit": "upload_audio_file_size_limit",
    "video_file_size_limit": "upload_video_file_size_limit",
}


def seconds(at: float | None) -> int | None:
    """Return a time as whole seconds."""
    return None if at is None else int(at)


def parameters_of(document: Document, settings: Settings) -> Json:
    """Return what a client needs to show an app: features, form, limits."""
    features = document.features if document.is_graph else document.model_config
    form = form_items(document.start_form) if document.is_graph else list(features.get("user_input_form") or [])
    upload = features.get("file_upload") or {}
    image = upload.get("image") or {
        "enabled": False,
        "number_limits": 3,
        "transfer_methods": ["local_file", "remote_url"],
    }
    return {
        "opening_statement": features.get("opening_statement") or "",
        "suggested_questions": list(features.get("suggested_questions") or []),
        "suggested_questions_after_answer": features.get("suggested_questions_after_answer") or _OFF,
        "speech_to_text": features.get("speech_to_text") or _OFF,
        "text_to_speech": features.get("text_to_speech") or _OFF,
        "retriever_resource": features.get("retriever_resource") or {"enabled": True},
        "annotation_reply": features.get("annotation_reply") or _OFF,
        "more_like_this": features.get("more_like_this") or _OFF,
        "user_input_form": form,
        "sensitive_word_avoidance": features.get("sensitive_word_avoidance") or _OFF,
        "file_upload": {**upload, "image": image},
        "system_parameters": system_parameters(settings),
    }


def system_parameters(settings: Settings) -> Json:
    """Return the limits of uploads, in MB."""
    limits = {name: int(getattr(settings, setting)) for name, setting in _MB_LIMITS.items()}
    return {**limits, "workflow_file_upload_limit": 10}


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


def message_of(row: Message) -> Json:
    """Return one turn of a conversation."""
    return {
        "id": row.id,
        "conversation_id": row.conversation_id,
        "parent_message_id": row.parent_message_id,
        "inputs": row.inputs,
        "query": row.query,
        "answer": row.answer,
        "status": "error" if row.status == "error" else "normal",
        "error": row.error,
        "message_files": list(row.files),
        "feedback": None,
        "retriever_resources": list(row.metadata.get("retriever_resources") or []),
        "agent_thoughts": list(row.agent_thoughts),
        "created_at": seconds(row.created_at),
        "extra_contents": [],
        "message_tokens": row.message_tokens,
        "answer_tokens": row.answer_tokens,
        "total_tokens": row.message_tokens + row.answer_tokens,
        "provider_response_latency": row.latency,
        "total_price": format(row.total_price, "f"),
        "currency": row.currency,
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


def node_execution_of(row: NodeExecution, *, account: Json | None) -> Json:
    """Return one execution of a node as the console shows it."""
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
        "execution_metadata": row.metadata or None,
        "extras": {},
        "created_at": seconds(row.created_at),
        "created_by_role": "account",
        "created_by_account": account,
        "created_by_end_user": None,
        "finished_at": seconds(row.finished_at),
        "inputs_truncated": False,
        "outputs_truncated": False,
        "process_data_truncated": False,
    }


def site_of(row: Site, base_url: str) -> Json:
    """Return a site as the console shows it."""
    return {
        **public_site_of(row),
        "app_id": row.app_id,
        "access_token": row.code,
        "code": row.code,
        "customize_domain": row.customize_domain,
        "customize_token_strategy": row.customize_token_strategy,
        "prompt_public": row.prompt_public,
        "app_base_url": base_url,
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
        "tags": [],
        "access_mode": "public",
        "created_by": row.created_by,
        "created_at": seconds(row.created_at),
        "updated_by": row.updated_by,
        "updated_at": seconds(row.updated_at),
    }


def app_detail_of(row: App, site: Site, published: Workflow | None, base_url: str) -> Json:
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
        "site": site_of(site, base_url),
        "api_base_url": f"{base_url}/v1",
        "tracing": None,
        "deleted_tools": [],
    }


def workflow_of(row: Workflow, environment: Sequence[Mapping[str, Any]], person: Json | None) -> Json:
    """Return a draft or a version; `environment` are its variables with masked secrets."""
    return {
        "id": row.id,
        "graph": row.graph,
        "features": row.features,
        "hash": row.hash,
        "version": row.version,
        "environment_variables": list(environment),
        "conversation_variables": row.conversation_variables,
        "created_by": person,
        "created_at": seconds(row.created_at),
        "updated_by": person,
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
    }
