"""Fills JSON of a wanted shape with what a text says."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from engine.models.demo.choices import best_choice
from engine.models.demo.language import central, is_chinese, keywords, sentences

_KEY = r"[\"'`]?\w+[\"'`]?"
_KEYS = re.compile(
    rf"(?:\b(?:keys?|fields?|properties)\b|字段|键)\s*[:：为是]?\s*(?P<list>{_KEY}(?:\s*(?:,|、|，|\band\b|和)+\s*{_KEY})*)"
)
_LIKE_TEXT = re.compile(
    r"summar|descri|content|text|answer|reply|reason|explan|abstract|摘要|总结|描述|内容|回答|理由|说明"
)
_LIKE_TITLE = re.compile(r"title|subject|heading|headline|标题|主题")
_LIKE_HEADINGS = re.compile(r"section|heading|chapter|outline|章节|提纲|标题")
_LIKE_URGENT = re.compile(r"urgent|critical|紧急")
_URGENT = re.compile(
    r"crash|cannot work|can't work|at once|immediately|asap|urgent|today|this week|急|马上|立即|无法工作", re.IGNORECASE
)
_LIKE_SENTIMENT = re.compile(r"sentiment|mood|tone|情感|情绪")
_LIKE_SHARE = re.compile(r"score|confidence|probabilit|rating|得分|置信")
_LIKE_LIST = re.compile(r"keyword|tag|topic|关键词|标签")
_PATTERNS: Mapping[str, str] = {
    "mail": r"[\w.+-]+@[\w-]+\.[\w.]+",
    "url|link": r"https?://\S+",
    "date|日期": r"\d{4}[-/年]\d{1,2}[-/月]\d{1,2}日?",
    "phone|电话": r"\+?\d[\d -]{6,}\d",
}
_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.]*\d)")


def demanded(text: str) -> Mapping[str, Any] | None:
    """Return the JSON schema that instructions ask for, by a schema, an example or named keys; None when they do not."""
    if not re.search(r"\bjson\b", text, re.IGNORECASE):
        return None
    for value in _objects(text):
        if "properties" in value or value.get("type") == "object":
            return value
    for value in _objects(text):
        return schema_of(value)
    named = _KEYS.search(text)
    names = re.findall(r"\w+", re.sub(r"\band\b|和", ",", named["list"])) if named else []
    quoted = re.findall(r"[\"'`](\w+)[\"'`]", text)
    keys = names or quoted
    return {"type": "object", "properties": {key: {"type": "string"} for key in keys}} if keys else None


def schema_of(example: Any) -> dict[str, Any]:
    """Return the schema of values like `example`."""
    if isinstance(example, Mapping):
        return {"type": "object", "properties": {key: schema_of(value) for key, value in example.items()}}
    if isinstance(example, list):
        return {"type": "array", "items": schema_of(example[0]) if example else {"type": "string"}}
    kinds: Sequence[tuple[type, str]] = ((bool, "boolean"), (int, "integer"), (float, "number"))
    return {"type": next((name for kind, name in kinds if isinstance(example, kind)), "string")}


def filled(schema: Mapping[str, Any], text: str, key: str = "") -> Any:
    """Return a value that is valid under `schema`, taken from `text` as far as that says something for `key`."""
    if "const" in schema:
        return schema["const"]
    if schema.get("enum"):
        return best_choice([str(option) for option in schema["enum"]], text) or schema["enum"][0]
    kind = schema.get("type", "object" if "properties" in schema else "string")
    if isinstance(kind, list):
        kind = next((name for name in kind if name != "null"), "null")
    fill: Callable[[Mapping[str, Any], str, str], Any] = _FILLERS.get(kind, _string)
    return fill(schema, text, key)


def _object(schema: Mapping[str, Any], text: str, key: str) -> dict[str, Any]:
    return {name: filled(part, text, name) for name, part in schema.get("properties", {}).items()}


def _array(schema: Mapping[str, Any], text: str, key: str) -> list[Any]:
    items = schema.get("items") or {"type": "string"}
    least, most = int(schema.get("minItems", 0)), int(schema.get("maxItems", 5))
    if items.get("type", "string") == "string" and not items.get("enum"):
        found = _texts(key, text, max(least, min(most, 5)))
    else:
        found = [filled(items, text, key)]
    return found + [filled(items, text, key)] * (least - len(found))


def _texts(key: str, text: str, size: int) -> list[str]:
    """Return keywords, headings or sentences of a text, as the name of the list asks for."""
    said = sentences(text)
    if _LIKE_LIST.search(key) or not said:
        return keywords(text, size)
    best = central(said, min(size, 3))
    return [_heading(sentence) for sentence in best] if _LIKE_HEADINGS.search(key) else best


def _heading(sentence: str) -> str:
    """Return the words that a sentence is most about, in their order."""
    if is_chinese(sentence):
        return "与".join(sorted(keywords(sentence, 2), key=sentence.find))
    return " ".join(sorted(keywords(sentence, 3), key=sentence.find)).capitalize()


def _number(schema: Mapping[str, Any], text: str, key: str) -> int | float:
    usual = "0.8" if _LIKE_SHARE.search(key) else "0"
    value = _named(key, text, _NUMBER.pattern) or next(iter(_NUMBER.findall(text)), usual)
    number = float(value)
    number = max(number, schema.get("minimum", number))
    number = min(number, schema.get("maximum", number))
    return int(number) if schema.get("type") == "integer" or number.is_integer() else number


def _boolean(schema: Mapping[str, Any], text: str, key: str) -> bool:
    if _LIKE_URGENT.search(key.lower()):
        return _URGENT.search(text) is not None
    return re.search(rf"\b(?:yes|true)\b|是的|\b{re.escape(key)}\b", text, re.IGNORECASE) is not None if key else False


def _string(schema: Mapping[str, Any], text: str, key: str) -> str:
    lowered = key.lower()
    found = _named(key, text, r"[^\n,，;；。]+") or _patterned(lowered, text) or _described(lowered, text)
    longest = schema.get("maxLength")
    return found[: int(longest)] if longest else found


def _patterned(key: str, text: str) -> str:
    for names, pattern in _PATTERNS.items():
        if re.search(names, key) and (match := re.search(pattern, text)):
            return match[0]
    return ""


def _described(key: str, text: str) -> str:
    """Return what a key of this name would hold: a summary, a title, keywords, a language, a name."""
    said = sentences(text) or [text.strip()]
    if _LIKE_LIST.search(key):
        return ", ".join(keywords(text, 5))
    if key in ("language", "lang", "语言"):
        return "Chinese" if is_chinese(text) else "English"
    if _LIKE_TEXT.search(key):
        return " ".join(central(said, 2))
    if _LIKE_SENTIMENT.search(key):
        return best_choice(("positive", "negative", "neutral"), text) or "neutral"
    if _LIKE_TITLE.search(key):
        return " ".join(said[0].split()[:8])[:60]
    names = re.findall(r"\b[A-Z][a-z]+(?: [A-Z][a-z]+)*", text)
    return (names or keywords(text, 1) or said)[0][:60]


def _named(key: str, text: str, pattern: str) -> str:
    """Return the value that stands after the name of `key`: `days: 3`, `the city is Rome`, `3 days`."""
    word = re.escape(key.replace("_", " "))
    if not key:
        return ""
    after = re.search(rf"(?<!\w){word}s?\s*(?:[:：=]|\bis\b|是|为)\s*[\"']?({pattern})", text, re.IGNORECASE)
    if after:
        return after[1].strip(" .。\"'")
    before = re.search(rf"({_NUMBER.pattern})\s*{word.removesuffix('s')}s?\b", text, re.IGNORECASE)
    return before[1] if before and pattern == _NUMBER.pattern else ""


_FILLERS: Mapping[str, Callable[[Mapping[str, Any], str, str], Any]] = {
    "object": _object,
    "array": _array,
    "number": _number,
    "integer": _number,
    "boolean": _boolean,
    "null": lambda schema, text, key: None,
}


def _objects(text: str) -> list[dict[str, Any]]:
    """Return the JSON objects that stand in `text`, the outermost ones."""
    found: list[dict[str, Any]] = []
    decoder = json.JSONDecoder()
    at = text.find("{")
    while at >= 0:
        try:
            value, end = decoder.raw_decode(text, at)
        except ValueError:
            end = at + 1
        else:
            found += [value] if isinstance(value, dict) and value else []
        at = text.find("{", end)
    return found
