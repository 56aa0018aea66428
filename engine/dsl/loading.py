"""Text of an app export to a document, whatever version it was written by."""

import re
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from engine.document import GRAPH_MODES, MODES, Document, JsonObject
from engine.dsl.dependencies import derived_dependencies
from engine.dsl.limits import DEFAULT_LIMITS, DslLimits
from engine.dsl.old_graphs import normalised_graph, with_text_ids
from engine.dsl.ours import as_ours
from engine.dsl.providers import qualified_model, qualified_tool
from engine.dsl.reading import read_yaml
from engine.dsl.selectors import with_full_selectors
from engine.dsl.sketches import unwrapped, without_sketches
from engine.dsl.support import cannot_run
from engine.dsl.variables import normalised_variables
from engine.errors import InvalidDsl

CURRENT_VERSION = "0.6.0"
OLDEST_VERSION = "0.1.0"  # of files that name none
LAST_WITHOUT_DEPENDENCIES = "0.1.5"
ICON_TYPES = ("emoji", "image", "link")
APP_DEFAULTS = {
    "name": "",
    "description": "",
    "icon": "",
    "icon_type": "emoji",
    "icon_background": "#FFFFFF",
    "use_icon_as_answer_icon": False,
}

COMPLETED = "completed"
WITH_WARNINGS = "completed-with-warnings"
PENDING = "pending"

Version = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came out of a file; a `pending` one waits for somebody to confirm it."""

    document: Document
    imported_version: str
    status: str  # completed, completed-with-warnings, pending
    warnings: list[str] = field(default_factory=list)


def load(text: str, limits: DslLimits = DEFAULT_LIMITS) -> Loaded:
    """Return the document in `text`, in the shape of the current version; unknown keys are kept.

    Raises:
        InvalidDsl: the text is no app export; the message names the line or field, the value, and
            what is allowed.
    """
    value, warnings = read_yaml(text, limits)
    if not isinstance(value, dict):
        raise InvalidDsl(f"the file must hold a mapping of an app, not {_kind_name(value)}")
    raw = unwrapped(value)
    version = _version(raw)
    document = normalised(Document(_checked(raw)), version, limits)
    document, unresolved = with_full_selectors(document)
    warnings += [*unresolved, *_empty_secrets(document), *cannot_run(document)]
    return Loaded(document, version, import_status(version), warnings)


def import_status(version: str) -> str:
    """Return how an import of a file of this version ends, compared with the version that we write."""
    theirs, ours = _numbers(version), _numbers(CURRENT_VERSION)
    if _is_greater(theirs, ours) or theirs[0] < ours[0]:
        return PENDING
    return WITH_WARNINGS if theirs[:2] < ours[:2] else COMPLETED


def normalised(document: Document, version: str = CURRENT_VERSION, limits: DslLimits = DEFAULT_LIMITS) -> Document:
    """Return the document with every old shape made the current one; doing it again changes nothing.

    Raises:
        InvalidDsl: a part is of the wrong type.
    """
    raw = {**document.raw, "version": CURRENT_VERSION, "kind": "app", "app": _app(document.raw["app"])}
    if document.is_graph:
        raw["workflow"] = _workflow(raw["workflow"], limits)
    else:
        raw["model_config"] = _model_config(raw["model_config"])
    document = Document(raw)
    if raw.get("dependencies") is not None:
        return document
    is_old = not _is_greater(_numbers(version), _numbers(LAST_WITHOUT_DEPENDENCIES))
    return document.replace(dependencies=derived_dependencies(document) if is_old else [])


def _version(raw: JsonObject) -> str:
    version = raw.get("version")
    if version is None:
        return OLDEST_VERSION
    if not isinstance(version, str):
        raise InvalidDsl(
            f"invalid version type: version must be text in quotes, not the {_kind_name(version)} {version}"
        )
    _numbers(version)
    return version


def _numbers(version: str) -> Version:
    match = re.fullmatch(r"v?(\d+(?:\.\d+)*)(?:[-+.]?[A-Za-z].*)?", version.strip())
    if match is None or len(version) > 50:
        raise InvalidDsl(f"Invalid version: {version[:50]!r} is no dotted version such as {CURRENT_VERSION}")
    return tuple(int(number) for number in match[1].split("."))


def _is_greater(left: Version, right: Version) -> bool:
    pairs = zip_longest(left, right, fillvalue=0)
    return next((a > b for a, b in pairs if a != b), False)


def _checked(raw: JsonObject) -> JsonObject:
    """Return `raw` when it is an app of a known mode with the section that the mode needs."""
    if raw.get("kind") == "rag_pipeline" or "rag_pipeline" in raw:
        raise InvalidDsl(
            "the file is a knowledge pipeline (kind: rag_pipeline), not an app; it cannot be imported here"
        )
    app = raw.get("app")
    if not isinstance(app, dict):
        raise InvalidDsl("the file has no section `app`; it is no app export")
    mode = app.get("mode")
    if mode is None:
        raise InvalidDsl(f"the field app.mode is missing. Allowed are {', '.join(MODES)}")
    if mode not in MODES:
        raise InvalidDsl(f"Invalid app mode: {mode} (field app.mode). Allowed are {', '.join(MODES)}")
    section = "workflow" if mode in GRAPH_MODES else "model_config"
    if not isinstance(raw.get(section), dict):
        raise InvalidDsl(f"an app of mode {mode} needs the section `{section}`, and the file has none")
    return raw


def _app(app: JsonObject) -> JsonObject:
    given = {key: value for key, value in app.items() if value is not None}
    icon_type = given.get("icon_type") if given.get("icon_type") in ICON_TYPES else "emoji"
    return {**APP_DEFAULTS, **given, "name": str(given.get("name", "")), "icon_type": icon_type}


def _workflow(workflow: JsonObject, limits: DslLimits) -> JsonObject:
    graph = _mapping(workflow.get("graph"), "workflow.graph")
    most = {"nodes": limits.nodes, "edges": limits.edges}
    graph = {**graph, **{key: _items(graph.get(key), f"workflow.graph.{key}", limit) for key, limit in most.items()}}
    _check_nodes(graph["nodes"])
    return {
        **workflow,
        "graph": normalised_graph(without_sketches(with_text_ids(as_ours(graph)))),
        "features": _mapping(workflow.get("features"), "workflow.features"),
        "environment_variables": normalised_variables(
            workflow.get("environment_variables"), "env", most=limits.variable_bytes
        ),
        "conversation_variables": normalised_variables(
            workflow.get("conversation_variables"), "conversation", most=limits.variable_bytes
        ),
    }


def _model_config(config: JsonObject) -> JsonObject:
    changed = dict(config)
    if isinstance(config.get("model"), dict):
        changed["model"] = qualified_model(config["model"])
    agent_mode = config.get("agent_mode")
    if isinstance(agent_mode, dict) and isinstance(agent_mode.get("tools"), list):
        tools = [qualified_tool(tool) if isinstance(tool, dict) else tool for tool in agent_mode["tools"]]
        changed["agent_mode"] = {**agent_mode, "tools": tools}
    return changed


def _mapping(value: Any, field_name: str) -> JsonObject:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise InvalidDsl(f"the field {field_name} must be a mapping, not {_kind_name(value)}")
    return value


def _items(value: Any, field_name: str, limit: int) -> list[JsonObject]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise InvalidDsl(f"the field {field_name} must be a list, not {_kind_name(value)}")
    if len(value) > limit:
        raise InvalidDsl(f"the field {field_name} has {len(value):,} entries; the limit is {limit:,}")
    for place, item in enumerate(value):
        _mapping(item, f"{field_name}[{place}]")
    return [item for item in value if item]


def _check_nodes(nodes: list[JsonObject]) -> None:
    for place, node in enumerate(nodes):
        if node.get("id") in (None, ""):
            raise InvalidDsl(f"the field workflow.graph.nodes[{place}].id is missing")
        _mapping(node.get("data"), f"workflow.graph.nodes[{place}].data")


def _kind_name(value: Any) -> str:
    names = {dict: "mapping", list: "list", str: "text", bool: "boolean", int: "number", float: "number"}
    return names.get(type(value), "nothing")


def _empty_secrets(document: Document) -> list[str]:
    empty = [v.name for v in document.environment_variables if v.value_type == "secret" and v.value == ""]
    return [f"the secret env.{name} is empty; fill it in before the app runs" for name in empty]
