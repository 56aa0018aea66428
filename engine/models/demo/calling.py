"""Which of the tools that are offered a question wants, and what they are called with."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from engine.models.base import Message, ToolCall, ToolSpec
from engine.models.demo.arithmetic import expression_in
from engine.models.demo.language import is_chinese, keywords, terms
from engine.models.demo.prompt import Prompt
from engine.models.demo.queries import TOLD, query_for, tables_in
from engine.models.demo.shapes import filled

FAILED = "The call failed:"  # how an agent tells of a tool that failed

_NEAR = 2000  # characters in which arithmetic is looked for
_WANTED: Sequence[tuple[str, str]] = (  # what a question says, and what tools for it say of themselves
    (r"weather|forecast|天气|气温", r"weather|天气"),
    (r"\bwhat time|current time|today'?s date|几点|今天几号|现在.*时间", r"current time|当前时间"),
    (r"e-?mail|\bmail\b|邮件|发信", r"e-?mail|邮件"),
    (r"\bTK\d+|\bticket\b|工单", r"ticket|工单|records"),
    (r"\bfile\b|\bdocument\b|\bupload|文件|文档", r"\bfiles?\b|文件"),
    (
        r"\btables?\b|\bdata\b|how many|how much|\btotal\b|\bsum\b|average|数据|多少|总|平均|合计|最[高大多]",
        r"\bSQL\b",
    ),
    (r"search|look up|\bfind\b|latest|news|搜索|查找|最新", r"searches the web|web search|搜索"),
)
_ANNOUNCING = re.compile(r"say (?:first )?what you (?:are going to|will) do|说明.{0,4}要做什么", re.IGNORECASE)
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]*\w")
_CITY = re.compile(
    r"(?:weather|forecast)\b.*?\b(?:in|for|of)\s+(?P<en>[A-Z][\w-]+(?: [A-Z][\w-]+)*)"
    r"|(?:今天|明天|现在|请问|查询|查一下|帮我查)*(?P<zh>[\u4e00-\u9fff]{2,4}?)(?:今天|明天|现在)?的?(?:天气|气温)"
)
_ASKING = re.compile(
    r"^\W*(?:please|can you|could you)?\s*(?:search(?: the web)?(?: for)?|look up|find)\s+|^(?:请|帮我|麻烦)*(?:搜索|查找)(?:一下)?",
    re.IGNORECASE,
)
_TICKET = re.compile(r"\bTK[\d-]+")
_TEXT = re.compile(
    r"(?:saying|that says|内容(?:是|为)?)\s*[:：]?\s*[\"“]?(?P<text>.+?)[\"”]?\s*$", re.IGNORECASE | re.DOTALL
)


def announced(call: ToolCall, prompt: Prompt) -> str:
    """Return what is said before a call, where the instructions ask for that; else ""."""
    if not _ANNOUNCING.search(prompt.system):
        return ""
    return f"我将使用 {call.name}。" if prompt.chinese else f"I am going to use {call.name}. "


def next_call(tools: Sequence[ToolSpec], prompt: Prompt, messages: Sequence[Message]) -> ToolCall | None:
    """Return the call that a question wants next, None when there is none, or none is left.

    After results: the query, once a SQL tool has told its columns; another fitting tool where all calls failed.
    """
    results = results_of(messages)
    if results is None:
        tool, arguments = next(_candidates(tools, prompt), (None, ""))
    elif (told := next((result for result in results if TOLD in result), None)) is not None:
        tool, arguments = _query(tools, prompt, told, messages)
    elif all(result.startswith(FAILED) for result in results):
        called = _called(messages)
        left = ((tool, arguments) for tool, arguments in _candidates(tools, prompt) if tool.name not in called)
        tool, arguments = next(left, (None, ""))
    else:
        return None
    return None if tool is None else ToolCall(f"call_demo_{len(_called(messages)) + 1}", tool.name, arguments)


def _candidates(tools: Sequence[ToolSpec], prompt: Prompt) -> Iterator[tuple[ToolSpec, str]]:
    """Yield the tools that a question speaks for, with arguments, the surest first.

    That is a calculator for arithmetic, tools for what is asked, a tool whose name the question holds, and one that
    the instructions demand by name.
    """
    expression = expression_in(prompt.user[:_NEAR])
    for tool in tools if expression else ():
        if re.search(r"calc|math|arithmetic|expression|计算|数学|算术", _about(tool), re.IGNORECASE):
            yield tool, _first_text(tool, expression or "")
    for asked, about in _WANTED:
        if re.search(asked, prompt.user, re.IGNORECASE):
            yield from (
                (tool, _filled(tool, prompt.user)) for tool in tools if re.search(about, _about(tool), re.IGNORECASE)
            )
    for tool in tools:
        if _names(tool, chinese=prompt.chinese) & set(terms(prompt.user)):
            yield tool, _first_text(tool, prompt.user)
    for tool in tools:
        if f"`{tool.name}`" in prompt.system:
            yield tool, json.dumps(filled(tool.parameters, prompt.material()), ensure_ascii=False)


def _names(tool: ToolSpec, *, chinese: bool) -> set[str]:
    """Return the words by which a question names a tool; of a description only the Chinese ones are telling."""
    own = set(terms(tool.name.replace("_", " ")))
    return own | {term for term in terms(tool.description) if is_chinese(term)} if chinese else own


def _about(tool: ToolSpec) -> str:
    return f"{tool.name} {tool.description}"


def _properties(tool: ToolSpec) -> Mapping[str, Any]:
    properties: Mapping[str, Any] = tool.parameters.get("properties", {})
    return properties


def _first_text(tool: ToolSpec, text: str) -> str:
    """Return arguments for `tool`: its first text is `text`, what else it requires is filled from that."""
    properties = _properties(tool)
    required = tool.parameters.get("required", list(properties))
    values = {name: filled(properties.get(name, {}), text, name) for name in required}
    first = next((name for name in required if properties.get(name, {}).get("type", "string") == "string"), None)
    if first is not None and not properties.get(first, {}).get("enum"):
        values[first] = text
    return json.dumps(values, ensure_ascii=False)


def _filled(tool: ToolSpec, text: str) -> str:
    """Return arguments for `tool` by the names of its parameters, as far as the text says something for them."""
    values = {name: _ARGUMENTS[name](text) for name in _properties(tool) if name in _ARGUMENTS}
    values |= {name: files[0] for name, schema in _properties(tool).items() if (files := _files(name, schema))}
    missing = [name for name in tool.parameters.get("required", ()) if not values.get(name)]
    values |= {name: filled(_properties(tool).get(name, {}), text, name) for name in missing}
    return json.dumps({name: value for name, value in values.items() if value}, ensure_ascii=False)


def _files(name: str, schema: Mapping[str, Any]) -> list[str]:
    """Return the names of files that a parameter is told of."""
    match = re.search(r"Files by name: (?P<names>.+?)\.?$", str(schema.get("description", "")))
    return match["names"].split(", ") if match and name == "file" else []


def _city(text: str) -> str:
    match = _CITY.search(text)
    return (match["en"] or match["zh"]) if match else ""


def _wanted(text: str) -> str:
    return _ASKING.sub("", text).strip(" 。.?？!！") or text


def _subject(text: str) -> str:
    found = keywords(text, 3)
    return ("、" if is_chinese(text) else ", ").join(found)


def _mail(text: str) -> str:
    match = _TEXT.search(text)
    return match["text"] if match else text


def _ticket(text: str) -> str:
    match = _TICKET.search(text)
    return match[0] if match else ""


_ARGUMENTS: Mapping[str, Callable[[str], str]] = {
    "query": _wanted,
    "city": _city,
    "send_to": lambda text: ", ".join(_ADDRESS.findall(text)),
    "subject": _subject,
    "email_content": _mail,
    "contains": _ticket,
}


def _query(
    tools: Sequence[ToolSpec], prompt: Prompt, told: str, messages: Sequence[Message]
) -> tuple[ToolSpec | None, str]:
    """Return the SQL tool with a query for the columns that it told of; none a second time."""
    sql = query_for(prompt.user, tables_in(told))
    tool = next((tool for tool in tools if "sql" in _properties(tool) and tool.name in _called(messages)), None)
    if tool is None or sql is None or _called(messages).count(tool.name) > 1:
        return None, ""
    return tool, json.dumps({"sql": sql}, ensure_ascii=False)


def results_of(messages: Sequence[Message]) -> list[str] | None:
    """Return the results at the end of the conversation, None when it does not end with one."""
    if not messages or messages[-1].role != "tool":
        return None
    start = max((place for place, message in enumerate(messages) if message.role != "tool"), default=-1)
    return [message.text for message in messages[start + 1 :]]


def _called(messages: Sequence[Message]) -> list[str]:
    """Return the names of the tools that were called since the user spoke last."""
    asked = max((place for place, message in enumerate(messages) if message.role == "user"), default=-1)
    return [call.name for message in messages[asked + 1 :] for call in message.tool_calls]
