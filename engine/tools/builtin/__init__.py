"""The tools that ship with the engine, one file for each provider."""

from collections.abc import Mapping, Sequence
from typing import Final

from engine.tools.base import Tool
from engine.tools.builtin.arithmetic import calculator
from engine.tools.builtin.brave import brave_search
from engine.tools.builtin.clock import CLOCKS
from engine.tools.builtin.duckduckgo import ddgo_search
from engine.tools.builtin.pages import webscraper
from engine.tools.builtin.records import RECORD_TOOLS
from engine.tools.builtin.searxng import searxng_search
from engine.tools.builtin.tavily import tavily_extract, tavily_search
from engine.tools.builtin.weather import weather_forecast, weather_query
from engine.tools.builtin.wikipedia import wikipedia_search
from engine.tools.functions import FunctionTool

TOOLS: Final[Sequence[Tool]] = (
    calculator,
    *CLOCKS,
    ddgo_search,
    searxng_search,
    tavily_search,
    tavily_extract,
    brave_search,
    webscraper,
    wikipedia_search,
    weather_forecast,
    weather_query,
    *RECORD_TOOLS,
)

# What else documents call them: names of the samples in the original documents, and tools of Dify that do the same.
OTHER_NAMES: Final[Mapping[tuple[str, str], FunctionTool]] = {
    ("maths", "eval_expression"): calculator,
    ("duckduckgo", "duckduckgo_search"): ddgo_search,
    ("duckduckgo", "web_search"): ddgo_search,
    ("web_search", "web_search"): ddgo_search,
    ("openweather", "weather"): weather_query,
    ("jina", "jina_reader"): webscraper,
    ("jina_tool", "jina_reader"): webscraper,
    ("firecrawl", "scrape"): webscraper,
}
