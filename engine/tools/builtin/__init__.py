"""The tools that ship with the engine, one file for each provider."""

from collections.abc import Mapping, Sequence
from typing import Final

from engine.tools.base import Tool
from engine.tools.builtin.arithmetic import calculator
from engine.tools.builtin.brave import brave_search
from engine.tools.builtin.charts import CHARTS
from engine.tools.builtin.clock import CLOCKS
from engine.tools.builtin.code import simple_code
from engine.tools.builtin.duckduckgo import ddgo_search
from engine.tools.builtin.email import send_mail
from engine.tools.builtin.files import read_file_text
from engine.tools.builtin.http import http_request
from engine.tools.builtin.json_process import JSON_TOOLS
from engine.tools.builtin.knowledge import knowledge_search
from engine.tools.builtin.pages import jina_reader, webscraper
from engine.tools.builtin.records import RECORD_TOOLS
from engine.tools.builtin.searxng import searxng_search
from engine.tools.builtin.sql import database_query, query_runs
from engine.tools.builtin.tavily import tavily_extract, tavily_search
from engine.tools.builtin.texts import TEXT_TOOLS, base64_encoder, regex_extract
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
    jina_reader,
    wikipedia_search,
    weather_forecast,
    weather_query,
    http_request,
    database_query,
    query_runs,
    knowledge_search,
    read_file_text,
    send_mail,
    *JSON_TOOLS,
    *TEXT_TOOLS,
    *CHARTS,
    simple_code,
    *RECORD_TOOLS,
)

# What else documents call them: names of the samples in the original documents, and tools of Dify that do the same.
OTHER_NAMES: Final[Mapping[tuple[str, str], FunctionTool]] = {
    ("maths", "eval_expression"): calculator,
    ("duckduckgo", "duckduckgo_search"): ddgo_search,
    ("duckduckgo", "web_search"): ddgo_search,
    ("web_search", "web_search"): ddgo_search,
    ("base64_codec", "base64_encoder"): base64_encoder,
    ("regex", "regex_extract"): regex_extract,
    ("database", "database_query"): database_query,
    ("database_query", "database_query"): database_query,
    ("email", "email_sender"): send_mail,
    ("email", "send_mail_batch"): send_mail,
    ("email_sender", "email_sender"): send_mail,
    ("files", "file_processor"): read_file_text,
    ("file_processor", "file_processor"): read_file_text,
    ("openweather", "weather"): weather_query,
    ("jina", "jina_reader"): jina_reader,  # as documents expect it: its text is JSON
    ("jina_tool", "jina_reader"): jina_reader,
    ("firecrawl", "scrape"): webscraper,
}
