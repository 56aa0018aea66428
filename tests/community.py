"""App files of other people, each run against the local vendor with inputs made from its form."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
from pydantic import SecretStr

from engine.configured import as_graph
from engine.document import Document
from engine.dsl import load
from engine.errors import EngineError
from engine.events import ContainerFinished, Event, NodeFinished, RunFinished, RunPaused
from engine.filestore import MemoryFiles
from engine.inputs import InputItem
from engine.models import Credentials, ModelRegistry
from engine.resources import CodeRunner, Resources, RunInfo
from engine.running.run import Limits, Run, RunRequest, prepare
from engine.tools.registry import BUILT_IN, short_id
from engine.values import File
from tests.engine import paper
from tests.vendor import Vendor

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "dsl" / "community"
QUERY = "What can you do for me?"
OBJECT = {"category_id": "1", "category_name": "first", "result": "OK", "text": "OK", "data": []}
LIMITS = Limits(max_seconds=30)


@dataclass(frozen=True, slots=True)
class Played:
    """What models and services answer to an app, and what it is given where the form does not tell.

    By default an object that a classifier, an extractor and most scripts can read.
    """

    model: Sequence[str] = (json.dumps(OBJECT),)  # one answer after the other; the last one repeats
    service: Any = field(default_factory=lambda: OBJECT)
    inputs: Mapping[str, Any] = field(default_factory=dict)


def says(*values: Any) -> Played:
    """Return a model that answers with JSON."""
    return Played(model=[json.dumps(value) for value in values])


_BANNER = says({"summary": "a", "banner": "ab", "top": "c", "bottom": "d"})
_PAGES = says([{"page": 1, "text": "once", "image prompt": "a house"}])
# Apps whose scripts take the answers apart; the names are the ends of file names.
PLAYED: Mapping[str, Played] = {
    "svcvit-24065ae1": _BANNER,
    "svcvit-bc6b4933": _BANNER,
    "svcvit-dify-course-demo-bff61a0f": Played(
        model=['```json\n[{"chapter": "1", "title": "One", "contents": ["First"]}]\n```']
    ),
    "svcvit-json-translate-dce2197d": Played(inputs={"json_data": '{"greeting": "hello"}'}),
    "svcvit-runllmcode-ec295443": Played(model=["```python\nprint(1)\n```"], service={"data": {"stdout": "1"}}),
    "sawantdarshan-app-5d0244a1": says(
        {}, {"confidence_score": 1, "agent_response": "done"}, {"is_safe": "yes", "need_approval": "no"}
    ),
    "vsanyanov-ux-v3-1-57b02fec": Played(inputs={"message": {"chat": {"business_intro": {"message": "hello"}}}}),
    "wooooooh0-2-0dd8df51": _PAGES,
    "wooooooh0-2c79f2ca": _PAGES,
    "wooooooh0-3753bad1": _PAGES,
    "wooooooh0-468882fd": says({"第一格": "a", "第二格": "b", "第三格": "c", "第四格": "d"}),
    "wwwzhouhui-57-dify-9e518bdc": says({"error_questions": [{"question": "1 + 1"}]}),
    "wwwzhouhui-a6686d8d": Played(service={"technical_summary": {}, "recent_data": [], "report": "up"}),
    "wwwzhouhui-ai-comfyui-bizair-cf29c4d5": Played(service={"filename": "a.png", "etag": "http://example.com/a.png"}),
    "wwwzhouhui-e90376ad": Played(service=[{"description": "a", "image_url": "b", "audio_url": "c"}]),
    "zhengxiaodu-1580c3ba": says({"judge": ["yes"], "reason": "it fits"}),
}

RUNS, WAITS, MISSING, FAILS, REFUSED = "runs", "waits", "missing", "fails", "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the run of an app file went."""

    state: str  # runs, waits (for a person), missing (a tool is not installed), fails, refused (before the run)
    said: str = ""
    tools: Sequence[str] = ()  # that the app names and that are not installed, as `provider/tool`
    datasets: Sequence[str] = ()  # that were searched and are not here, by id


def files() -> list[Path]:
    """Return the app files, none where they are not at hand."""
    return sorted(FOLDER.glob("*.yml"))


async def played(path: Path, vendor: Vendor, code: CodeRunner) -> Outcome:
    """Import an app file and run it once with plausible inputs."""
    play = PLAYED.get(path.stem, Played())
    vendor.reset()
    vendor.rule(replies=list(play.model))
    try:
        document = load(path.read_bytes().decode("utf-8")).document
        plan = prepare(as_graph(document))
        store = MemoryFiles()
        inputs = {**await values_of(document, store), **play.inputs}
        request = RunRequest(info=info_of(document), inputs=inputs, query=QUERY)
    except EngineError as error:
        return Outcome(REFUSED, str(error))
    events: list[Event] = []
    models = models_of(vendor)
    services = httpx2.MockTransport(lambda request: httpx2.Response(200, json=play.service))
    async with httpx2.AsyncClient(transport=services) as http:
        resources = Resources(models=models, code=code, http=http, files=store)
        await Run(plan, request, resources, limits=LIMITS, emit=events.append).execute()
    await models.close()
    state, said = judged(events)
    return Outcome(state, said, sorted(set(missing_tools(document))), missing_datasets(events))


def models_of(vendor: Vendor) -> ModelRegistry:
    """Return models that are all asked at the vendor."""
    credentials = Credentials(api_key=SecretStr("sk-test"), base_url=vendor.openai_url)
    return ModelRegistry({"openai": credentials}, overrides={"openai": "*"})


def info_of(document: Document) -> RunInfo:
    """Return who runs the app."""
    is_chat = document.mode in {"advanced-chat", "chat", "agent-chat"}
    return RunInfo(run_id="run", mode=document.mode, user_id="ann", conversation_id="c" if is_chat else "")


async def values_of(document: Document, store: MemoryFiles) -> dict[str, Any]:
    """Return a value for every field of the form, and for what a trigger gives."""
    items = [InputItem.model_validate(item) for item in document.start_form]
    return {item.variable: await value_of(item, store) for item in items}


async def value_of(item: InputItem, store: MemoryFiles) -> Any:
    """Return what somebody might give."""
    if item.type == "file":
        return await file_for(item, store)
    if item.type == "file-list":
        return [await file_for(item, store)]
    if item.type == "select":
        return next(iter(item.options), "")
    simple = {"number": 1, "checkbox": True, "json_object": {"text": "OK"}}
    return simple.get(item.type, str(item.default or "hello")[: item.max_length or None])


async def file_for(item: InputItem, store: MemoryFiles) -> File:
    """Return an upload that the field lets in."""
    allowed = item.allowed_file_types or ["document"]
    if "custom" in allowed and item.allowed_file_extensions:
        name = "a." + item.allowed_file_extensions[0].lstrip(".").lower()
    else:
        name = next((name for kind, name in EXAMPLES.items() if kind in allowed), "a.txt")
    data = paper.pdf("hello") if name.endswith(".pdf") else b"hello"
    return await store.write(data, filename=name, mime_type="")


EXAMPLES = {"document": "a.txt", "image": "a.png", "audio": "a.mp3", "video": "a.mp4"}


def judged(events: Sequence[Event]) -> tuple[str, str]:
    """Return how a run ended, and what it said to that."""
    last = events[-1]
    if isinstance(last, RunPaused):
        return WAITS, ""
    assert isinstance(last, RunFinished)
    if last.error is None:
        return RUNS, ""
    failed = [event for event in events if isinstance(event, NodeFinished | ContainerFinished) and event.error]
    if any(isinstance(event, NodeFinished) and event.error_type == "ToolNotFoundError" for event in failed):
        return MISSING, last.error
    return FAILS, f"{failed[-1].node_id}: {last.error}" if failed else last.error


def missing_datasets(events: Iterable[Event]) -> list[str]:
    """Return the knowledge bases that searches did not find."""
    ends = (event for event in events if isinstance(event, NodeFinished))
    return sorted({name for end in ends for name in end.metadata.get("missing_datasets") or ()})


def missing_tools(document: Document) -> Iterator[str]:
    """Yield the tools of tool nodes, agent nodes and agent apps that are not built in, as `provider/tool`."""
    known = {(short_id(tool.provider), tool.name) for tool in BUILT_IN.tools} | BUILT_IN.other_names.keys()
    for provider, tool in named_tools(document):
        if (short_id(provider), tool) not in known:
            yield f"{short_id(provider)}/{tool}"


def named_tools(document: Document) -> Iterator[tuple[str, str]]:
    """Yield provider and name of every tool that the app may call; those that are switched off do not count."""
    for node in document.nodes:
        if node.kind == "tool":
            yield provider_of(node.data), str(node.data.get("tool_name", ""))
        elif node.kind == "agent":
            listed = ((node.data.get("agent_parameters") or {}).get("tools") or {}).get("value")
            for tool in listed if isinstance(listed, list) else ():
                if isinstance(tool, dict) and tool.get("enabled", True):
                    yield provider_of(tool), str(tool.get("tool_name", ""))
    if document.mode == "agent-chat":
        for tool in (document.model_config.get("agent_mode") or {}).get("tools") or ():
            if tool.get("enabled") and "tool_name" in tool and tool.get("provider_type") != "dataset-retrieval":
                yield provider_of(tool), str(tool["tool_name"])


def provider_of(settings: dict[str, object]) -> str:
    """Return the provider's id, its name where it has no id."""
    return str(settings.get("provider_id") or settings.get("provider_name") or "")
