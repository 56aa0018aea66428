"""Calls of an app in several languages, with real values, ready to be run."""

import json
from string import Template
from typing import Final

from pages.catalogue.keys_dialog import example_call

LANGUAGES: Final = {"curl": "curl", "python": "Python", "javascript": "JavaScript", "openai": "OpenAI SDK"}

_PYTHON: Final = Template("""\
import httpx, json  # pip install httpx

body = $body
headers = {"Authorization": "Bearer $token"}
with httpx.stream("POST", "$url/v1/$path", json=body, headers=headers, timeout=120) as answer:
    answer.raise_for_status()
    for line in answer.iter_lines():
        if line.startswith("data: "):
            event = json.loads(line[6:])
            print($shown, end="", flush=True)
""")
_JAVASCRIPT: Final = Template("""\
const answer = await fetch("$url/v1/$path", {
  method: "POST",
  headers: { Authorization: "Bearer $token", "Content-Type": "application/json" },
  body: JSON.stringify($body),
});
if (!answer.ok) throw new Error(await answer.text());
let rest = "";
for await (const piece of answer.body.pipeThrough(new TextDecoderStream())) {
  const lines = (rest + piece).split("\\n");
  rest = lines.pop();
  for (const line of lines.filter((line) => line.startsWith("data: "))) {
    const event = JSON.parse(line.slice(6));
    $shown
  }
}
""")
_OPENAI: Final = Template("""\
from openai import OpenAI  # pip install openai

client = OpenAI(base_url="$url/v1", api_key="$token")
stream = client.chat.completions.create(
    model="app", messages=[{"role": "user", "content": "Hello"}], stream=True
)
for chunk in stream:
    if chunk.choices:
        print(chunk.choices[0].delta.content or "", end="", flush=True)
""")
_PATHS: Final = {"workflow": "workflows/run", "completion": "completion-messages"}


def snippet(language: str, url: str, mode: str, token: str) -> tuple[str, str]:
    """Return a call of an app of `mode` in one of `LANGUAGES`, and how its text is to be coloured."""
    values = {"url": url, "token": token, "path": _PATHS.get(mode, "chat-messages")}
    if language == "openai":
        return _OPENAI.substitute(values), "python"
    if language == "python":
        shown = 'event.get("data", {}).get("outputs") or ""' if mode == "workflow" else 'event.get("answer", "")'
        return _PYTHON.substitute(values, body=json.dumps(_body(mode)), shown=shown), "python"
    if language == "javascript":
        shown = (
            'if (event.event === "workflow_finished") console.log(event.data.outputs);'
            if mode == "workflow"
            else 'process.stdout.write(event.answer ?? "");'
        )
        return _JAVASCRIPT.substitute(values, body=json.dumps(_body(mode)), shown=shown), "javascript"
    return example_call(url, mode, token), "bash"


def _body(mode: str) -> dict[str, object]:
    told: dict[str, object] = {"response_mode": "streaming", "user": "me"}
    if mode == "workflow":
        return {"inputs": {}, **told}
    if mode == "completion":
        return {"inputs": {"query": "Hello"}, **told}
    return {"inputs": {}, "query": "Hello", **told}
