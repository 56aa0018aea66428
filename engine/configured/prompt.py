"""What a configured app tells its model, as the settings of an llm node."""

from typing import Any

from engine.configured.placeholders import Piece, Selector, pieces, plain_text, prompt_item
from engine.document import Document, JsonObject

START, KNOWLEDGE = "start", "knowledge"  # ids of the nodes that the prompt reads
QUERY: Selector = ("sys", "query")
CONTEXT: Selector = (KNOWLEDGE, "result")
HISTORIES: Selector = ("llm", "histories")  # no variable; only the prompt of a text model has such a place
MARKERS = {CONTEXT: "{{#context#}}", HISTORIES: "{{#histories#}}"}

CONTEXT_BLOCK = """Answer from the following context, which is between the <context> tags.

<context>
{{#context#}}
</context>

If the context does not say what the user asks for, say that you do not know, or ask back.
Do not mention the context itself, and answer in the language of the question.

"""
HISTORY_BLOCK = """

The conversation so far is between the <histories> tags.

<histories>
{{#histories#}}
</histories>

"""
QUERY_BLOCK = "\n\nHuman: {{#query#}}\n\nAssistant: "
PREFIXES = {"user": "Human", "assistant": "Assistant"}

Prompt = tuple[str, list[Piece]]  # role and content


def model_and_prompt(document: Document, *, has_context: bool) -> JsonObject:
    """Return `model`, `prompt_template`, `prompt_config` and `memory` for the app's llm node."""
    model = document.model_config.get("model")
    model = {"mode": "chat", **model} if isinstance(model, dict) else {"mode": "chat"}
    if model["mode"] == "completion":
        return _for_text_model(document, model, has_context=has_context)
    return {"model": model, **_for_chat_model(document, has_context=has_context)}


def _for_chat_model(document: Document, *, has_context: bool) -> JsonObject:
    texts = _advanced_texts(document) if _is_advanced(document) else [_simple_text(document, has_context)]
    meanings = _meanings(document)
    prompts = [(role, pieces(_with_context(text, has_context), meanings)) for role, text in texts]
    memory: JsonObject = {}
    if document.mode != "completion":
        query, prompts = _query_template(document, prompts)
        memory = {"memory": {"window": {"enabled": False, "size": 50}, "query_prompt_template": query}}
    template, variables = [], []
    for place, (role, parts) in enumerate(prompts):
        item, bound = prompt_item(parts, markers=MARKERS, prefix=f"v{place}_")
        template.append({"id": f"prompt-{place}", "role": role, **item})
        variables += bound
    return {"prompt_template": template, "prompt_config": {"jinja2_variables": variables}, **memory}


def _for_text_model(document: Document, model: JsonObject, *, has_context: bool) -> JsonObject:
    """Return the settings for a model that continues one text; in a chat it stops where the user begins."""
    config, stops, prefixes = document.model_config, list[str](), PREFIXES
    if _is_advanced(document):
        advanced = _mapping(config.get("completion_prompt_config"))
        text = str(_mapping(advanced.get("prompt")).get("text") or "")
        roles = _mapping(advanced.get("conversation_histories_role"))
        prefixes = {key: str(roles.get(f"{key}_prefix") or prefix) for key, prefix in PREFIXES.items()}
    else:
        text = _simple_text(document, has_context)[1]
        if document.mode != "completion":
            text += HISTORY_BLOCK + QUERY_BLOCK
            stops = [f"\n{prefixes['user']}:"]
    parameters = _mapping(model.get("completion_params"))
    meanings = {"#histories#": HISTORIES, **_meanings(document)}
    item, variables = prompt_item(pieces(_with_context(text, has_context), meanings), markers=MARKERS)
    memory = {"role_prefix": prefixes, "window": {"enabled": False, "size": 50}}
    return {
        "model": {**model, "completion_params": {**parameters, "stop": parameters.get("stop") or stops}},
        "prompt_template": item,
        "prompt_config": {"jinja2_variables": variables},
        **({} if document.mode == "completion" else {"memory": memory}),
    }


def _is_advanced(document: Document) -> bool:
    return document.model_config.get("prompt_type") == "advanced"


def _simple_text(document: Document, has_context: bool) -> tuple[str, str]:
    """Return the one message: instructions in a chat, the request itself in a completion app.

    What was retrieved comes first, unless the text places it itself.
    """
    text = str(document.model_config.get("pre_prompt") or "")
    if has_context and "{{#context#}}" not in text:
        text = CONTEXT_BLOCK + text
    return ("user" if document.mode == "completion" else "system"), text


def _advanced_texts(document: Document) -> list[tuple[str, str]]:
    items = _mapping(document.model_config.get("chat_prompt_config")).get("prompt")
    return [
        (str(item.get("role") or "user"), str(item.get("text") or ""))
        for item in (items if isinstance(items, list) else [])
        if isinstance(item, dict)
    ]


def _query_template(document: Document, prompts: list[Prompt]) -> tuple[str, list[Prompt]]:
    """Return the template of the turn's own message, and the prompts before the history.

    A last user item that holds the query is that message; otherwise it is the query alone.
    """
    if prompts and _is_advanced(document):
        role, parts = prompts[-1]
        text = plain_text(parts, {}) if role == "user" and QUERY in parts else None
        if text is not None:
            return text, prompts[:-1]
    return "{{#sys.query#}}", prompts


def _with_context(text: str, has_context: bool) -> str:
    """Return the text without its place for knowledge when none is bound."""
    return text if has_context else text.replace("{{#context#}}", "")


def _meanings(document: Document) -> dict[str, Selector]:
    """Return what may stand between double braces, and where its value is.

    An undeclared `query` is the user's: prompts of tutorials write it so.
    """
    markers = {"#context#": CONTEXT, "#query#": QUERY}
    names = [str(item["variable"]) for item in document.start_form if item.get("variable")]
    query = {} if document.mode == "completion" else {"query": QUERY}
    system = {f"#sys.{name}#": ("sys", name) for name in document.system_variables}
    return {**markers, **system, **query, **{name: (START, name) for name in names}}


def _mapping(value: Any) -> JsonObject:
    return value if isinstance(value, dict) else {}
