"""What a run needs from outside, as interfaces: the engine names no database and no vendor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, Protocol

import httpx2

from engine.events import Usage
from engine.frames.table import Table
from engine.knowledge.search import Dataset, Hit, RetrievalSettings
from engine.models.base import ChatModel, ChatRequest, EmbeddingModel, RerankModel
from engine.tools.base import Ran, Tool, ToolReference
from engine.values import File


class Models(Protocol):
    """Finds the model that a reference in a document names."""

    def chat(self, provider: str, name: str) -> ChatModel:
        """Return the model.

        Raises:
            ModelNotConfigured: no credentials for `provider`, the message names it.
        """
        ...

    def embedding(self, provider: str, name: str) -> EmbeddingModel:
        """Return the model; raises as `chat` does."""
        ...

    def rerank(self, provider: str, name: str) -> RerankModel:
        """Return the model; raises as `chat` does."""
        ...


@dataclass(frozen=True, slots=True)
class Written:
    """A stretch of what a model wrote."""

    kind: Literal["text", "thinking"]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierAnswer:
    """An answer that a model gave before; `usage` is what it took then."""

    written: Sequence[Written]
    usage: Usage
    similarity: float | None = None  # of the questions; None: the requests are the same


class AnswerCache(Protocol):
    """Keeps the answers of models for the app that runs. Trouble with it is no trouble of the run."""

    async def look(self, model: ChatModel, request: ChatRequest) -> EarlierAnswer | None:
        """Return an earlier answer to this request, or to one that is like enough; None: the model has to be asked."""
        ...

    async def keep(self, model: ChatModel, request: ChatRequest, answer: EarlierAnswer) -> None:
        """Keep what the model has answered to a request that was looked for."""
        ...


@dataclass(frozen=True, slots=True)
class CodeResult:
    """What a script returned."""

    value: Any
    printed: str = ""
    tier: str = "strict"


class CodeRunner(Protocol):
    """Runs a user's script away from this process, bounded in time, memory and output."""

    async def run(
        self, language: str, code: str, inputs: Mapping[str, Any], *, outputs: Sequence[str] = ()
    ) -> CodeResult:
        """Call the script's `main` with `inputs` and return what it gave back.

        A script without `main` gets the inputs as its variables and gives back those of its
        variables that `outputs` names.

        Raises:
            NodeError: the script failed, was refused or hit a limit; `error_type` says which.
        """
        ...


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file that holds a table, as a query takes it; of a workbook the first sheet counts."""

    data: bytes
    format: str  # csv, parquet, excel


TABLE_FORMATS: Final[Mapping[str, str]] = {  # by the ending of a file's name
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".parquet": "parquet",
    ".xlsx": "excel",
    ".xls": "excel",
}


class SqlRunner(Protocol):
    """Answers a SQL query about given tables, with nothing else in reach."""

    @property
    def file_bytes(self) -> int:
        """Return how large one file among the tables may be."""
        ...

    async def query(self, sql: str, *, tables: Mapping[str, Table | TableFile], parameters: Mapping[str, Any]) -> Table:
        """Return what the one statement `sql` gives; `parameters` are the values of its `$names`.

        Raises:
            NodeError: it is no query, fails, or hits a limit; the message names the line or the limit.
        """
        ...


class FileStore(Protocol):
    """Keeps the bytes of uploads and of files that nodes make; remote files are not among them."""

    async def read(self, file: File) -> bytes:
        """Return the bytes of `file`.

        Raises:
            NodeError: they are gone, or the run may not have them.
        """
        ...

    async def write(self, data: bytes, *, filename: str, mime_type: str) -> File:
        """Keep `data` and return the file that stands for it.

        Raises:
            NodeError: there is no room for it.
        """
        ...


class Tools(Protocol):
    """Finds the tool that a document names; `engine.tools.registry.BUILT_IN` is one."""

    async def find(self, reference: ToolReference) -> Tool:
        """Return the tool.

        Raises:
            ToolNotFoundError: there is none, the message names it.
        """
        ...

    async def credentials(self, tool: Tool) -> Mapping[str, str]:
        """Return what is stored to let a tool's provider in, by the names of `tool.credentials`; {} for nothing."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedApp:
    """An app that its makers offer as a tool."""

    id: str
    name: str  # of the tool
    label: str  # the app's own name
    description: str
    form: Sequence[Mapping[str, Any]]  # inputs, as documents write them
    takes_query: bool  # workflows take none
    use_cases: Sequence[str] = ()
    has_side_effects: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class AppAnswer:
    """What an app that was called gave, or, with an `error`, why it gave nothing."""

    text: str = ""
    outputs: Mapping[str, Any] | None = None  # of a workflow
    files: Sequence[File] = ()
    citations: Sequence[Mapping[str, Any]] = ()
    ran: Ran | None = None  # the run that did it, if it came to one
    error: str | None = None


class Workflows(Protocol):
    """Published workflows, and apps of every mode, that can be called as tools."""

    async def start_form(self, tool_id: str) -> Sequence[Mapping[str, Any]] | None:
        """Return the start variables of the workflow behind a tool id, None when there is none."""
        ...

    async def run(self, tool_id: str, inputs: Mapping[str, Any], *, caller: "RunInfo") -> AppAnswer:
        """Run the workflow for the caller's user, with a `depth` of one more, and return its outputs.

        Raises:
            NodeError: it cannot be run at all; the message says why.
        """
        ...

    async def offered(self, app_id: str) -> OfferedApp | None:
        """Return an app that is offered as a tool, None when there is none of this id."""
        ...

    async def ask(self, app: OfferedApp, query: str, inputs: Mapping[str, Any], *, caller: "RunInfo") -> AppAnswer:
        """Ask the app for the caller's user, with a `depth` of one more. Raises as `run`."""
        ...


class Records(Protocol):
    """Keeps rows in collections of the workspace; `engine.records.MemoryRecords` is one."""

    async def add(self, collection: str, record: Mapping[str, Any], *, key: str = "") -> str:
        """Keep a row and return its id: `key`, with `{time}` made the second, and a number behind it where it is taken.

        Raises:
            NodeError: the name, the id or the row cannot be kept, or the collection is full.
        """
        ...

    async def last(self, collection: str, *, limit: int) -> Sequence[Mapping[str, Any]]:
        """Return the last rows, newest first, with `id` and `stored_at` (seconds since 1970) beside what was kept."""
        ...


class Retrieval(Protocol):
    """Searches knowledge bases; `engine.knowledge.in_memory.MemoryRetrieval` is one."""

    async def datasets(self, dataset_ids: Sequence[str]) -> Sequence[Dataset]:
        """Return those of the knowledge bases that can be searched, in the order of the ids."""
        ...

    async def named(self, name: str) -> Dataset | None:
        """Return the knowledge base that people call `name`, None when there is none."""
        ...

    async def retrieve(self, query: str, dataset_ids: Sequence[str], settings: RetrievalSettings) -> Sequence[Hit]:
        """Return what fits `query` best, best first, at most `settings.top_k`; unknown ids are skipped.

        Raises:
            ModelError: a model that ranks or embeds failed.
        """
        ...


class RunStore(Protocol):
    """What is kept of the runs of the workspace, for those of its members who may read it."""

    async def tables(self) -> Mapping[str, Table]:
        """Return the newest runs, executions of nodes and messages as tables by name.

        Raises:
            NodeError: whoever this run is for may not read them.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail of plain text."""

    to: Sequence[str]  # addresses
    subject: str
    text: str
    cc: Sequence[str] = ()
    reply_to: str = ""


class Mails(Protocol):
    """Sends mails."""

    @property
    def is_set_up(self) -> bool:
        """Return whether there is a mail host that sends them."""
        ...

    async def send(self, mail: Mail) -> None:
        """Send a mail. Raises NodeError: it did not leave; the message says why."""
        ...


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier turn of the conversation."""

    query: str
    answer: str
    files: Sequence[Any] = ()
    steps: Sequence[Mapping[str, Any]] = ()  # the rounds of an agent app, as they are kept with its message


@dataclass(frozen=True, slots=True, kw_only=True)
class RunInfo:
    """Who runs what; constant for a run."""

    run_id: str = ""
    app_id: str = ""
    workflow_id: str = ""
    mode: str = "workflow"
    user_id: str = ""
    conversation_id: str = ""  # "" outside conversations
    history: Sequence[Turn] = ()  # oldest first, only turns with an answer
    depth: int = 0  # of apps called as tools
    variable_types: Mapping[tuple[str, ...], str] = field(
        default_factory=dict
    )  # of writable variables; the run fills it


@dataclass(slots=True, kw_only=True)
class Resources:
    """All that nodes may use; what a caller does not offer is None and the node says so."""

    models: Models | None = None
    code: CodeRunner | None = None
    sql: SqlRunner | None = None
    http: httpx2.AsyncClient | None = None  # made by `engine.web.guard.guarded_client`
    files: FileStore | None = None
    tools: Tools | None = None  # None: the built-in ones
    workflows: Workflows | None = None
    retrieval: Retrieval | None = None
    answers: AnswerCache | None = None
    records: Records | None = None
    run_store: RunStore | None = None
    mails: Mails | None = None
    extras: Mapping[str, Any] = field(default_factory=dict)
