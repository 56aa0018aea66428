"""What a tool is: a name, parameters, and a run that gives messages one after the other."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

from engine.errors import NodeError
from engine.values import File, as_text

if TYPE_CHECKING:
    from engine.resources import Resources, RunInfo

JsonObject = dict[str, Any]
ParameterType = Literal["string", "number", "boolean", "select", "object", "array", "file", "files"]

_SCHEMA_TYPES = {"select": "string", "file": "object", "files": "array"}


class ToolInvokeError(NodeError):
    """A tool failed, or the tool cannot be used as it is set up."""


class ToolParameterError(NodeError):
    """A tool was given a value that it cannot take, or not given one that it needs."""


class ToolNotFoundError(NodeError):
    """No such tool is installed; the message names it."""


class ToolCredentialsMissing(NodeError):
    """A tool's provider asks for something that nobody has entered: a key, an address."""

    def __init__(self, provider: str, field: str) -> None:
        super().__init__(f"the tools of {provider!r} need {field!r}; enter it on the page Tools")
        self.provider = provider
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One argument of a tool, or one thing that its provider asks for."""

    name: str
    type: ParameterType = "string"
    form: Literal["llm", "form"] = "llm"  # given by a model or the run, or fixed when the tool is set up
    required: bool = False
    default: Any = None
    options: Sequence[str] = ()  # of a select
    description: str = ""  # for models and people
    shape: Mapping[str, Any] | None = None  # the JSON schema of a value, where the type alone says too little

    def schema(self) -> JsonObject:
        """Return the JSON schema of a value."""
        if self.shape is not None:
            return {**self.shape, "description": self.description or self.shape.get("description", "")}
        schema: JsonObject = {"type": _SCHEMA_TYPES.get(self.type, self.type), "description": self.description}
        if self.type in ("array", "files"):
            schema["items"] = {}
        return {**schema, "enum": list(self.options)} if self.options else schema


@dataclass(frozen=True, slots=True)
class Text:
    """The next piece of the tool's text."""

    text: str


@dataclass(frozen=True, slots=True)
class Json:
    """An object."""

    value: Any
    is_repeat: bool = False  # the tool's text says the same, so models are not told twice


@dataclass(frozen=True, slots=True)
class Link:
    """An address for people."""

    url: str


@dataclass(frozen=True, slots=True)
class Made:
    """A file that the tool made or found."""

    file: File


@dataclass(frozen=True, slots=True)
class Variable:
    """A named output; pieces of text are put together."""

    name: str
    value: Any
    is_piece: bool = False


@dataclass(frozen=True, slots=True)
class Log:
    """A step of the tool's own work; the same id again says how it ended."""

    id: str
    label: str
    status: str = "success"  # start, success, error
    parent_id: str | None = None
    error: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cited:
    """Knowledge that the tool's text comes from, as records for the end of the message."""

    citations: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """The run of another app that does the work; told when it has ended, whichever way."""

    app_id: str
    run_id: str
    name: str  # of the app
    status: str = ""
    elapsed: float = 0.0  # seconds
    total_tokens: int = 0  # counted with that run, not with the one that called
    total_price: str = "0"
    currency: str = "USD"

    def as_mapping(self) -> JsonObject:
        """Return it as JSON values."""
        return asdict(self)


ToolMessage = Text | Json | Link | Made | Variable | Log | Cited | Ran


@dataclass(frozen=True, slots=True)
class ToolContext:
    """What a running tool may use, and for whom it runs."""

    resources: "Resources"
    run: "RunInfo"
    credentials: Mapping[str, str] = field(default_factory=dict)  # of the tool's provider, by name


class Tool(Protocol):
    """Something that can be called."""

    @property
    def provider(self) -> str:
        """Return the short id of who offers it."""
        ...

    @property
    def name(self) -> str:
        """Return the name that references and models use."""
        ...

    @property
    def label(self) -> str:
        """Return the name for people."""
        ...

    @property
    def description(self) -> str:
        """Return what it does, for models and people."""
        ...

    @property
    def parameters(self) -> Sequence[Parameter]:
        """Return its parameters."""
        ...

    @property
    def use_cases(self) -> Sequence[str]:
        """Return what it is good for, for models and people: a few words each."""
        ...

    @property
    def credentials(self) -> Sequence[Parameter]:
        """Return what its provider asks for before any of its tools can be called."""
        ...

    @property
    def has_side_effects(self) -> bool:
        """Return whether a call changes something outside: sends, writes, orders."""
        ...

    @property
    def timeout(self) -> float | None:
        """Return after how many seconds a call is given up, None for never."""
        ...

    @property
    def repeatable(self) -> bool:
        """Return whether the same arguments always give the same result, and nothing else happens."""
        ...

    @property
    def version(self) -> int:
        """Return which version it is: another one may give another result for the same arguments."""
        ...

    def run(self, arguments: Mapping[str, Any], ctx: ToolContext) -> AsyncIterator[ToolMessage]:
        """Yield what the tool says; `arguments` are checked and of the declared types.

        Raises:
            NodeError: the call failed.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolReference:
    """How documents name a tool."""

    provider_type: str = "builtin"  # plugin, builtin, workflow, api, app, dataset-retrieval, mcp
    provider_id: str = ""
    tool_name: str = ""
    provider_name: str = ""  # as people call it; it holds where the id is that of another installation
    plugin: str = ""  # the unique identifier of the plugin that the document was made with

    def __str__(self) -> str:
        plugin = f" (plugin {self.plugin})" if self.plugin else ""
        return f"{self.tool_name or '(no name)'!r} of {self.provider_type} provider {self.provider_id!r}{plugin}"


@dataclass(slots=True)
class ToolResult:
    """All that one call gave."""

    text: str = ""
    json: list[Any] = field(default_factory=list)
    unsaid: list[Any] = field(default_factory=list)  # those of the objects that the text does not repeat
    files: list[File] = field(default_factory=list)
    variables: JsonObject = field(default_factory=dict)
    citations: list[Mapping[str, Any]] = field(default_factory=list)
    runs: list[Ran] = field(default_factory=list)

    def take(self, message: ToolMessage) -> str:
        """Add a message; return what it adds to the text."""
        match message:
            case Text(text):
                added = text
            case Link(url):
                added = f"Link: {url}\n"
            case _:
                added = ""
                self._take_value(message)
        self.text += added
        return added

    def _take_value(self, message: ToolMessage) -> None:
        match message:
            case Json(value, is_repeat):
                self.json.append(value)
                self.unsaid += [] if is_repeat else [value]
            case Made(file):
                self.files.append(file)
            case Variable(name, value, is_piece):
                self.variables[name] = as_text(self.variables.get(name)) + as_text(value) if is_piece else value
            case Cited(citations):
                self.citations += citations
            case Ran():
                self.runs.append(message)
            case _:
                pass  # logs are for whoever listens

    @property
    def observation(self) -> str:
        """Return the result as a model reads it."""
        files = [f"A file was made and is shown to the user: {file.filename or file.address}" for file in self.files]
        parts = [self.text, *(as_text(value) for value in self.unsaid), *files]
        return "\n".join(part for part in parts if part)
