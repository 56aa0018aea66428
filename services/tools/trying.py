"""A call of one tool by hand: what it was asked, what it said, and how long that took."""

import time
from collections.abc import Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from engine.errors import EngineError
from engine.filestore import FileDownloadError
from engine.resources import Resources, RunInfo
from engine.tools.base import Log, Tool, ToolContext, ToolReference, ToolResult
from engine.tools.calls import call
from engine.values import File
from services.accounts.acting import Caller, acting, needs
from services.accounts.actors import DEFAULT_USER, Actor
from services.accounts.roles import Action
from services.collections.in_runs import StoredRecords
from services.files import files
from services.forms.mails_of_runs import SentMails
from services.knowledge.in_runs import StoredKnowledge
from services.models import models_for
from services.runs.run_store import StoredRuns
from services.runs.runs import DEBUGGER
from services.runs.scripts import code_runner
from services.runs.sql import SqlQueries
from services.tools.toolbox import Catalogue
from storage.errors import NotFound
from storage.records import Upload

if TYPE_CHECKING:
    from services.runtime import Runtime


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """How a call went."""

    arguments: Mapping[str, Any]
    seconds: float
    result: ToolResult
    logs: Sequence[Log] = field(default_factory=list)
    error: str = ""  # "" when it ended well


@needs(Action.EDIT_APPS)
async def try_tool(rt: "Runtime", workspace_id: str, reference: ToolReference, arguments: Mapping[str, Any]) -> Trial:
    """Call a tool as a run would, one that is switched off too, and return what it gave until it ended or failed.

    Raises:
        NotFound: there is no such tool.
    """
    found = tool_of(await rt.toolbox.catalogue(workspace_id), reference)
    result, logs, error = ToolResult(), list[Log](), ""
    context = ToolContext(await _resources(rt, workspace_id), RunInfo(user_id=_actor().engine_id))
    began = time.perf_counter()
    try:
        async with aclosing(call(found, arguments, context)) as messages:
            async for message in messages:
                result.take(message)
                if isinstance(message, Log):
                    logs.append(message)
    except EngineError as failure:
        error = str(failure)
    return Trial(
        arguments=arguments, seconds=time.perf_counter() - began, result=result, logs=_ended(logs), error=error
    )


def tool_of(catalogue: Catalogue, reference: ToolReference) -> Tool:
    """Return a tool of a catalogue, one that is switched off too. Raises NotFound."""
    named = catalogue.named(reference)
    if named is None:
        raise NotFound("tool", reference.tool_name)
    return named[1]


async def _resources(rt: "Runtime", workspace_id: str) -> Resources:
    actor = _actor()
    return Resources(
        models=await models_for(rt, workspace_id),
        code=await code_runner(rt, workspace_id),
        sql=SqlQueries(rt.code, rt.settings),
        http=rt.http,
        files=TrialFiles(rt, workspace_id, actor),
        tools=rt.toolbox.of(workspace_id),
        workflows=rt.workflow_tools(workspace_id, actor, DEBUGGER),
        retrieval=StoredKnowledge(rt, workspace_id, "", actor),
        records=StoredRecords(rt, workspace_id, "", ""),
        run_store=StoredRuns(rt, workspace_id, actor, DEBUGGER),
        mails=SentMails(rt),
        extras=rt.node_limits,
    )


@dataclass(frozen=True, slots=True)
class TrialFiles:
    """Implements `engine.resources.FileStore` for calls by hand: what they make is the workspace's, until it is swept."""

    rt: "Runtime"
    workspace_id: str
    actor: Actor

    async def read(self, file: File) -> bytes:
        """Return the bytes of a file of the workspace. Raises FileDownloadError."""
        try:
            upload = await files.workspace_upload(self.rt, self.workspace_id, file.related_id or "")
            return (await files.bytes_of(self.rt, upload)).read_bytes()
        except (NotFound, OSError) as error:
            raise FileDownloadError(f"the file {file.filename!r} cannot be read") from error

    async def write(self, data: bytes, *, filename: str, mime_type: str) -> File:
        """Keep `data` and return the file that stands for it."""
        name = files.short_name(filename.replace("/", "_").replace("\\", "_")) or "file"
        upload = Upload(
            workspace_id=self.workspace_id,
            app_id=None,
            key="",
            name=name,
            size=0,
            extension=files.extension_of(name),
            mime_type=files.known_mime_type(name, mime_type),
            hash="",
            transfer_method="tool_file",
            created_by_role=self.actor.role,
            created_by=self.actor.account_id,
        )
        try:
            return files.file_of(self.rt, await files.keep(self.rt, data, upload))
        except OSError as error:
            raise FileDownloadError(f"the file {name!r} cannot be kept: {error.strerror}") from error


def _actor() -> Actor:
    who = acting()
    account = who.account if isinstance(who, Caller) else None
    return Actor(user=DEFAULT_USER, name=account.name if account else "", account_id=account.id if account else None)


def _ended(logs: Sequence[Log]) -> list[Log]:
    """Return the log entries, each as it ended, in the order in which they began."""
    last = {log.id: log for log in logs}
    return [last[log_id] for log_id in dict.fromkeys(log.id for log in logs)]
