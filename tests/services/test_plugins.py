"""Plugins while apps run: installed, broken, renewed, switched off; nothing else suffers."""

import asyncio
import hashlib
import json
import shutil
import subprocess
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, cast

import psutil
import pytest

from engine.chunking.rules import ProcessRule
from engine.dsl import dump
from engine.errors import NodeError
from engine.events import RunFinished, TextDelta
from engine.extract import Extracted
from engine.models.known import everyone
from engine.nodes.base import Context, Node, NodeConfig, Result
from engine.plugins.errors import PluginError, PluginNotLoaded
from engine.plugins.host import HostLimits
from engine.plugins.knowledge import cut_apart
from engine.resources import Resources, RunInfo
from engine.tools.base import Json, Text, ToolContext, ToolReference
from engine.tools.calls import call
from services.accounts.acting import Caller, acting_as
from services.accounts.roles import Role
from services.apps import apps
from services.apps.imports import import_dsl
from services.chats import chat
from services.errors import AppUnavailable, InvalidInput, NotAllowed
from services.knowledge import plugged
from services.knowledge.preview import preview
from services.nodes import own_nodes
from services.plugins import lifecycle
from services.plugins.needed import needed_plugins
from services.plugins.running import Plugins
from services.plugins.views import plugins
from services.runs.runs import LiveRun
from services.runtime import Runtime
from storage.errors import NotFound
from storage.records import App, Workspace
from tests.services.parts import document, graph, node, published
from tests.services.plugins import switch_on, view_of, write_plugin, zipped, zipped_folder

SHOUT = "millrace-plugin-words-shout"


@pytest.fixture
async def rt(rt: Runtime) -> AsyncIterator[Runtime]:
    yield rt
    await rt.live.close(1)
    await rt.plugins.stop()


class Ticking(Node):
    """Say "." again and again until it is released, then give that."""

    outputs = {"text": "string"}
    streams = ("text",)
    released: asyncio.Event

    class Config(NodeConfig):
        """Nothing."""

    async def run(self, ctx: Context) -> Result:
        said = ""
        while not self.released.is_set():
            ctx.stream_text(".")
            said += "."
            await asyncio.sleep(0.01)
        return Result({"text": said})


@pytest.fixture
def ticking(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    Ticking.released = asyncio.Event()
    monkeypatch.setattr(Ticking, "kind", "ticking")
    monkeypatch.setitem(Node.registry, "ticking", Ticking)
    return Ticking.released


async def app_of(rt: Runtime, workspace_id: str, *before: str) -> App:
    """Publish a chatflow that shouts what it is told, after nodes of some kinds."""
    first = [node(kind, kind) for kind in before]
    shout = node("shout", SHOUT, inputs={"text": "{{#sys.query#}}"})
    told = "".join(f"{{{{#{kind}.text#}}}}" for kind in before)
    answer = node("answer", "answer", answer=f"{told}{{{{#shout.result#}}}}")
    return await published(
        rt, workspace_id, document("advanced-chat", graph(node("start", "start"), *first, shout, answer))
    )


async def begun(rt: Runtime, app: App, query: str = "hi") -> LiveRun:
    return await chat.start_turn(rt, app, query=query, inputs={}, user="ann", auto_generate_name=False)


async def said(rt: Runtime, app: App, query: str = "hi") -> str:
    """Return what an app answers, or how its run failed."""
    live = await begun(rt, app, query)
    await live.finished()
    finished = live.find(RunFinished)
    assert isinstance(finished, RunFinished)
    return finished.error or finished.answer


async def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds, however long a busy machine takes."""
    while not holds():
        await asyncio.sleep(0.02)


async def goes_on(live: LiveRun) -> None:
    """Wait until a running stream has said more than it had said up to now."""
    before = len(live.events)
    await until(lambda: sum(isinstance(event, TextDelta) for event in live.events[before:]) > 2)


async def test_a_plugin_is_installed_broken_renewed_and_switched_off_while_apps_run(
    rt, workspace_id, ticking, tmp_path
):
    archive = zipped_folder(write_plugin(tmp_path / "elsewhere"))
    assert await lifecycle.install_archive(rt, archive, filename="words.zip") == "words"
    assert (await view_of(rt)).state == "new"
    await switch_on(rt)
    app, slow = await app_of(rt, workspace_id), await app_of(rt, workspace_id, "ticking")
    stream = await begun(rt, slow)
    await goes_on(stream)
    assert await said(rt, app) == "HI!"
    (first,) = (await view_of(rt)).pids
    assert SHOUT in [own.kind for own in (await own_nodes(rt)).kinds]

    write_plugin(rt.plugins.folders.home, version="1.1.0", code="import nothing_like_this")
    with pytest.raises(PluginNotLoaded, match="No module named 'nothing_like_this'"):
        await switch_on(rt)
    broken = await view_of(rt)
    assert (broken.state, broken.running, broken.is_newer) == ("enabled", "1.0.0", True)
    assert "words.py" in broken.trace
    assert await said(rt, app) == "HI!"
    await goes_on(stream)

    write_plugin(rt.plugins.folders.home, version="1.2.0", mark="?")
    await switch_on(rt)
    renewed = await view_of(rt)
    assert (renewed.running, renewed.error) == ("1.2.0", "")
    assert await said(rt, app) == "HI?"
    await goes_on(stream)
    assert psutil.pid_exists(first)  # the stream may still call it

    await lifecycle.disable(rt, "words")
    assert SHOUT not in Node.registry
    with pytest.raises(AppUnavailable, match=SHOUT):
        await said(rt, app)
    await goes_on(stream)
    ticking.set()
    await stream.finished()
    finished = stream.find(RunFinished)
    assert isinstance(finished, RunFinished)
    assert finished.answer.endswith(".HI!")  # with the version that it began with
    await rt.plugins.left()
    assert not any(psutil.pid_exists(pid) for pid in (first, *renewed.pids))
    assert not list((rt.plugins.folders.home / ".running").iterdir())


async def test_a_call_that_never_ends_or_ends_its_process_harms_no_other_call(rt, workspace_id):
    write_plugin(rt.plugins.folders.home)
    await switch_on(rt)
    tools = rt.toolbox.of(workspace_id)

    async def called(name: str, **arguments: Any) -> str:
        tool = await tools.find(ToolReference(provider_type="plugin", provider_id="words", tool_name=name))
        context = ToolContext(Resources(), RunInfo())
        messages = [message async for message in call(tool, arguments, context)]
        return "".join(
            message.text if isinstance(message, Text) else str(cast(Json, message).value) for message in messages
        )

    running = rt.plugins.get("words")
    assert running is not None
    assert running.host is not None
    usual, running.host.limits = running.host.limits, HostLimits(seconds=0.3)  # of the next process
    assert await called("count", text="one two three") == "3"
    with pytest.raises(NodeError, match="ended with status 3"):
        await called("end")
    with pytest.raises(NodeError, match=r"took longer than 0\.3 seconds, and was ended"):
        await called("spin")
    (spun,) = running.host.pids or (0,)
    running.host.limits = usual
    assert await called("count", text="one two") == "2"
    await until(lambda: spun not in running.host.pids)
    running.host.health.ends = 4  # of five in a row
    with pytest.raises(NodeError, match="ended with status 3"):
        await called("end")
    await until(lambda: rt.plugins.get("words") is None)
    await until_state(rt, "broken")
    assert "status 3" in (await view_of(rt)).error
    assert SHOUT not in Node.registry

    await switch_on(rt)
    assert (await view_of(rt)).state == "enabled"
    await rt.plugins.stop()
    shutil.rmtree(rt.plugins.folders.home)
    again = Plugins(rt)  # as a restart of the app does
    await again.start()
    assert again.all() == []
    await until_state(rt, "broken")


async def until_state(rt: Runtime, state: str) -> None:
    while (await view_of(rt)).state != state:
        await asyncio.sleep(0.02)


@pytest.mark.parametrize(
    ("files", "fault"),
    [
        pytest.param({"readme.md": "nothing"}, "no plugin.toml", id="no manifest"),
        pytest.param({"plugin.toml": "id = 1"}, "version: Field required", id="wrong manifest"),
        pytest.param({"../plugin.toml": "id = 'x'"}, "no plain file inside", id="outside"),
        pytest.param({"plugin.toml": "]["}, "cannot be read", id="no TOML"),
        pytest.param(None, "no zip archive", id="no archive"),
    ],
)
async def test_an_archive_that_holds_no_plugin_is_refused(rt, files, fault):
    with pytest.raises(InvalidInput, match=fault):
        await lifecycle.install_archive(rt, b"no archive" if files is None else zipped(files))
    assert not [path for path in rt.plugins.folders.home.iterdir() if path.is_dir()]


async def test_a_plugin_comes_from_an_index_with_its_checksum_or_from_a_repository(rt, tmp_path):
    home: Path = rt.plugins.folders.home
    archive = zipped_folder(write_plugin(tmp_path))
    home.mkdir(parents=True)
    (home / "words.zip").write_bytes(archive)
    offer = {"id": "words", "version": "1.0.0", "name": "Words", "url": "words.zip"}
    index = home / "index.json"
    index.write_text(json.dumps({"plugins": [offer | {"sha256": hashlib.sha256(b"other").hexdigest()}]}))
    with pytest.raises(InvalidInput, match="not the one of the index"):
        await lifecycle.install_offer(rt, index.as_uri(), "words")
    index.write_text(json.dumps({"plugins": [offer | {"sha256": hashlib.sha256(archive).hexdigest()}]}))
    assert [one.name for one in await lifecycle.offers(rt, index.as_uri())] == ["Words"]
    await lifecycle.install_offer(rt, index.as_uri(), "words")
    assert (await view_of(rt)).origin == "index"
    with pytest.raises(NotFound):
        await lifecycle.install_offer(rt, index.as_uri(), "others")
    with pytest.raises(InvalidInput, match="Only files below"):
        await lifecycle.offers(rt, "file:///etc/passwd")
    await lifecycle.uninstall(rt, "words")
    assert await plugins(rt) == []

    repository = home / ".repository"
    write_plugin(repository)
    (repository / "words").rename(home / ".bare")
    for command in (["init", "-q"], ["add", "."], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x"]):
        subprocess.run(["git", *command], cwd=home / ".bare", check=True)
    await lifecycle.install_repository(rt, (home / ".bare").as_uri())
    assert (await view_of(rt)).origin == "git"
    with pytest.raises(InvalidInput, match="An address begins with"):
        await lifecycle.install_repository(rt, "ext::sh -c id")


PROVIDER = """
from engine.models.authoring import ModelProvider


class Quiet(ModelProvider):
    \"\"\"Models that nobody can ask.\"\"\"

    id = "quiet"
    label = "Quiet"
    speaks = "openai"
    kinds = ("llm",)
    base_url = "https://quiet.example/v1"
"""
OFFERS_MODELS = 'id = "quiet"\nversion = "1.0"\nname = "Quiet"\n[provides.providers]\nquiet = "models:Quiet"\n'


async def test_what_becomes_part_of_the_server_takes_an_owner_who_says_so(rt, workspace_id):
    folder = rt.plugins.folders.home / "quiet"
    folder.mkdir(parents=True)
    (folder / "plugin.toml").write_text(OFFERS_MODELS)
    (folder / "models.py").write_text(PROVIDER)
    workspace = Workspace(id=workspace_id, name="First")
    with pytest.raises(NotAllowed, match="An owner has to agree"):
        await switch_on(rt, "quiet")
    with acting_as(Caller(workspace=workspace, role=Role.ADMIN)), pytest.raises(NotAllowed, match="Only an owner"):
        await switch_on(rt, "quiet", trust=True)
    with acting_as(Caller(workspace=workspace, role=Role.EDITOR)), pytest.raises(NotAllowed):
        await plugins(rt)
    elsewhere = Caller(workspace=Workspace(id="other", name="Second"), role=Role.OWNER)
    with acting_as(elsewhere), pytest.raises(NotAllowed, match="belong to the whole server"):
        await lifecycle.disable(rt, "quiet")
    with pytest.raises(InvalidInput, match="changed"):
        await lifecycle.enable(rt, "quiet", digest="of other files", trust=True)
    with acting_as(Caller(workspace=workspace, role=Role.OWNER)):
        await switch_on(rt, "quiet", trust=True)
    found = everyone().find("quiet")
    assert found is not None
    assert found.label == "Quiet"
    await lifecycle.disable(rt, "quiet")
    assert everyone().find("quiet") is None


async def test_what_apps_need_and_is_not_here_is_listed_with_them(rt, workspace_id):
    needs = document("workflow", graph(node("start", "start"), node("shout", SHOUT), node("end", "end", outputs=[])))
    named = {"type": "marketplace", "value": {"marketplace_plugin_unique_identifier": "someone/unheard_of:0.1@abc"}}
    app = await apps.add_document(rt, workspace_id, needs.replace(dependencies=[named]))
    (shared, own) = await needed_plugins(rt, workspace_id)
    assert (shared.id, own.id) == ("someone/unheard_of", "words")
    assert own.apps == shared.apps == [(app.id, app.name)]

    write_plugin(rt.plugins.folders.home, more="").joinpath("plugin.toml").write_text(REPLACING)
    await switch_on(rt)
    assert await needed_plugins(rt, workspace_id) == []
    reference = ToolReference(provider_type="builtin", provider_id="someone/unheard_of/unheard_of", tool_name="count")
    assert (await rt.toolbox.of(workspace_id).find(reference)).label == "Count"


REPLACING = """
id = "words"
version = "1.0.0"
name = "Words"
replaces = ["someone/unheard_of"]
[provides.nodes]
shout = "words:shout"
[provides.tools]
count = "words:count"
"""


async def test_an_import_names_the_plugins_for_which_nothing_stands(rt, workspace_id):
    entries = [
        {"type": "marketplace", "value": {"marketplace_plugin_unique_identifier": name}}
        for name in ("langgenius/openai:0.1", "bowenliang123/base64_codec:0.2@ab", "seekerliu/bocha:0.0.1")
    ]
    text = dump(document("workflow", graph(node("start", "start"))).replace(dependencies=entries))
    told = [line for line in (await import_dsl(rt, workspace_id, text)).warnings if "plugin" in line]
    assert told == ['nothing here stands for the plugin "seekerliu/bocha": what uses it fails until something does']


KNOWING = """
id = "knowing"
version = "1.0"
name = "Knowing"
[provides.chunkers]
stanzas = "knowing:stanzas"
[provides.datasources]
poems = "knowing:poems"
"""
POEMS = '''
def stanzas(text: str) -> list[str]:
    return text.split("--")


def poems(poet: str = "Ada", count: int = 2) -> list[dict]:
    """Give poems."""
    return [{"name": f"{poet} {number}", "text": f"first--of {number}"} for number in range(count)]
'''


async def test_documents_come_from_a_plugin_and_are_cut_by_one(rt, workspace_id):
    folder = rt.plugins.folders.home / "knowing"
    folder.mkdir(parents=True)
    (folder / "plugin.toml").write_text(KNOWING)
    (folder / "knowing.py").write_text(POEMS)
    await switch_on(rt, "knowing")
    (source,) = plugged.parts(rt, "datasources")
    assert [one["name"] for one in source.parameters] == ["poet", "count"]
    found = await plugged.fetch(rt, workspace_id, source.reference, {"poet": "Basho", "count": 2})
    assert [document.name for document in found] == ["Basho 0", "Basho 1"]

    rule = {
        "mode": "custom",
        "rules": {"segmentation": {"separator": "\n", "max_tokens": 100}, "chunker": "knowing/stanzas"},
    }
    assert ProcessRule.parse(rule).as_mapping()["rules"]["chunker"] == "knowing/stanzas"
    shown = await preview(
        rt, b"first--second", filename="a.txt", mime_type="text/plain", process_rule=rule, doc_form="text_model"
    )
    assert [piece.content for piece in shown.pieces] == ["first", "second"]
    chunker = plugged.chunker_of(rt, ProcessRule.parse(rule))
    assert chunker is not None
    pieces = await cut_apart(chunker, Extracted("one--two"))  # as a worker does
    assert [piece.content for piece in pieces] == ["one", "two"]
    await lifecycle.disable(rt, "knowing")
    with pytest.raises(PluginError, match="switch its plugin on"):
        plugged.chunker_of(rt, ProcessRule.parse(rule))


async def test_an_installed_package_is_a_plugin_by_its_entry_point(rt, tmp_path, monkeypatch):
    site = tmp_path / "site"
    write_plugin(site, "acme_words", more="")
    manifest = site / "acme_words" / "plugin.toml"
    told = manifest.read_text().replace('"acme_words"', '"acme"', 1).replace('"words:', '"acme_words.words:')
    needs = '[[settings]]\nname = "key"\nsecret = true\nrequired = true\n\n[provides.tools]'
    manifest.write_text(told.replace("[provides.tools]", needs))
    (site / "acme_words" / "__init__.py").write_text("")
    about = site / "acme_words-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-words\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[millrace.plugins]\nacme = acme_words\n")
    monkeypatch.syspath_prepend(str(site))
    with pytest.raises(InvalidInput, match="needs key"):
        await switch_on(rt, "acme")
    await lifecycle.put_settings(rt, "acme", {"key": "of the service"})
    await switch_on(rt, "acme")
    view = await view_of(rt, "acme")
    assert (view.state, view.origin, dict(view.entered)) == ("enabled", "package", {"key": ""})
    assert "millrace-plugin-acme-shout" in Node.registry
    with pytest.raises(InvalidInput, match="remove it with pip"):
        await lifecycle.uninstall(rt, "acme")
