"""A folder of files dropped in the browser while somebody else chats: is it indexed, seen, found, and does the chat notice?

    python -m benchmarks.knowledge_drop [--files 200] [--json] [--pictures FOLDER]

The product runs with its queue, one worker and the offline embedding model; no network is used. In a real Chromium
one tab drops files of mixed kinds on a new base and looks on; in another a model streams stories, a token every 50 ms.
Then questions whose passages are in the files are asked in a chat, and the sources of each answer are opened.
Told are the times, how live the progress was, and the gaps between the tokens that the reader of the stories saw,
before and while files were indexed.
"""

import argparse
import json
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from benchmarks.knowledge.quality import plain
from benchmarks.papers import WRITERS, Paper, by_kind, papers
from tests.browser.automation import ADMIN, console
from tests.browser.conftest import FLAGS
from tests.browser.steps import ask, keyed, make_base, open_path, press
from tests.process.server import Server, running_app
from tests.vendor.vendor import Vendor

PROJECT: Final = Path(__file__).resolve().parents[1]
PATIENCE: Final = 120_000  # milliseconds
LOOK: Final = 250  # milliseconds between two looks of this program at the tabs
TOKEN_SECONDS: Final = 0.05
STORY: Final = "Once upon a time there was a miller who read every manual. " * 25
FIRST_STORIES: Final = 2  # before anything is indexed
ASKED_FOR: Final = "Tell me a story"


@dataclass(frozen=True, slots=True)
class Question:
    """A question, the documentation that answers it, as what kind of file that is dropped, and words of the passage."""

    text: str
    source: str
    kind: str
    passage: str

    def paper(self) -> Paper:
        """Return the file."""
        path = PROJECT / self.source
        text = path.read_text(encoding="utf-8")
        data = WRITERS[self.kind](text) if self.kind in WRITERS else text.encode()
        return Paper(f"{path.stem}.{self.kind}", data)


QUESTIONS: Final = (
    Question(
        "Which node breaks out of a loop early?",
        "docs/nodes/loop-end.md",
        "md",
        "Leave the loop after this round",
    ),
    Question(
        "Can two processes open the database at once?",
        "ARCHITECTURE.md",
        "docx",
        "DuckDB turns every other away",
    ),
    Question(
        "Which sheet of an Excel file does a query see?",
        "docs/data-frames.md",
        "epub",
        "Of a workbook the first sheet is read",
    ),
    Question(
        "Does a 404 reply from a web service fail the step?",
        "docs/nodes/http-request.md",
        "eml",
        "Any status is a success",
    ),
    Question(
        "What happens if my Python node file has a syntax error?",
        "docs/tutorial-custom-node.md",
        "pptx",
        "A file that does not load shows its error",
    ),
)


@dataclass(frozen=True, slots=True)
class Gaps:
    """Times between two changes of an answer on the screen, and from a question to the first one; milliseconds."""

    stories: int
    first: float  # the median
    p50: float
    p95: float
    p99: float
    longest: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the trial found; times in seconds."""

    files: int
    kinds: Mapping[str, int]
    size: int  # bytes of all files
    taken: float  # from the drop until the browser has handed all files over
    queued: float  # from the button until the list of documents is there
    indexed: float  # from the button until the last document has ended
    states: Mapping[str, int]
    steps: int  # different lines of progress that were seen
    longest_still: float  # without a change of that line
    still_from: float  # after the button, when that began
    before: Gaps
    meanwhile: Gaps
    answered: Mapping[str, str]  # each question: the source that held its passage, "" for none


WATCH_ANSWER = """() => {
    window.began = performance.now(); window.looks = [];
    const answers = () => document.querySelectorAll('[data-testid=stChatMessage]');
    const before = answers().length;
    let length = 0;
    window.watcher?.disconnect();
    window.watcher = new MutationObserver(() => {
        const all = answers();
        const now = all.length > before + 1 ? all[all.length - 1].innerText.replace(/…/g, '').trim().length : 0;
        if (now > length) { length = now; window.looks.push(performance.now()); }
    });
    window.watcher.observe(document.body, {childList: true, subtree: true, characterData: true});
}"""
WATCH_PROGRESS = """() => {
    window.lines = [];
    const note = () => {
        const said = (key) => document.querySelector('.st-key-' + key)?.innerText.replaceAll('\\n', ' ') ?? '';
        const line = said('base_batch'), work = said('base_work'), last = window.lines.at(-1);
        if (line && (line !== last?.line || work !== last?.work)) window.lines.push({line, work, at: performance.now()});
    };
    new MutationObserver(note).observe(document.body, {childList: true, subtree: true, characterData: true});
}"""


def main(options: argparse.Namespace) -> Outcome:
    """Play the trial."""
    expect.set_options(timeout=PATIENCE)
    own = [question.paper() for question in QUESTIONS]
    chosen = [*papers(options.files - len(own)), *own]
    with Vendor() as vendor, stage(options.workers) as (site, context), tempfile.TemporaryDirectory() as folder:
        vendor.rule(when=[ASKED_FOR], reply=STORY, chunk_delay=TOKEN_SECONDS)
        files = written(chosen, Path(folder))
        teller = make_teller(site, vendor)
        desk, chat = context.new_page(), context.new_page()
        base_id = make_base(desk, "Documentation of this machine")
        before, _ = listen(chat, teller)
        taken = drop(desk, files)
        meanwhile, began = listen(chat, teller, desk, options.pictures)
        answered = {one.text: cited(chat, site, base_id, one, options.pictures) for one in QUESTIONS}
        return Outcome(
            files=len(files),
            kinds=by_kind(chosen),
            size=sum(len(paper.data) for paper in chosen),
            taken=taken,
            **progress(desk, began),
            before=before,
            meanwhile=meanwhile,
            answered=answered,
        )


@contextmanager
def stage(workers: int) -> Iterator[tuple[Server, BrowserContext]]:
    """Yield a running product and a browser in which nobody has been."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with running_app(env={**ADMIN, "MILLRACE_WORKERS": str(workers)}) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        context = browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 900}, locale="en-US")
        context.set_default_timeout(PATIENCE)
        yield site, context
        browser.close()


def written(chosen: Sequence[Paper], folder: Path) -> list[Path]:
    """Write the files into a folder; of names that are there twice the later get a number."""
    paths: list[Path] = []
    for number, paper in enumerate(chosen):
        path = folder / paper.name
        path = folder / f"{number}-{paper.name}" if path.exists() else path
        path.write_bytes(paper.data)
        paths.append(path)
    return paths


def make_teller(site: Server, vendor: Vendor) -> str:
    """Return the id of a chatbot that asks the vendor."""
    provider = "openai_api_compatible"
    console(
        site,
        "/workspaces/current/model-providers",
        {
            "provider": provider,
            "credentials": {"api_key": "sk-1", "base_url": vendor.openai_url},
            "models": [{"model": "teller", "model_type": "llm"}],
        },
    )
    app = console(site, "/apps", {"name": "Storyteller", "mode": "chat"})
    model = {"provider": provider, "name": "teller", "mode": "chat", "completion_params": {}}
    console(site, f"/apps/{app['id']}/model-config", {**app["model_config"], "model": model})
    return str(app["id"])


def make_bot(site: Server, base_id: str) -> str:
    """Return the id of a chatbot that searches a base; the demo model answers."""
    app = console(site, "/apps", {"name": "Help desk", "mode": "chat"})
    datasets = {"strategy": "router", "datasets": [{"dataset": {"enabled": True, "id": base_id}}]}
    configs = {"retrieval_model": "multiple", "reranking_enable": False, "datasets": datasets}
    console(site, f"/apps/{app['id']}/model-config", {**app["model_config"], "dataset_configs": configs})
    return str(app["id"])


def drop(desk: Page, files: Sequence[Path]) -> float:
    """Drop the files on the base; return after how many seconds the browser has handed them over."""
    began = time.perf_counter()
    desk.locator("input[type=file]").set_input_files(files)
    expect(keyed(desk, "base_index").locator("button")).to_contain_text(f"{len(files)} documents")
    return time.perf_counter() - began


def listen(chat: Page, teller: str, desk: Page | None = None, pictures: Path | None = None) -> tuple[Gaps, float]:
    """Hear stories in one tab: a few, or, with the tab `desk`, from its button on until all documents have ended.

    Returns the gaps, and when the button was pressed, in milliseconds of the tab's clock.
    """
    open_path(chat, f"/chat?app={teller}")
    stories: list[list[float]] = []
    began = 0.0
    hear(chat)
    if desk:
        chat.wait_for_function("() => window.looks.length > 5")
        desk.evaluate(WATCH_PROGRESS)
        began = desk.evaluate("performance.now()")
        press(desk, "base_index")
    while True:
        chat.wait_for_timeout(LOOK)
        if is_over(desk) if desk else len(stories) == FIRST_STORIES:
            return gaps([*stories, heard(chat)] if desk else stories), began
        if is_told(chat):
            stories.append(heard(chat))
            if desk and pictures:
                desk.screenshot(path=pictures / f"indexing-{len(stories)}.png")
                chat.screenshot(path=pictures / f"story-{len(stories)}.png")
            hear(chat)


def hear(chat: Page) -> None:
    """Ask for a story, and note when it grows on the screen."""
    chat.wait_for_function("() => !document.querySelector('[data-testid=stChatInput] textarea').disabled")
    chat.evaluate(WATCH_ANSWER)
    ask(chat, ASKED_FOR)


def is_told(chat: Page) -> bool:
    """Return whether a story has grown for the last time."""
    return bool(chat.evaluate("() => window.looks.length > 20 && performance.now() - window.looks.at(-1) > 2500"))


def heard(chat: Page) -> list[float]:
    """Return when the question was sent and when its answer grew, in milliseconds; the line below it is left out."""
    looks: list[float] = chat.evaluate("() => [window.began, ...window.looks]")
    return looks[:-1] if is_told(chat) else looks


def is_over(desk: Page) -> bool:
    """Return whether every document has ended, as the page says it."""
    text: str = desk.evaluate("() => document.querySelector('.st-key-base_batch')?.innerText ?? ''")
    return "document" in text and "waiting" not in text and "being indexed" not in text


def gaps(stories: Sequence[Sequence[float]]) -> Gaps:
    """Return how even the stories came."""
    found = sorted(later - at for looks in stories for at, later in pairwise(looks[1:]))
    first = statistics.median(looks[1] - looks[0] for looks in stories if len(looks) > 1)
    at = {share: found[min(len(found) - 1, int(share * len(found)))] for share in (0.5, 0.95, 0.99)}
    return Gaps(len(stories), first, at[0.5], at[0.95], at[0.99], found[-1])


def progress(desk: Page, began: float) -> dict[str, Any]:
    """Return what the tab showed while it looked on."""
    lines: list[dict[str, Any]] = [one for one in desk.evaluate("window.lines") if one["at"] >= began]
    times = [began, *(one["at"] for one in lines)]
    stills = [(later - at, at - began) for at, later in pairwise(times)]
    parts = [part.split(" ", 1) for part in lines[-1]["line"].split(" · ")[1:]]
    return {
        "queued": (times[1] - began) / 1000,
        "indexed": (times[-1] - began) / 1000,
        "states": {state.strip(): int(count.replace(",", "")) for count, state in parts},
        "steps": len(lines),
        "longest_still": max(stills)[0] / 1000,
        "still_from": max(stills)[1] / 1000,
    }


def cited(chat: Page, site: Server, base_id: str, question: Question, pictures: Path | None) -> str:
    """Ask in the chat of a new app, open its sources, and return the one whose chunk has the passage, "" for none."""
    open_path(chat, f"/chat?app={make_bot(site, base_id)}")
    ask(chat, question.text)
    sources = chat.locator("[class*='st-key-cited_'] button")
    expect(sources.first).to_be_visible()
    for number in range(sources.count()):
        sources.nth(number).click()
        text = keyed(chat, "cited_text")
        expect(text).to_be_visible()
        if pictures:
            chat.screenshot(path=pictures / f"cited-{QUESTIONS.index(question)}.png")
        if plain(question.passage) in plain(text.inner_text()):
            return sources.nth(number).inner_text().strip()
        chat.keyboard.press("Escape")
        expect(text).to_have_count(0)
    return ""


def report(found: Outcome) -> None:
    """Print what was found."""
    kinds = ", ".join(f"{count} {kind}" for kind, count in found.kinds.items())
    print(f"{found.files} files, {found.size / 1e6:.1f} MB: {kinds}")
    print(f"handed over in {found.taken:.1f} s; listed {found.queued:.1f} s after the button")
    states = ", ".join(f"{count} {state}" for state, count in found.states.items())
    print(f"indexed in {found.indexed:.1f} s ({found.files / found.indexed:.1f} files/s): {states}")
    print(
        f"progress: {found.steps} lines, still for {found.longest_still:.1f} s at most, from {found.still_from:.1f} s on"
    )
    print(f"{'stories':12} {'first':>7} {'p50':>6} {'p95':>6} {'p99':>6} {'max':>6} ms")
    for name, seen in (("before", found.before), ("meanwhile", found.meanwhile)):
        numbers = f"{seen.first:7.0f} {seen.p50:6.0f} {seen.p95:6.0f} {seen.p99:6.0f} {seen.longest:6.0f}"
        print(f"{name:9} {seen.stories:2} {numbers}")
    for question, source in found.answered.items():
        print(f"{question}\n    {source or 'NOT FOUND'}")


def arguments() -> argparse.Namespace:
    """Return the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.knowledge_drop", description=__doc__)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--workers", type=int, default=1, help="worker processes")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--pictures", type=Path, help="a folder for screenshots")
    return parser.parse_args()


if __name__ == "__main__":
    chosen_options = arguments()
    outcome = main(chosen_options)
    if chosen_options.json:
        print(json.dumps(asdict(outcome), indent=1))
    else:
        report(outcome)
