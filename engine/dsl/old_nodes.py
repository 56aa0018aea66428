"""Old shapes of a node's `data`, each turned into the current one by its own small rule.

A rule takes `data` and returns it, changed or not; it never changes what it was given. Unknown keys stay.
Rules recognise a shape by its form, never by the file's version.
"""

from collections.abc import Callable, Iterable
from typing import Any

from engine.dsl.providers import qualified_model, qualified_tool

Data = dict[str, Any]
Rule = Callable[[Data], Data]

OLD_TIMEOUTS = {"max_connect_timeout", "max_read_timeout", "max_write_timeout"}
ITERATION_DEFAULTS = {
    "is_parallel": False,
    "parallel_nums": 10,
    "error_handle_mode": "terminated",
    "flatten_output": True,
}


def normalised_data(data: Data) -> Data:
    """Return a node's `data` in the shape that the node kinds read."""
    for rule in (*EVERY_KIND, *RULES.get(str(data.get("type")), ())):
        data = rule(data)
    return data


def model_provider(data: Data) -> Data:
    """Give the providers of models their full names, wherever a node names one."""
    changed = dict(data)
    for key in ("model", "metadata_model_config"):
        if isinstance(data.get(key), dict):
            changed[key] = qualified_model(data[key])
    for key, inner in (("single_retrieval_config", "model"), ("multiple_retrieval_config", "reranking_model")):
        if isinstance(data.get(key), dict) and isinstance(data[key].get(inner), dict):
            changed[key] = {**data[key], inner: qualified_model(data[key][inner])}
    return changed


def cases_of_conditions(data: Data) -> Data:
    """Make bare conditions the one case of an if-else; where both shapes are, `cases` wins."""
    if "cases" in data or not isinstance(data.get("conditions"), list):
        return data
    operator = data.get("logical_operator") or "and"
    return {
        **data,
        "cases": [{"case_id": "true", "logical_operator": operator, "conditions": data["conditions"]}],
    }


def case_ids(data: Data) -> Data:
    """Let a case without `case_id` go by its `id`."""
    return _each(data, "cases", lambda case: {"case_id": case["id"], **case} if case.get("id") else case)


def case_values(data: Data) -> Data:
    """Write the expected numbers of all cases as text."""
    return _each(data, "cases", condition_values)


def condition_values(holder: Data) -> Data:
    """Write the expected numbers of `conditions` as text, those of sub-conditions too."""
    return _each(holder, "conditions", _condition_value)


def break_condition_values(data: Data) -> Data:
    """Write the expected numbers of a loop's break conditions as text."""
    return _each(data, "break_conditions", _condition_value)


def iteration_defaults(data: Data) -> Data:
    """Write out what old iterations left out."""
    return ITERATION_DEFAULTS | data


def vision_selector(data: Data) -> Data:
    """Point vision at the files of the turn where the file says nothing else."""
    vision = data.get("vision")
    if not isinstance(vision, dict) or not vision.get("enabled"):
        return data
    given = vision.get("configs") if isinstance(vision.get("configs"), dict) else {}
    configs = {"detail": "high", "variable_selector": ["sys", "files"], **(given or {})}
    if not configs["variable_selector"]:
        configs["variable_selector"] = ["sys", "files"]
    return {**data, "vision": {**vision, "configs": configs}}


def edition_types(data: Data) -> Data:
    """Mark prompt items without an edition as plain templates."""
    template = data.get("prompt_template")
    if isinstance(template, dict):
        return {**data, "prompt_template": {"edition_type": "basic", **template}}
    return _each(data, "prompt_template", lambda item: {"edition_type": "basic", **item})


def structured_output_switch(data: Data) -> Data:
    """Rename the old switch of structured output."""
    if "structured_output_enabled" not in data:
        return data
    renamed = {key: value for key, value in data.items() if key != "structured_output_enabled"}
    return {"structured_output_switch_on": data["structured_output_enabled"], **renamed}


def classifier_instruction(data: Data) -> Data:
    """Read the plural `instructions` where a classifier has no `instruction`."""
    if data.get("instruction") or not isinstance(data.get("instructions"), str):
        return data
    return {**data, "instruction": data["instructions"]}


def tool_provider(data: Data) -> Data:
    """Give a built-in tool's provider its full name."""
    return qualified_tool(data)


def tool_configurations(data: Data) -> Data:
    """Drop empty settings of a tool; in nodes of the first version make scalars constants."""
    settings = data.get("tool_configurations")
    if not isinstance(settings, dict):
        return data
    kept = {name: value for name, value in settings.items() if value is not None}
    if data.get("version") or data.get("tool_node_version"):
        return {**data, "tool_configurations": kept}
    wrapped = {name: _constant(value) for name, value in kept.items()}
    return {**data, "tool_configurations": wrapped, "version": "2"}


def http_body(data: Data) -> Data:
    """Make the text of an old request body a list of items."""
    body = data.get("body")
    if not isinstance(body, dict) or not isinstance(body.get("data"), str):
        return data
    return {**data, "body": {**body, "data": _body_items(str(body.get("type")), body["data"])}}


def http_timeout(data: Data) -> Data:
    """Leave out the old limits of time: they are 0 everywhere and mean nothing."""
    timeout = data.get("timeout")
    if not isinstance(timeout, dict) or not OLD_TIMEOUTS & timeout.keys():
        return data
    return {**data, "timeout": {key: value for key, value in timeout.items() if key not in OLD_TIMEOUTS}}


def list_extract(data: Data) -> Data:
    """Say that an old list operator extracts nothing."""
    return {"extract_by": {"enabled": False, "serial": "1"}, **data}


def list_filter_values(data: Data) -> Data:
    """Write the expected numbers of a list operator's filter as text."""
    filter_by = data.get("filter_by")
    return {**data, "filter_by": condition_values(filter_by)} if isinstance(filter_by, dict) else data


def start_variables(data: Data) -> Data:
    """Give every input of the form its list of options."""
    return _each(data, "variables", lambda item: {**item, "options": item.get("options") or []})


EVERY_KIND: tuple[Rule, ...] = (model_provider,)
RULES: dict[str, tuple[Rule, ...]] = {
    "start": (start_variables,),
    "if-else": (cases_of_conditions, case_ids, case_values),
    "iteration": (iteration_defaults,),
    "loop": (break_condition_values,),
    "llm": (vision_selector, edition_types, structured_output_switch),
    "question-classifier": (vision_selector, classifier_instruction),
    "parameter-extractor": (vision_selector,),
    "tool": (tool_provider, tool_configurations),
    "http-request": (http_body, http_timeout),
    "list-operator": (list_extract, list_filter_values),
}


def _each(data: Data, key: str, change: Rule) -> Data:
    """Return `data` with `change` done to every mapping of the list at `key`."""
    items = data.get(key)
    if not isinstance(items, list):
        return data
    return {**data, key: [change(item) if isinstance(item, dict) else item for item in items]}


def _condition_value(condition: Data) -> Data:
    value = condition.get("value")
    if isinstance(value, int | float) and not isinstance(value, bool):
        condition = {**condition, "value": str(value)}
    inner = condition.get("sub_variable_condition")
    return {**condition, "sub_variable_condition": condition_values(inner)} if isinstance(inner, dict) else condition


def _constant(value: Any) -> Any:
    is_wrapped = isinstance(value, dict) and {"type", "value"} <= value.keys()
    return value if is_wrapped else {"type": "constant", "value": value}


def _body_items(body_type: str, text: str) -> list[Data]:
    if not text.strip() or body_type == "none":
        return []
    if body_type in {"form-data", "x-www-form-urlencoded"}:
        return [_text_item(*_pair(line)) for line in text.splitlines() if line.strip()]
    return [_text_item("", text)]


def _pair(line: str) -> Iterable[str]:
    key, _, value = line.partition(":")
    return key.strip(), value.strip()


def _text_item(key: str, value: str) -> Data:
    return {"type": "text", "key": key, "value": value}
