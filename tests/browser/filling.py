"""A product with something on every page, made through the APIs as a program would."""

import json
from pathlib import Path
from typing import Any

from tests.browser.automation import console
from tests.browser.steps import post
from tests.process.server import PROJECT, Server, wait_for

EXAMPLES = PROJECT / "examples"
FEEDBACK = "The app crashes whenever I open my invoice. I need it for my taxes this week!"
QUESTION = "How do I reset my password?"
LONG = (
    "Quarterly report on refunds, deliveries and the Chinese, Japanese and Korean translations of 2026 (second draft)"
)


def fill(site: Server) -> dict[str, str]:
    """Return the addresses of pages by what they show, with a chatbot, a workflow and a base behind them."""
    bot, workflow = (brought(site, EXAMPLES / name) for name in ("customer-service.en.yml", "feedback-triage.en.yml"))
    ran = run_of(site, workflow)
    talk_to(site, bot)
    base, document = make_base(site)
    console(site, "/apps", {"name": LONG, "mode": "completion"})
    return {
        "apps": "/",
        "choice of an app": "/logs",
        "studio": f"/studio?app={workflow}",
        "notebook": f"/studio?app={workflow}&view=notebook",
        "prompt": f"/studio?app={bot}",
        "compare": f"/studio?app={bot}&view=compare",
        "chat": f"/chat?app={bot}",
        "knowledge": "/knowledge",
        "gallery": "/gallery",
        "records": "/records",
        "base": f"/knowledge-base?base={base}",
        "document": f"/knowledge-document?base={base}&document={document}",
        "logs": f"/logs?app={bot}",
        "runs": f"/logs?app={workflow}",
        "run": f"/runs?app={workflow}&run={ran}",
        "overview": f"/overview?app={bot}",
        "access": f"/access?app={bot}",
        "annotations": f"/annotations?app={bot}",
        "models": "/models",
        "plugins": "/plugins",
        "settings": "/settings",
    }


def brought(site: Server, file: Path) -> str:
    """Import a DSL file and return the app's id."""
    content = file.read_text(encoding="utf-8")
    return str(console(site, "/apps/imports", {"mode": "yaml-content", "yaml_content": content})["app_id"])


def run_of(site: Server, app_id: str) -> str:
    """Publish a workflow, run it once and return the run's id."""
    console(site, f"/apps/{app_id}/workflows/publish", {"marked_name": "First"})
    body = {"inputs": {"feedback": FEEDBACK}, "user": "someone", "response_mode": "blocking"}
    return str(json.loads(post(f"{site.url}/v1/workflows/run", body, key_of(site, app_id)))["workflow_run_id"])


def talk_to(site: Server, app_id: str) -> None:
    """Ask a chatbot something, and write an annotation."""
    inputs = {"name": "Ada Miller", "question_type": "Account"}
    body = {"inputs": inputs, "query": QUESTION, "user": "someone", "response_mode": "blocking"}
    post(f"{site.url}/v1/chat-messages", body, key_of(site, app_id))
    console(site, f"/apps/{app_id}/annotations", {"question": LONG, "answer": "By the link below the field."})


def key_of(site: Server, app_id: str) -> str:
    """Return a new key of an app."""
    return str(console(site, f"/apps/{app_id}/api-keys", {})["token"])


def make_base(site: Server) -> tuple[str, str]:
    """Return the ids of a base and of the document in it, once that is indexed."""
    url = f"{site.url}/v1/datasets"
    token = str(console(site, "/datasets/api-keys", {})["token"])
    base = json.loads(post(url, {"name": LONG[:40], "indexing_technique": "economy"}, token))["id"]
    text = "Refunds\n\nA refund is possible within 30 days of the purchase."
    body = {"name": f"{LONG}.txt", "text": text, "process_rule": {"mode": "automatic"}, "indexing_technique": "economy"}
    document = json.loads(post(f"{url}/{base}/document/create-by-text", body, token))["document"]["id"]

    def listed() -> dict[str, Any]:
        return console(site, f"/datasets/{base}/documents/{document}", method="GET")

    wait_for(lambda: listed()["indexing_status"] == "completed")
    return base, document
