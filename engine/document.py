"""The document of an app: nodes, edges, variables, features, exactly as in the DSL, unknown keys kept."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import count
from typing import Any

GRAPH_MODES = ("workflow", "advanced-chat")
CONFIGURED_MODES = ("chat", "agent-chat", "completion")
MODES = (*GRAPH_MODES, *CONFIGURED_MODES)

NOTE_TYPE = "custom-note"
OWN_PREFIX = "millrace-"  # of the kinds of nodes that Dify does not have
KIND_ALIASES = {"variable-assigner": "variable-aggregator"}  # the name under which old files export it
HANDLE_ALIASES = {"success-branch": "source"}  # what older engines called the good end of a fail-branch node
APP_KEYS = frozenset({"name", "mode", "description", "icon", "icon_type", "icon_background", "use_icon_as_answer_icon"})
SYSTEM_VARIABLES = frozenset({"files", "user_id", "user_name", "app_id", "workflow_id", "workflow_run_id", "datetime"})
CHAT_VARIABLES = frozenset({"query", "conversation_id", "dialogue_count"})
WORKFLOW_VARIABLES = frozenset({"timestamp"})
WORKFLOW_KEYS = frozenset({"graph", "features", "environment_variables", "conversation_variables"})

JsonObject = dict[str, Any]


@dataclass(frozen=True, slots=True)
class NodeSpec:
    """One node: `data` is its configuration, `outer` the whole item with what only the canvas reads."""

    id: str
    kind: str
    title: str
    data: JsonObject
    outer: JsonObject

    @classmethod
    def of(cls, outer: JsonObject) -> "NodeSpec":
        """Return the node that an item of `graph.nodes` describes."""
        data = _mapping(outer.get("data"))
        kind = str(data.get("type") or "")
        title = str(data.get("title") or "")
        return cls(str(outer.get("id", "")), KIND_ALIASES.get(kind, kind), title, data, outer)


@dataclass(frozen=True, slots=True)
class EdgeSpec:
    """One edge; it leaves `source` by the branch `source_handle`."""

    id: str
    source: str
    target: str
    source_handle: str
    target_handle: str
    outer: JsonObject

    @classmethod
    def of(cls, outer: JsonObject) -> "EdgeSpec":
        """Return the edge that an item of `graph.edges` describes; left-out handles are the plain ones."""
        source, target = str(outer.get("source", "")), str(outer.get("target", ""))
        handle = str(outer.get("sourceHandle") or "source")
        target_handle = str(outer.get("targetHandle") or "target")
        edge_id = str(outer.get("id") or f"{source}-{handle}-{target}-{target_handle}")
        return cls(edge_id, source, target, HANDLE_ALIASES.get(handle, handle), target_handle, outer)


@dataclass(frozen=True, slots=True)
class VariableSpec:
    """A variable of the environment or of a conversation; `value` is the default of the latter."""

    id: str
    name: str
    value_type: str
    value: Any
    description: str

    @classmethod
    def of(cls, item: Mapping[str, Any]) -> "VariableSpec":
        """Return the variable that `item` describes; one without an id is known by its name."""
        name = str(item.get("name", ""))
        return cls(
            id=str(item.get("id") or name),
            name=name,
            value_type=str(item.get("value_type") or "string"),
            value=item.get("value"),
            description=str(item.get("description") or ""),
        )


class Document:
    """An app as its file says it. Treat it as immutable: changes make a new document.

    `raw` is the whole mapping (`version`, `kind`, `app`, `workflow` or `model_config`, `dependencies`,
    and whatever else the file held). Two documents with the same mapping are equal.
    """

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw: JsonObject = dict(raw)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Document) and self.raw == other.raw

    __hash__ = None  # type: ignore[assignment]  # the mapping inside cannot be hashed

    def __repr__(self) -> str:
        return f"Document({self.name!r}, mode={self.mode!r}, nodes={len(self.nodes)})"

    @property
    def version(self) -> str:
        """Return the DSL version that the file names, "" when it names none."""
        return str(self.raw.get("version") or "")

    @property
    def mode(self) -> str:
        """Return one of `MODES`."""
        return str(self._app.get("mode") or "")

    @property
    def is_graph(self) -> bool:
        """Return whether the app has a graph of its own, not only a `model_config`."""
        return self.mode in GRAPH_MODES

    @property
    def name(self) -> str:
        """Return the app's name."""
        return str(self._app.get("name") or "")

    @property
    def description(self) -> str:
        """Return the app's description."""
        return str(self._app.get("description") or "")

    @property
    def icon(self) -> str:
        """Return an emoji, a file id or an address, as `icon_type` says."""
        return str(self._app.get("icon") or "")

    @property
    def icon_type(self) -> str:
        """Return `emoji`, `image` or `link`."""
        return str(self._app.get("icon_type") or "emoji")

    @property
    def icon_background(self) -> str:
        """Return the colour behind the icon, as `#RRGGBB`."""
        return str(self._app.get("icon_background") or "#FFFFFF")

    @property
    def workflow(self) -> JsonObject:
        """Return the `workflow` mapping, empty for configured apps."""
        return _mapping(self.raw.get("workflow"))

    @property
    def graph(self) -> JsonObject:
        """Return `{nodes, edges, viewport}` as the canvas keeps it."""
        return _mapping(self.workflow.get("graph"))

    @property
    def model_config(self) -> JsonObject:
        """Return the configuration of a chat, agent-chat or completion app, empty for graph apps."""
        return _mapping(self.raw.get("model_config"))

    @property
    def features(self) -> JsonObject:
        """Return opening statement, file upload and the like; configured apps keep them in `model_config`."""
        return _mapping(self.workflow.get("features")) if "workflow" in self.raw else self.model_config

    @cached_property
    def nodes(self) -> tuple[NodeSpec, ...]:
        """Return the nodes that take part in runs, in file order."""
        return tuple(NodeSpec.of(item) for item in self._items("nodes") if item.get("type") != NOTE_TYPE)

    @cached_property
    def notes(self) -> tuple[NodeSpec, ...]:
        """Return the notes on the canvas."""
        return tuple(NodeSpec.of(item) for item in self._items("nodes") if item.get("type") == NOTE_TYPE)

    @cached_property
    def edges(self) -> tuple[EdgeSpec, ...]:
        """Return the edges between nodes, in file order, each with an id of its own; those of notes left out."""
        notes = {note.id for note in self.notes}
        edges = [EdgeSpec.of(item) for item in self._items("edges")]
        return tuple(_told_apart(edge for edge in edges if not notes & {edge.source, edge.target}))

    @cached_property
    def environment_variables(self) -> tuple[VariableSpec, ...]:
        """Return the values that every node may read and none may write."""
        return tuple(map(VariableSpec.of, _mappings(self.workflow.get("environment_variables"))))

    @cached_property
    def conversation_variables(self) -> tuple[VariableSpec, ...]:
        """Return the variables that a conversation keeps from turn to turn, with their defaults."""
        return tuple(map(VariableSpec.of, _mappings(self.workflow.get("conversation_variables"))))

    @property
    def system_variables(self) -> frozenset[str]:
        """Return the names of the `sys.` variables that a run of the app has."""
        return SYSTEM_VARIABLES | (WORKFLOW_VARIABLES if self.mode == "workflow" else CHAT_VARIABLES)

    @property
    def dependencies(self) -> list[JsonObject]:
        """Return the plugins that the file names."""
        return _mappings(self.raw.get("dependencies"))

    @property
    def start_form(self) -> list[JsonObject]:
        """Return the input items `{variable, label, type, required, ...}` that a run asks for."""
        if not self.is_graph:
            return [_form_item(item) for item in _mappings(self.model_config.get("user_input_form")) if item]
        starts = (node for node in self.nodes if node.kind == "start")
        return next((_mappings(node.data.get("variables")) for node in starts), [])

    def node(self, node_id: str) -> NodeSpec:
        """Return the node with this id.

        Raises:
            KeyError: there is none.
        """
        return self._nodes_by_id[node_id]

    def with_node_data(self, node_id: str, data: Mapping[str, Any]) -> "Document":
        """Return the document with the node's `data` replaced.

        Raises:
            KeyError: there is no such node.
        """
        self.node(node_id)
        return self.with_nodes_data({node_id: data})

    def with_nodes_data(self, changes: Mapping[str, Mapping[str, Any]]) -> "Document":
        """Return the document with the `data` of several nodes replaced, by node id; itself when `changes` is empty."""
        if not changes:
            return self
        items = [
            {**item, "data": dict(changes[node_id])} if (node_id := str(item.get("id"))) in changes else item
            for item in self._items("nodes")
        ]
        return self.replace(graph={**self.graph, "nodes": items})

    def replace(self, **parts: Any) -> "Document":
        """Return the document with other parts: keys of `app`, of `workflow`, or of the top level.

        Raises:
            TypeError: the DSL has no such part.
        """
        raw = dict(self.raw)
        for key, value in parts.items():
            if key in APP_KEYS:
                raw["app"] = {**_mapping(raw.get("app")), key: value}
            elif key in WORKFLOW_KEYS:
                raw["workflow"] = {**_mapping(raw.get("workflow")), key: value}
            elif key in {"version", "dependencies", "model_config"}:
                raw[key] = value
            else:
                raise TypeError(f"a document has no part {key!r}")
        return Document(raw)

    @property
    def _app(self) -> JsonObject:
        return _mapping(self.raw.get("app"))

    @cached_property
    def _nodes_by_id(self) -> dict[str, NodeSpec]:
        return {node.id: node for node in self.nodes}

    def _items(self, key: str) -> list[JsonObject]:
        return _mappings(self.graph.get(key))


def _form_item(item: JsonObject) -> JsonObject:
    """Turn `{"text-input": {...}}` into `{"type": "text-input", ...}`; the latter passes as it is."""
    if "variable" in item:
        return item
    kind, fields = next(iter(item.items()))
    return {"type": kind, **_mapping(fields)}


def _told_apart(edges: Iterable[EdgeSpec]) -> Iterator[EdgeSpec]:
    """Yield `edges`, giving every later one of equal ids a number that makes it its own."""
    seen: set[str] = set()
    for edge in edges:
        numbered = (f"{edge.id}-{number}" for number in count(2))
        edge_id = edge.id if edge.id not in seen else next(name for name in numbered if name not in seen)
        seen.add(edge_id)
        yield edge if edge_id == edge.id else replace(edge, id=edge_id)


def _mapping(value: Any) -> JsonObject:
    return value if isinstance(value, dict) else {}


def _mappings(value: Any) -> list[JsonObject]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, Sequence) else []
