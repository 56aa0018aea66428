"""The OpenAPI document of our routes, and a page that shows it without any outside file."""

import html
from typing import Any

from pydantic import BaseModel
from starlette.responses import HTMLResponse

from api.json_text import JsonAnswer


def accepts(model: type[BaseModel], *, required: bool = True) -> dict[str, Any]:
    """Return what tells the document that a route reads `model` from its body."""
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
    schema.pop("$defs", None)
    return {"requestBody": {"required": required, "content": {"application/json": {"schema": schema}}}}


def page(document: dict[str, Any]) -> HTMLResponse:
    """Return the document as a readable page."""
    rows = "".join(
        _operation(method, path, operation)
        for path, methods in sorted(document["paths"].items())
        for method, operation in methods.items()
    )
    return HTMLResponse(_PAGE.replace("{{rows}}", rows).replace("{{title}}", html.escape(document["info"]["title"])))


def document_answer(document: dict[str, Any]) -> JsonAnswer:
    """Return the document itself."""
    return JsonAnswer(document)


def _operation(method: str, path: str, operation: dict[str, Any]) -> str:
    schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    fields = "".join(_field(name, field, schema) for name, field in schema.get("properties", {}).items())
    fields += "".join(_parameter(parameter) for parameter in operation.get("parameters", []))
    table = f"<table>{fields}</table>" if fields else ""
    text = html.escape(operation.get("description") or operation.get("summary") or "")
    return (
        f'<details><summary><b class="{method}">{method.upper()}</b> <code>{html.escape(path)}</code>'
        f" <span>{html.escape(operation.get('summary', ''))}</span></summary><p>{text}</p>{table}</details>"
    )


def _field(name: str, field: dict[str, Any], schema: dict[str, Any]) -> str:
    kind = field.get("type") or "/".join(str(one.get("type", "object")) for one in field.get("anyOf", []))
    needed = "required" if name in schema.get("required", ()) else f"default {field.get('default')!r}"
    return _row(name, kind, needed, field.get("description", ""))


def _parameter(parameter: dict[str, Any]) -> str:
    schema = parameter.get("schema", {})
    needed = "required" if parameter.get("required") else f"default {schema.get('default')!r}"
    return _row(f"{parameter['name']} ({parameter['in']})", str(schema.get("type", "")), needed, "")


def _row(*cells: str) -> str:
    return "<tr>" + "".join(f"<td>{html.escape(str(cell))}</td>" for cell in cells) + "</tr>"


_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{title}} API</title>
<style>
:root { color-scheme: light dark; --line: #8883; --soft: #8881; }
body { font: 15px/1.5 Inter, system-ui, sans-serif; max-width: 980px; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
details { border: 1px solid var(--line); border-radius: 8px; margin: .5rem 0; padding: .5rem .75rem; }
summary { cursor: pointer; } summary span { opacity: .7; }
b { display: inline-block; min-width: 4.2rem; font-size: .8rem; }
.get { color: #2563eb; } .post { color: #15803d; } .delete { color: #dc2626; } .put, .patch { color: #c2620a; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
td { border-top: 1px solid var(--line); padding: .25rem .5rem; vertical-align: top; }
td:first-child, code { font-family: "JetBrains Mono", ui-monospace, monospace; font-size: .9em; }
</style></head><body>
<h1>{{title}} API</h1>
<p>The same as a document for tools: <a href="/openapi.json"><code>/openapi.json</code></a>.
Service routes (<code>/v1</code>) take an app key, console routes a login or the admin key,
as <code>Authorization: Bearer …</code>.</p>
{{rows}}
</body></html>"""
