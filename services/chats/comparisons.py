"""Models and prompts of one app side by side: columns that answer the same input, each as a run of its own.

A column is what it changes of the app's configuration. Its answers are runs of the debugger: they count in no
statistics, and nothing that the app serves changes until a column is kept. What was compared last is stored for each
app and person, so that it is there again after a reload; the answers are found by the ids of their runs.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import storage.messages
import storage.settings
from engine.document import GRAPH_MODES
from engine.errors import EngineError
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.apps import apps
from services.chats import chat
from services.errors import InvalidInput, ServiceError
from services.runs.extents import Extent
from services.runs.runs import DEBUGGER
from storage.errors import StorageError
from storage.ids import new_id
from storage.records import App, Message

if TYPE_CHECKING:
    from services.runtime import Runtime

LEAST: Final = 2  # columns
MOST: Final = 6
SETTINGS: Final = ("model", "pre_prompt", "chat_prompt_config", "completion_prompt_config")  # that a column may change

Settings = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One way to answer: `settings` over the configuration of the app; `run_id` of its last answer.

    `conversation_id` is where that was said, "" in apps without conversations; `refusal` says why the last answer
    could not even begin.
    """

    id: str = field(default_factory=new_id)
    settings: Settings = field(default_factory=dict)
    run_id: str = ""
    conversation_id: str = ""
    refusal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Columns, and what they were asked last."""

    columns: tuple[Column, ...]
    query: str = ""
    inputs: Mapping[str, Any] = field(default_factory=dict)


def begun() -> Comparison:
    """Return a comparison of the app with itself, to be changed."""
    return Comparison(columns=tuple(Column() for _ in range(LEAST)))


def config_of(app: App, column: Column) -> dict[str, Any]:
    """Return the configuration that a column answers with."""
    return {**(app.model_config or {}), **column.settings}


async def find_comparison(rt: "Runtime", app: App, owner: str) -> Comparison:
    """Return what a person compared last, a new comparison where that is nothing."""
    stored = await rt.db.read(lambda: storage.settings.get_setting(rt.db, app.workspace_id, _key(app, owner)))
    if not isinstance(stored, Mapping):
        return begun()
    columns = tuple(Column(**column) for column in stored["columns"])
    return Comparison(columns=columns, query=stored["query"], inputs=stored["inputs"])


@needs(Action.EDIT_APPS)
async def save_comparison(rt: "Runtime", app: App, owner: str, comparison: Comparison) -> Comparison:
    """Store a comparison for a person and return it.

    Raises:
        InvalidInput: it has not 2 to 6 columns, or a column changes what is none of `SETTINGS`.
    """
    check(comparison)
    await storage.settings.put_setting(rt.db, app.workspace_id, _key(app, owner), asdict(comparison))
    return comparison


def check(comparison: Comparison) -> None:
    """Raise InvalidInput unless a comparison has the right shape."""
    count = len(comparison.columns)
    if not LEAST <= count <= MOST:
        raise InvalidInput(f"A comparison has {LEAST} to {MOST} columns, not {count}.", param="columns")
    unknown = {name for column in comparison.columns for name in column.settings} - set(SETTINGS)
    if unknown:
        raise InvalidInput(f"A column cannot change {', '.join(sorted(unknown))}.", param="settings")


@needs(Action.EDIT_APPS)
async def ask(
    rt: "Runtime",
    app: App,
    comparison: Comparison,
    *,
    query: str,
    inputs: Mapping[str, Any],
    user: str,
    account_id: str | None = None,
    files: Sequence[Mapping[str, Any]] = (),
    goes_on: bool = False,
) -> Comparison:
    """Start the answers of all columns at once, each in a conversation of its own, and store which runs they are.

    The conversations are new ones, unless it `goes_on` in those that there are. A column that cannot begin says why
    and does not keep the others from answering.

    Raises:
        InvalidInput: the app has a graph, or the comparison not the right shape.
    """
    if app.mode in GRAPH_MODES:
        raise InvalidInput("Prompts are compared in apps without a graph.", param="mode")
    check(comparison)

    async def answered(column: Column) -> Column:
        given: dict[str, Any] = {"query": query, "inputs": inputs, "files": files}
        who: dict[str, Any] = {"user": user, "account_id": account_id, "invoke_from": DEBUGGER}
        config = config_of(app, column)
        if goes_on:
            given["conversation_id"] = column.conversation_id
        try:
            live = await chat.start_turn(
                rt, app, **given, **who, model_config=config, auto_generate_name=False, extent=Extent(mode="all")
            )
        except (ServiceError, EngineError, StorageError) as error:
            return replace(column, run_id="", refusal=str(error))
        return replace(column, run_id=live.id, conversation_id=live.conversation_id, refusal="")

    columns = tuple(await asyncio.gather(*map(answered, comparison.columns)))
    asked = Comparison(columns=columns, query=query, inputs=inputs)
    return await save_comparison(rt, app, user, asked)


def changes_of(app: App, config: Settings) -> dict[str, Any]:
    """Return the settings of a column that make an app's configuration this one."""
    stored = app.model_config or {}
    return {name: config[name] for name in SETTINGS if name in config and config[name] != stored.get(name)}


@needs(Action.EDIT_APPS)
async def keep(
    rt: "Runtime", app: App, comparison: Comparison, column_id: str, *, user: str, account_id: str | None = None
) -> Comparison:
    """Write what a column changes into the app's configuration, which serves at once.

    The other columns go on to answer as they did: what they change is told from the new configuration.

    Raises:
        InvalidInput: the configuration has not the right shape.
        InvalidWorkflow: it cannot run.
    """
    winner = next(column for column in comparison.columns if column.id == column_id)
    changed = await apps.save_model_config(rt, app, config_of(app, winner), account_id=account_id)
    columns = tuple(
        replace(column, settings={} if column is winner else changes_of(changed, config_of(app, column)))
        for column in comparison.columns
    )
    return await save_comparison(rt, app, user, replace(comparison, columns=columns))


async def message_of_run(rt: "Runtime", app: App, message_id: str) -> Message:
    """Return the stored message of an answer, with its sources. Raises NotFound."""
    return await rt.db.read(lambda: storage.messages.get_message(rt.db, app.workspace_id, app.id, message_id))


def _key(app: App, owner: str) -> str:
    return f"{storage.settings.COMPARISON}{app.id}:{owner}"
