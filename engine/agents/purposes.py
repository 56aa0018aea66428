"""What questions and tools are for, told by their words, in English and Chinese: search, calculate, database, …"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from engine.agents.offered import OfferedTool

GENERAL: Final = "general"
WORDS: Final[Mapping[str, Sequence[str]]] = {  # by purpose
    "search": (
        "search",
        "find",
        "look up",
        "news",
        "latest",
        "weather",
        "搜索",
        "查找",
        "查询最新",
        "最新",
        "新闻",
        "天气",
    ),
    "calculate": (
        "calculat",
        "compute",
        "sum of",
        "multipl",
        "plus",
        "math",
        "计算",
        "算一下",
        "求和",
        "等于多少",
        "数学",
    ),
    "database": ("database", "sql", "query the table", "table of", "rows", "数据库", "数据表", "查表"),
    "email": ("email", "e-mail", "mail", "邮件", "邮箱", "发信"),
    "file": ("file", "document", "pdf", "spreadsheet", "upload", "文件", "文档", "附件", "上传"),
}

_SUM = re.compile(r"\d\s*[-+*/×÷]\s*\d")


@dataclass(frozen=True, slots=True)
class Intent:
    """What a question is about."""

    primary: str  # `general` when no word tells
    all: Sequence[str]  # every purpose that a word tells, the likeliest first
    confidence: float  # 0..1: the share of the words found that tell the primary one


@dataclass(frozen=True, slots=True)
class Approach:
    """How questions of one purpose are best worked on."""

    rounds: int  # with calls
    preferred: Sequence[str]  # built-in tools, by all of their names
    fallbacks: Sequence[str]  # when those fail


APPROACHES: Final[Mapping[str, Approach]] = {
    "search": Approach(
        3,
        ("ddgo_search", "duckduckgo_search", "web_search"),
        ("searxng_search", "tavily_search", "brave_search", "wikipedia_search"),
    ),
    "calculate": Approach(2, ("calculator", "eval_expression"), ("simple_code",)),
    "database": Approach(5, ("database_query",), ("find_records",)),
    GENERAL: Approach(10, (), ()),
}


def intent_of(text: str) -> Intent:
    """Return what a question is about."""
    lowered = text.lower()
    found = {name: sum(word in lowered for word in words) for name, words in WORDS.items()}
    found["calculate"] += bool(_SUM.search(text))
    told = sorted((name for name, count in found.items() if count), key=lambda name: -found[name])
    if not told:
        return Intent(GENERAL, (), 0.0)
    return Intent(told[0], tuple(told), round(found[told[0]] / sum(found.values()), 2))


def approach_to(intent: Intent) -> Approach:
    """Return how to work on a question; purposes without an entry are worked on as any other."""
    return APPROACHES.get(intent.primary, APPROACHES[GENERAL])


def alternatives(failed: OfferedTool, others: Sequence[OfferedTool], fallbacks: Sequence[str]) -> list[str]:
    """Return which of the other tools may do what one failed to do: those named as fallbacks, else of the same purpose."""
    named = [tool.name for tool in others if tool.name in fallbacks or tool.tool.name in fallbacks]
    if named:
        return named
    purpose = _purpose(failed)
    approach = APPROACHES.get(purpose, APPROACHES[GENERAL])
    usual = [tool.name for tool in others if tool.tool.name in (*approach.preferred, *approach.fallbacks)]
    return usual or [tool.name for tool in others if purpose != GENERAL and _purpose(tool) == purpose]


def _purpose(tool: OfferedTool) -> str:
    return intent_of(" ".join([tool.name, tool.description, *tool.tool.use_cases])).primary
