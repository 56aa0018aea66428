"""Built-in tools that ask the web: searches, pages, Wikipedia, the weather. A site of the test stands for all of it."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

import pytest
import pytest_asyncio

from engine.tools.base import ToolCredentialsMissing, ToolInvokeError, ToolParameterError
from tests.engine.built_in import Called, calling
from tests.engine.site import Page

pytestmark = pytest.mark.asyncio(loop_scope="module")

DUCK = """
<div class="results">
  <div class="result results_links result--ad"><h2><a class="result__a" href="https://duckduckgo.com/y.js?ad">Buy!</a></h2>
    <a class="result__snippet">An advert.</a></div>
  <div class="result results_links"><h2 class="result__title">
    <a rel="nofollow" class="result__a" href="//duckduckgo.com/l/?uddg=https%3A%2F%2Fexample.org%2Fa%3Fx%3D1%262&amp;rut=9f">
      Deep <b>lakes</b></a></h2>
    <a class="result__snippet" href="#">The <b>deepest</b> lake is Baikal.</a></div>
  <div class="result"><a class="result__a" href="https://example.org/b">Other lakes</a></div>
</div>"""
LITE = """
<table><tr><td>1.</td><td><a rel="nofollow" href="//duckduckgo.com/l/?uddg=https%3A%2F%2Fexample.org%2Fc" class='result-link'>
C</a></td></tr><tr><td></td><td class='result-snippet'>Third</td></tr></table>"""
SEARX = {
    "query": "lakes",
    "results": [
        {"title": "Lakes", "url": "https://example.org/s", "content": "Many\n  lakes", "score": 2.5, "engine": "x"},
        {"title": "More", "url": "https://example.org/m", "content": ""},
    ],
    "answers": [{"answer": "Baikal"}, "1642 m"],
}
TAVILY = {
    "answer": "Lake Baikal.",
    "images": ["https://example.org/i.png"],
    "results": [{"title": "Baikal", "url": "https://example.org/t", "content": "1642 m deep", "score": 0.9}],
}
EXTRACT = {
    "results": [{"url": "https://example.org/t", "raw_content": "All of it"}],
    "failed_results": [{"url": "https://example.org/u", "error": "timeout"}],
}
BRAVE = {
    "web": {
        "results": [
            {"title": "A <strong>lake</strong>", "url": "https://example.org/v", "description": "x", "age": "2 days"}
        ]
    }
}
WIKI = {
    "query": {
        "pages": [
            {"index": 2, "title": "Olkhon", "extract": "An island.", "fullurl": "https://zh.wikipedia.org/wiki/O"},
            {
                "index": 1,
                "title": "贝加尔湖",
                "extract": "世界最深的湖。",
                "canonicalurl": "https://zh.wikipedia.org/wiki/B",
            },
        ]
    }
}
PLACES = {"results": [{"name": "北京", "admin1": "北京市", "country": "中国", "latitude": 39.9, "longitude": 116.4}]}
FORECAST = {
    "current": {
        "time": "2026-11-21T15:00",
        "temperature_2m": 4.5,
        "apparent_temperature": 1.2,
        "relative_humidity_2m": 30,
        "wind_speed_10m": 12.0,
        "weather_code": 2,
    },
    "daily": {
        "time": ["2026-11-21", "2026-11-22"],
        "weather_code": [2, 71],
        "temperature_2m_max": [6, 3],
        "temperature_2m_min": [-3, -5],
        "precipitation_probability_max": [0, 40],
    },
}
OPEN_WEATHER = {
    "name": "Beijing",
    "weather": [{"description": "few clouds"}],
    "main": {"temp": 4.5, "feels_like": 1.2, "humidity": 30},
    "wind": {"speed": 3},
}
ARTICLE = """<html><head><title>Lakes</title><script>let hidden</script></head><body><nav>Menu</nav>
<main><h1>Lakes</h1><p>The <a href="/deep">deepest</a> of them.</p><ul id="list"><li>One</li></ul></main></body></html>"""


def page(value: Any, **more: Any) -> Page:
    return Page(body=json.dumps(value).encode(), mime_type="application/json", **more)


PAGES = {
    "/duck": Page(body=DUCK.encode(), mime_type="text/html"),
    "/lite": Page(body=LITE.encode(), mime_type="text/html"),
    "/robot": Page(body=b"<div class='anomaly-modal'>Select the ducks</div>", mime_type="text/html", status=202),
    "/nothing": Page(body=b"<p>No results.</p>", mime_type="text/html"),
    "/searx/search": page(SEARX),
    "/tavily/search": page(TAVILY),
    "/tavily/extract": page(EXTRACT),
    "/brave": page(BRAVE),
    "/wiki/zh/w/api.php": page(WIKI),
    "/wiki/de/w/api.php": page({"batchcomplete": True}),
    "/places": page(PLACES),
    "/noplaces": page({"generationtime_ms": 1}),
    "/forecast": page(FORECAST),
    "/openweather": page(OPEN_WEATHER),
    "/refused": page({"message": "Invalid API key"}, status=401),
    "/busy": page({"message": "slow down"}, status=429),
    "/article": Page(body=ARTICLE.encode(), mime_type="text/html; charset=utf-8"),
    "/empty": Page(body=b"<html><body><script>draw()</script></body></html>", mime_type="text/html"),
    "/data": Page(body=b"a,b\n1,2", mime_type="text/csv"),
    "/picture": Page(body=b"\x89PNG", mime_type="image/png"),
    "/moved": Page(status=302, headers={"location": "http://10.0.0.1/"}),
    "/large": Page(body=b"x", mime_type="text/html", headers={"content-length": "6000000"}),
    "/strange": Page(body=b"x", mime_type="text/html; charset=hex"),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def served() -> AsyncIterator[Called]:
    async with calling(PAGES) as called:
        yield called


@pytest.fixture
def web(served: Called) -> Called:
    url = served.site.url
    stored = {
        "duckduckgo": {"base_url": f"{url}/duck"},
        "searxng": {"base_url": f"{url}/searx/"},
        "tavily": {"base_url": f"{url}/tavily", "api_key": "tvly-1"},
        "brave": {"base_url": f"{url}/brave", "api_key": "brave-1"},
        "wikipedia": {"base_url": url + "/wiki/{language}"},
        "open_meteo": {"base_url": f"{url}/forecast", "geocoding_url": f"{url}/places"},
        "weather": {"base_url": f"{url}/openweather", "api_key": "ow-1"},
    }
    return Called(served.site, replace(served.resources), stored)


FOUND = "1. Deep lakes\nhttps://example.org/a?x=1&2\nThe deepest lake is Baikal."


@pytest.mark.parametrize(
    "name",
    [("duckduckgo", "duckduckgo_search"), ("langgenius/duckduckgo/duckduckgo", "ddgo_search"), ("web_search",) * 2],
)
async def test_duckduckgo_finds_pages_by_all_of_its_names(web: Called, name: tuple[str, str]) -> None:
    result = await web.tool(*name, query="deep lakes", result_type="text", max_results=1)
    assert result.text == result.observation == FOUND
    assert result.json == [
        {"title": "Deep lakes", "url": "https://example.org/a?x=1&2", "text": "The deepest lake is Baikal."}
    ]
    assert parse_qs(web.site.last.body.decode()) == {"q": ["deep lakes"], "kl": ["wt-wt"]}


async def test_duckduckgo_gives_json_where_that_is_asked_for(web: Called) -> None:
    found = json.loads(await web.said("duckduckgo", "duckduckgo_search", query="lakes", result_type="json"))
    assert [one["title"] for one in found] == ["Deep lakes", "Other lakes"]
    with pytest.raises(ToolParameterError, match="must be one of text, json"):
        await web.said("duckduckgo", "duckduckgo_search", query="lakes", result_type="xml")


async def test_duckduckgos_smaller_page_is_read_too(web: Called) -> None:
    web.stored["duckduckgo"]["base_url"] = f"{web.site.url}/lite"
    assert await web.said("duckduckgo", "ddgo_search", query="x") == "1. C\nhttps://example.org/c\nThird"


async def test_nothing_found_is_no_failure_but_a_challenge_is(web: Called) -> None:
    web.stored["duckduckgo"]["base_url"] = f"{web.site.url}/nothing"
    assert await web.said("duckduckgo", "ddgo_search", query="xyz") == "Nothing was found for 'xyz'."
    web.stored["duckduckgo"]["base_url"] = f"{web.site.url}/robot"
    with pytest.raises(ToolInvokeError, match="takes this machine for a robot.*SearXNG"):
        await web.said("duckduckgo", "ddgo_search", query="xyz")


async def test_searxng_gives_answers_and_pages(web: Called) -> None:
    result = await web.tool("searxng", "searxng_search", query="lakes", search_type="social_media", time_range="week")
    assert result.text.startswith("Baikal\n1642 m\n\n1. Lakes\nhttps://example.org/s\nMany lakes\n\n2. More")
    assert result.json[0]["score"] == 2.5
    assert web.site.last.query == {
        "q": ["lakes"],
        "format": ["json"],
        "categories": ["social media"],
        "time_range": ["week"],
    }


async def test_tavily_is_asked_with_its_key(web: Called) -> None:
    result = await web.tool(
        "langgenius/tavily/tavily",
        "tavily_search",
        query="lakes",
        include_domains="a.org, b.org",
        include_answer="true",
    )
    assert result.text == "Lake Baikal.\n\n1. Baikal\nhttps://example.org/t\n1642 m deep"
    assert result.json[-1] == {"images": ["https://example.org/i.png"]}
    assert web.site.last.headers["authorization"] == "Bearer tvly-1"
    assert web.site.last.json == {
        "query": "lakes",
        "search_depth": "basic",
        "topic": "general",
        "include_domains": ["a.org", "b.org"],
        "max_results": 5,
        "include_answer": True,
        "include_raw_content": False,
        "include_images": False,
    }


async def test_tavily_reads_pages_and_says_which_it_could_not(web: Called) -> None:
    text = await web.said("tavily", "tavily_extract", urls="https://example.org/t,https://example.org/u")
    assert text == "# https://example.org/t\n\nAll of it\n\nhttps://example.org/u could not be read: timeout"


async def test_brave_is_asked_with_its_key(web: Called) -> None:
    result = await web.tool("brave", "brave_search", query="lakes", count=50)
    assert result.text == "1. A lake\nhttps://example.org/v\nx"
    assert result.json[0]["age"] == "2 days"
    assert (web.site.last.headers["x-subscription-token"], web.site.last.query["count"]) == ("brave-1", ["20"])


async def test_wikipedia_answers_in_the_language_of_the_question(web: Called) -> None:
    text = await web.said("wikipedia", "wikipedia_search", query="贝加尔湖")
    assert text.startswith("1. 贝加尔湖\nhttps://zh.wikipedia.org/wiki/B\n世界最深的湖。\n\n2. Olkhon")
    assert await web.said("wikipedia", "wikipedia_search", query="x", language="DE") == "Nothing was found for 'x'."
    with pytest.raises(ToolInvokeError, match="'../evil' is no code of a language"):
        await web.said("wikipedia", "wikipedia_search", query="x", language="../evil")


async def test_the_weather_is_told_in_the_language_of_the_citys_name(web: Called) -> None:
    result = await web.tool("open_meteo", "weather_forecast", city="北京", days=2)
    assert result.text.splitlines() == [
        "北京, 北京市, 中国，2026-11-21T15:00：多云，4.5 °C（体感 1.2 °C），湿度 30%，风速 12.0 km/h",
        "2026-11-21：多云，-3 至 6 °C，降水概率 0%",
        "2026-11-22：小雪，-5 至 3 °C，降水概率 40%",
    ]
    assert web.site.last.query["forecast_days"] == ["2"]
    assert "light snow, -5 to 3 °C" in await web.said("open_meteo", "weather_forecast", city="Beijing")
    web.stored["open_meteo"]["geocoding_url"] = f"{web.site.url}/noplaces"
    with pytest.raises(ToolInvokeError, match="knows no place called 'Atlantis'"):
        await web.said("open_meteo", "weather_forecast", city="Atlantis")


@pytest.mark.parametrize("name", [("weather", "weather_query"), ("langgenius/openweather/openweather", "weather")])
async def test_openweather_is_asked_with_its_key(web: Called, name: tuple[str, str]) -> None:
    assert await web.said(*name, city="Beijing", lang="en_us") == (
        "Beijing: few clouds, 4.5 °C (feels like 1.2 °C), humidity 30 %, wind 3 m/s"
    )
    assert web.site.last.query == {"q": ["Beijing"], "appid": ["ow-1"], "units": ["metric"], "lang": ["en"]}


@pytest.mark.parametrize(
    ("provider", "name", "field", "arguments"),
    [
        ("weather", "weather_query", "api_key", {"city": "Beijing"}),
        ("tavily", "tavily_search", "api_key", {"query": "x"}),
        ("brave", "brave_search", "api_key", {"query": "x"}),
        ("searxng", "searxng_search", "base_url", {"query": "x"}),
    ],
)
async def test_a_missing_key_is_named(
    web: Called, provider: str, name: str, field: str, arguments: dict[str, str]
) -> None:
    web.stored = {}
    with pytest.raises(ToolCredentialsMissing, match=f"the tools of '{provider}' need '{field}'"):
        await web.said(provider, name, **arguments)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/refused", r"OpenWeather answered with status 401: it refuses the key.*Invalid API key"),
        ("/busy", "status 429: it takes no more requests for now"),
        ("/article", "OpenWeather answered with something else than JSON"),
        ("/places", "OpenWeather answered with no weather"),
        ("/large", "OpenWeather answered with too much"),
    ],
)
async def test_what_a_service_says_instead_of_an_answer_is_told(web: Called, path: str, message: str) -> None:
    web.stored["weather"]["base_url"] = web.site.url + path
    with pytest.raises(ToolInvokeError, match=message):
        await web.said("weather", "weather_query", city="Beijing")


@pytest.mark.parametrize("name", [("webscraper", "webscraper"), ("firecrawl", "scrape")])
async def test_a_page_is_read_as_markdown(web: Called, name: tuple[str, str]) -> None:
    result = await web.tool(*name, url=f"{web.site.url}/article")
    text = f"# Lakes\n\nThe [deepest]({web.site.url}/deep) of them.\n\n- One"
    assert result.text == f"# Lakes\n\n{text}"
    assert result.json == [{"url": f"{web.site.url}/article", "title": "Lakes", "text": text}]


async def test_documents_that_ask_the_reader_of_jina_get_its_json(web: Called) -> None:
    told = json.loads(await web.said("jina", "jina_reader", url=f"{web.site.url}/article", target_selector="#list"))
    assert told["data"] == {"title": "Lakes", "url": f"{web.site.url}/article", "content": "- One"}


async def test_a_part_of_a_page_is_read_and_long_ones_are_cut(web: Called) -> None:
    url = f"{web.site.url}/article"
    assert await web.said("webscraper", "webscraper", url=url, target_selector="#list") == "# Lakes\n\n- One"
    assert await web.said("webscraper", "webscraper", url=f"{web.site.url}/data") == "a,b\n1,2"
    assert await web.said("webscraper", "webscraper", url=f"{web.site.url}/strange") == "x"


@pytest.mark.parametrize(
    ("path", "arguments", "message"),
    [
        ("/article", {"target_selector": "#gone"}, "nothing on the page fits the CSS selector '#gone'"),
        ("/empty", {}, "there is nothing to read"),
        ("/picture", {}, "is image/png: files of the type .png cannot be read"),
        ("/moved", {}, "is not a public web address"),
    ],
)
async def test_a_page_that_cannot_be_read_says_why(
    web: Called, path: str, arguments: dict[str, str], message: str
) -> None:
    with pytest.raises(ToolInvokeError, match=message):
        await web.said("webscraper", "webscraper", url=web.site.url + path, **arguments)


async def test_private_addresses_are_refused_where_none_is_allowed() -> None:
    async with calling(PAGES, allowed=()) as web:
        with pytest.raises(ToolInvokeError, match="not a public web address"):
            await web.said("webscraper", "webscraper", url=f"{web.site.url}/article")
        web.stored = {"searxng": {"base_url": f"{web.site.url}/searx"}}
        with pytest.raises(ToolInvokeError, match="SearXNG cannot be reached.*not a public web address"):
            await web.said("searxng", "searxng_search", query="x")
        assert web.site.requests == []


async def test_without_a_client_nothing_is_asked(web: Called) -> None:
    web.resources.http = None
    with pytest.raises(ToolInvokeError, match="nothing is fetched from the web here"):
        await web.said("wikipedia", "wikipedia_search", query="x")
