"""Between rows and documents: what of an app stands in which column, and secrets on the way."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from engine.document import APP_KEYS, WORKFLOW_KEYS, Document
from engine.dsl import CURRENT_VERSION
from engine.values import mask_secret
from services.secrets import Vault
from storage.records import App, Workflow

SEALED: Final = "encrypted:"  # begins the stored value of a secret variable
EXTRAS: Final = "dsl"  # key of `App.settings` for what a file held beyond our columns

PARTS: Final = ("graph", "features", "environment_variables", "conversation_variables")  # columns of a workflow

Item = dict[str, Any]


def document_of(app: App, workflow: Workflow | None) -> Document:
    """Return an app as its document; secret variables are as stored, that is encrypted."""
    extras = app.settings.get(EXTRAS) or {}
    raw: Item = {
        **extras.get("top", {}),
        "version": CURRENT_VERSION,
        "kind": "app",
        "app": {**extras.get("app", {}), **_app_section(app)},
    }
    if workflow is None:
        return Document({**raw, "model_config": dict(app.model_config or {})})
    section = {key: getattr(workflow, key) for key in PARTS}
    return Document({**raw, "workflow": {**extras.get("workflow", {}), **section}})


def app_columns(document: Document) -> Item:
    """Return the columns of `App` that a document fills."""
    section = document.raw["app"]
    top = {key: value for key, value in document.raw.items() if key not in ("version", "kind", "app", "workflow")}
    model_config = top.pop("model_config", None)
    workflow = {key: value for key, value in document.workflow.items() if key not in WORKFLOW_KEYS}
    own = {key: value for key, value in section.items() if key not in APP_KEYS}
    columns = {key: section[key] for key in APP_KEYS if section.get(key) is not None}
    extras = {"top": top, "app": own, "workflow": workflow}
    return {
        **columns,
        "model_config": None if document.is_graph else model_config,
        "settings": {EXTRAS: {key: value for key, value in extras.items() if value}},
    }


def workflow_columns(document: Document) -> Item:
    """Return the columns of `Workflow` that a document fills; secrets are as in the document."""
    section = document.workflow
    return {
        "graph": section.get("graph") or {},
        "features": section.get("features") or {},
        "environment_variables": list(section.get("environment_variables") or []),
        "conversation_variables": list(section.get("conversation_variables") or []),
    }


def hash_of(columns: Mapping[str, Any]) -> str:
    """Return the hash by which changes of a draft are noticed."""
    content = {key: columns[key] for key in PARTS}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=32).hexdigest()


def sealed(vault: Vault, items: Sequence[Item], stored: Sequence[Item] = ()) -> list[Item]:
    """Return variables with their secrets encrypted for storage.

    A secret that is the mask of the stored one with the same id or name, or the same secret, keeps
    the stored value; so does one whose value is already as stored.
    """
    before = {key: item for item in stored for key in _names(item)}
    return [_sealed(vault, item, before) for item in items]


def opened(vault: Vault, items: Sequence[Item]) -> list[Item]:
    """Return stored variables with their secrets in clear. Raises SecretUnreadable."""
    return [{**item, "value": _plain(vault, item["value"])} if _is_sealed(item) else item for item in items]


def masked(vault: Vault, items: Sequence[Item]) -> list[Item]:
    """Return stored variables as people see them: secrets masked. Raises SecretUnreadable."""
    return [
        {**item, "value": mask_secret(_plain(vault, item["value"]))} if _is_sealed(item) else item for item in items
    ]


def _app_section(app: App) -> Item:
    return {key: getattr(app, key) for key in APP_KEYS}


def _names(item: Item) -> list[str]:
    return [f"id {item['id']}"] * bool(item.get("id")) + [f"name {item.get('name')}"]


def _is_sealed(item: Item) -> bool:
    value = item.get("value")
    return item.get("value_type") == "secret" and isinstance(value, str) and value.startswith(SEALED)


def _sealed(vault: Vault, item: Item, before: Mapping[str, Item]) -> Item:
    value = item.get("value")
    if item.get("value_type") != "secret" or not value:
        return item
    old = next((before[name] for name in _names(item) if name in before), None)
    if old is not None and _is_sealed(old):
        plain = _plain(vault, old["value"])
        if value in (plain, mask_secret(plain), old["value"]):
            return {**item, "value": old["value"]}
    return {**item, "value": SEALED + vault.encrypt(str(value)).decode()}


def _plain(vault: Vault, value: str) -> str:
    return vault.decrypt(value.removeprefix(SEALED).encode())
