"""The page of a form, for people who have its address; without scripts, and with no text of a user as HTML."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from jinja2 import Environment, FileSystemLoader
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse

from api.auth import Server
from api.documentation import FORM
from api.form_words import WORDS
from api.uploads import FORM_BYTES, read_form, stored
from engine.errors import InvalidInputs
from services import accounts
from services.errors import FormExpired, FormSubmitted, ServiceError
from services.files import files
from services.forms import human_forms
from services.runtime import Runtime
from storage.errors import NotFound
from storage.records import App, HumanForm, Upload

Json = dict[str, Any]

router = APIRouter(include_in_schema=False)

HEADERS = {  # the address is the right to answer, so it goes nowhere else
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
PREFIX = "input."  # of the fields' names, so that none is taken for the button


@router.get("/form/{token}")
async def show_form(token: str, request: Request, rt: Server) -> HTMLResponse:
    """Show a form, or why it cannot be answered."""
    words = _words(request)
    try:
        form, app = await human_forms.form_at_address(rt, token)
        human_forms.check_open(rt, form)
    except (NotFound, FormSubmitted, FormExpired) as error:
        return _closed(words, error)
    return await _shown(rt, words, form, app)


@router.post("/form/{token}", openapi_extra=FORM)
async def take_answer(token: str, request: Request, rt: Server) -> HTMLResponse:
    """Take an answer and thank for it; what is wrong with it is said above the form, which keeps its texts."""
    words = _words(request)
    try:
        form, app = await human_forms.form_at_address(rt, token)
        human_forms.check_open(rt, form)
        async with read_form(request, most=_most_bytes(rt, form)) as given:
            return await _answered(rt, words, form, app, given)
    except (NotFound, FormSubmitted, FormExpired) as error:
        return _closed(words, error)


async def _answered(rt: Runtime, words: Mapping[str, str], form: HumanForm, app: App, given: FormData) -> HTMLResponse:
    texts = [(name, value) for name, value in given.multi_items() if isinstance(value, str)]
    typed = {name.removeprefix(PREFIX): value for name, value in texts if name.startswith(PREFIX)}
    try:
        uploads = await _uploads(rt, form, app, given)
        inputs = {one["output_variable_name"]: _value(one, typed, uploads) for one in form.definition["inputs"]}
        if absent := [name for name, value in inputs.items() if value is None]:
            return await _shown(rt, words, form, app, typed, words["missing"].format(names=", ".join(absent)))
        reader = human_forms.reader_of(rt, [upload for found in uploads.values() for upload in found])
        await human_forms.submit(rt, form, action=dict(texts).get("action", ""), inputs=inputs, files=reader)
    except (FormSubmitted, FormExpired):
        raise
    except (ServiceError, InvalidInputs) as error:
        fault = words["refused"].format(reason=str(error).rstrip("."))
        return await _shown(rt, words, form, app, typed, fault)
    return _page(words, 200, title=words["thanks"], message=words["sent"])


async def _uploads(rt: Runtime, form: HumanForm, app: App, given: FormData) -> dict[str, list[Upload]]:
    """Keep the files that came with an answer; return them by input. Raises ServiceError."""
    found: dict[str, list[Upload]] = {}
    names = {one["output_variable_name"] for one in form.definition["inputs"] if one["type"] in ("file", "file-list")}
    for field, part in given.multi_items():
        name = field.removeprefix(PREFIX)
        if isinstance(part, UploadFile) and part.filename and name in names:
            owner: Json = {"workspace_id": app.workspace_id, "app_id": app.id, "role": "end_user", "created_by": None}
            found.setdefault(name, []).append(await stored(rt, part, **owner))
    return found


def _value(one: Mapping[str, Any], typed: Mapping[str, str], uploads: Mapping[str, Sequence[Upload]]) -> Any:
    """Return what was given for an input, None where it lacks what it needs; a text may be empty."""
    name = one["output_variable_name"]
    if one["type"] == "paragraph":
        return typed.get(name, "")
    if one["type"] == "select":
        return typed.get(name) or None
    found: list[Json] = [
        {"transfer_method": "local_file", "upload_file_id": upload.id} for upload in uploads.get(name, ())
    ]
    kinds = [kind for kind in one["allowed_file_types"] if kind != "custom"]
    about = {"type": kinds[0]} if len(kinds) == 1 else {}
    found += [{"transfer_method": "remote_url", "url": url, **about} for url in typed.get(name, "").split()]
    return (found or None) if one["type"] == "file-list" else next(iter(found), None)


async def _shown(
    rt: Runtime,
    words: Mapping[str, str],
    form: HumanForm,
    app: App,
    typed: Mapping[str, str] | None = None,
    fault: str = "",
) -> HTMLResponse:
    until = datetime.fromtimestamp(form.expires_at, UTC).astimezone(await accounts.timezone(rt, app.workspace_id))
    shown = {
        "pieces": [
            piece if isinstance(piece, str) else _field(form, piece, typed) for piece in human_forms.pieces(form)
        ],
        "actions": form.definition["actions"],
        "longest": rt.settings.max_input_chars,
        "until": until.strftime("%Y-%m-%d %H:%M %Z"),
        "until_machine": until.isoformat(timespec="seconds"),
    }
    title = form.definition["node_title"] or words["form"]
    return _page(words, 400 if fault else 200, title=title, app=app.name, form=shown, fault=fault)


def _field(form: HumanForm, one: Mapping[str, Any], typed: Mapping[str, str] | None) -> Json:
    name = one["output_variable_name"]
    methods = one.get("allowed_file_upload_methods") or ("local_file", "remote_url")
    return {
        "id": f"{PREFIX}{name}",
        "name": name,
        "type": one["type"],
        "value": human_forms.first_value(form, one) if typed is None else typed.get(name, ""),
        "options": (one.get("option_source") or {}).get("value") or (),
        "many": one["type"] == "file-list",
        "limit": one.get("number_limits"),
        "uploads": "local_file" in methods,
        "addresses": "remote_url" in methods,
    }


def _closed(words: Mapping[str, str], error: Exception) -> HTMLResponse:
    if isinstance(error, NotFound):
        return _page(words, 404, title=words["unknown"], message=words["no_form"])
    message = words["submitted" if isinstance(error, FormSubmitted) else "expired"]
    return _page(words, 412, title=words["closed"], message=message)


def _page(words: Mapping[str, str], status: int, **values: Any) -> HTMLResponse:
    language = "en" if words["other_code"] == "zh" else "zh"
    html = _environment().get_template("form.html").render(words=words, language=language, **values)
    return HTMLResponse(html, status, headers=HEADERS)


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True)


def _words(request: Request) -> Mapping[str, str]:
    """Return the words in the language that was asked for, chosen on the pages, or is the browser's."""
    asked = request.headers.get("accept-language", "").lower()
    chosen = request.query_params.get("lang") or request.cookies.get("millrace_language") or asked[:2]
    return WORDS.get(chosen, WORDS["en"])


def _most_bytes(rt: Runtime, form: HumanForm) -> int:
    """Return how large an answer may be, with as many files as the form takes."""
    inputs = form.definition["inputs"]
    wanted = sum(one.get("number_limits") or 1 for one in inputs if one["type"] in ("file", "file-list"))
    return files.largest_upload(rt) * min(wanted, rt.settings.max_files) + FORM_BYTES
