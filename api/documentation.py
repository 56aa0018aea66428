"""The OpenAPI document of our routes."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel

from api.described import describe
from api.samples import add_examples

Json = dict[str, Any]

TAGS: Json = {
    "Running apps": "Send a message, generate a text, run a workflow; blocking or as a stream of events.",
    "OpenAI's protocol": "Apps as models of OpenAI's chat protocol.",
    "Model Context Protocol": "Apps as tools of other programs' models, at an address with a secret in it.",
    "Human input": "Forms that paused runs wait for.",
    "Conversations": "What the users of an app said and were told.",
    "Annotations": "Answers that people wrote for questions; they answer before any model is called.",
    "About the app": "What a client needs to show an app.",
    "Speech": "Recordings to text, and text to recordings.",
    "Files": "Files that go into runs and come out of them.",
    "Knowledge bases": "Knowledge bases, and searches of one.",
    "Documents": "Documents of knowledge bases, indexed in the background.",
    "Chunks": "The pieces of documents, which searches find, and the child chunks that some have.",
    "Metadata and tags": "What documents are filtered by, and bases are sorted by.",
    "Knowledge pipeline": "Knowledge bases that a pipeline fills.",
    "Shared pages": "What the pages of shared apps call for their visitors, who show a passport.",
    "Login": "Set-up, login and the caller's account.",
    "Apps": "Apps, their switches, configuration and shared page.",
    "Import and export": "Apps as DSL files.",
    "Workflows": "Drafts and versions of workflows and chatflows.",
    "Triggers": "What starts published workflows without a key: webhooks, times, events.",
    "Webhooks": "Addresses that are told when runs end, and what was sent to them.",
    "Debugging": "Running what is being worked on; these runs count in no statistics.",
    "Logs": "Stored runs: lists, attempts of nodes, replays.",
    "Keys": "The keys by which programs call an app, or reach the knowledge of the workspace.",
    "Models": "Model providers, their credentials, and default models.",
    "Tools": "What apps can call: providers, their credentials, services, MCP servers, and trying a tool.",
    "Operation": "Background jobs and their workers.",
}
INTRODUCTION = (
    "Service routes below `/v1` take the key of an app, those of knowledge bases a knowledge key, console routes a "
    "login or the admin key, all as "
    "`Authorization: Bearer …`. Every refused request gets `{code, message, status}`."
)
ERROR: Json = {
    "type": "object",
    "required": ["code", "message", "status"],
    "properties": {
        "code": {"type": "string", "description": "Stable name of the reason.", "example": "invalid_param"},
        "message": {"type": "string", "description": "The reason, for people."},
        "status": {"type": "integer", "description": "The HTTP status again.", "example": 400},
        "params": {"type": "string", "description": "The faulty field, where one is to blame."},
    },
}
OPENAI_ERROR: Json = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["message", "type", "param", "code"],
            "properties": {
                "message": {"type": "string", "description": "The reason, for people."},
                "type": {"type": "string", "example": "invalid_request_error"},
                "param": {"type": ["string", "null"], "description": "The faulty field, where one is to blame."},
                "code": {"type": ["string", "null"], "example": "invalid_param"},
            },
        }
    },
}
SECURITY: Json = {
    "appKey": {"type": "http", "scheme": "bearer", "description": "The key of an app, `app-…`."},
    "knowledgeKey": {"type": "http", "scheme": "bearer", "description": "The knowledge key, `dataset-…`."},
    "console": {"type": "http", "scheme": "bearer", "description": "The access token of a login, or the admin key."},
    "passport": {"type": "apiKey", "in": "header", "name": "X-App-Passport", "description": "A visitor's passport."},
    "cookies": {"type": "apiKey", "in": "cookie", "name": "access_token", "description": "A login in a browser."},
}
OPEN = (
    *("/console/api/login", "/console/api/setup", "/console/api/refresh-token"),
    *("/api/passport", "/api/grants", "/api/webapp/access-mode"),
)
STREAM: Json = {
    "200": {
        "description": "The whole answer, or its events.",
        "content": {
            "application/json": {"schema": {"type": "object"}},
            "text/event-stream": {"schema": {"type": "string", "description": 'Lines `data: {"event": …}`.'}},
        },
    }
}
_FILE: Json = {"type": "string", "format": "binary", "description": "The file, with its name."}
_USER: Json = {"type": "string", "description": "Whose it is; without one, the shared user's.", "example": "ann"}
_DATA: Json = {
    "type": "string",
    "description": "JSON text: name, indexing_technique, doc_form, doc_language, process_rule, retrieval_model, "
    "embedding_model, embedding_model_provider.",
    "example": '{"process_rule": {"mode": "automatic"}}',
}


def _form(*required: str, **properties: Json) -> Json:
    schema: Json = {"type": "object", "properties": properties}
    if required:
        schema["required"] = list(required)
    return {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": schema}}}}


FILE = _form("file", file=_FILE)
FORM = _form("file", file=_FILE, user=_USER)
FILE_AND_DATA = _form("file", file=_FILE, data=_DATA)
DATA = _form(file=_FILE, data=_DATA)


def accepts(model: type[BaseModel], *, required: bool = True) -> Json:
    """Return what tells the document that a route reads `model` from its body."""
    schema = model.model_json_schema()
    content = {"application/json": {"schema": _inlined(schema, schema.get("$defs", {}))}}
    return {"requestBody": {"required": required, "content": content}}


def runs(model: type[BaseModel]) -> Json:
    """Return the same for a route that answers with a run."""
    return {**accepts(model), "responses": STREAM}


@cache  # not the application's own: what it makes of its routes lacks all that is added here
def document(api: FastAPI) -> Json:
    """Return the document, made at the first call."""
    tags = [{"name": name, "description": text} for name, text in TAGS.items()]
    made = get_openapi(title=api.title, version=api.version, description=INTRODUCTION, routes=api.routes, tags=tags)
    made["components"] = {"schemas": {"Error": ERROR, "OpenAIError": OPENAI_ERROR}, "securitySchemes": SECURITY}
    for path, methods in made["paths"].items():
        for method, operation in methods.items():
            operation["security"] = _security(path)
            describe(method, path, operation)
            add_examples(method, path, operation)
    return made


def operations(made: Mapping[str, Any]) -> Iterator[tuple[str, Json]]:
    """Yield every operation of a document with its path."""
    for path, methods in made["paths"].items():
        for operation in methods.values():
            yield path, operation


def _security(path: str) -> list[dict[str, list[str]]]:
    if path in OPEN or path.startswith(("/files/", "/triggers/", "/mcp/", "/api/form/")):
        return []
    if path.startswith("/api/"):
        return [{"passport": []}]
    if path.startswith(("/v1/datasets", "/v1/workspaces")):
        return [{"knowledgeKey": []}]
    return [{"appKey": []}] if path.startswith("/v1") else [{"console": []}, {"cookies": []}]


def _inlined(schema: Any, definitions: Mapping[str, Any]) -> Any:
    """Return a JSON schema with its own definitions put in the place of references to them."""
    if isinstance(schema, list):
        return [_inlined(member, definitions) for member in schema]
    if not isinstance(schema, dict):
        return schema
    if reference := schema.get("$ref"):
        return _inlined(definitions[reference.removeprefix("#/$defs/")], definitions)
    return {name: _inlined(member, definitions) for name, member in schema.items() if name != "$defs"}
