"""The weather: by Open-Meteo, which asks for no key, and by OpenWeather."""

from collections.abc import Mapping
from typing import Any, Final, Literal

from engine.tools.answers import script_of
from engine.tools.base import Json, Parameter, Text, ToolContext, ToolInvokeError, ToolMessage
from engine.tools.functions import Setting, tool
from engine.tools.web import SECONDS, api_key, base_url, good_json

Language = Literal["auto", "en", "zh"]

_OPEN_METEO: Final = "Open-Meteo"
_OPEN_WEATHER: Final = "OpenWeather"
_PLACES: Final = Parameter(
    name="geocoding_url",
    default="https://geocoding-api.open-meteo.com/v1/search",
    description="Where names of places are looked up; https://geocoding-api.open-meteo.com/v1/search when empty.",
)
_NOW: Final = ("temperature_2m", "apparent_temperature", "relative_humidity_2m", "wind_speed_10m", "weather_code")
_DAILY: Final = ("weather_code", "temperature_2m_max", "temperature_2m_min", "precipitation_probability_max")

# The codes of the World Meteorological Organization (table 4677) that Open-Meteo uses.
_SKIES: Final[Mapping[int, tuple[str, str]]] = {
    0: ("clear", "晴"),
    1: ("mostly clear", "大部晴朗"),
    2: ("partly cloudy", "多云"),
    3: ("overcast", "阴"),
    45: ("fog", "雾"),
    48: ("rime fog", "雾凇"),
    51: ("light drizzle", "小毛毛雨"),
    53: ("drizzle", "毛毛雨"),
    55: ("heavy drizzle", "大毛毛雨"),
    56: ("freezing drizzle", "冻毛毛雨"),
    57: ("heavy freezing drizzle", "强冻毛毛雨"),
    61: ("light rain", "小雨"),
    63: ("rain", "中雨"),
    65: ("heavy rain", "大雨"),
    66: ("freezing rain", "冻雨"),
    67: ("heavy freezing rain", "强冻雨"),
    71: ("light snow", "小雪"),
    73: ("snow", "中雪"),
    75: ("heavy snow", "大雪"),
    77: ("snow grains", "米雪"),
    80: ("light showers", "小阵雨"),
    81: ("showers", "阵雨"),
    82: ("violent showers", "强阵雨"),
    85: ("snow showers", "阵雪"),
    86: ("heavy snow showers", "强阵雪"),
    95: ("thunderstorm", "雷暴"),
    96: ("thunderstorm with hail", "雷暴伴冰雹"),
    99: ("thunderstorm with heavy hail", "强雷暴伴冰雹"),
}


@tool(
    provider="open_meteo",
    label="Weather",
    use_cases=["the weather now", "the weather of the next days"],
    credentials=[base_url("https://api.open-meteo.com/v1/forecast"), _PLACES],
    timeout=SECONDS,
)
async def weather_forecast(
    city: str, ctx: ToolContext, days: int = 3, lang: Setting[Language] = "auto"
) -> list[ToolMessage]:
    """Tells the weather of a city, now and for the next days.

    Args:
        city: The name of the city, as in Beijing or 北京.
        days: For how many days, today included, up to 16.
        lang: The language of the answer; auto follows the city's name.
    """
    is_chinese = _is_chinese(lang, city)
    place = await _place(ctx, city, "zh" if is_chinese else "en")
    answer = await good_json(
        ctx,
        ctx.credentials["base_url"],
        who=_OPEN_METEO,
        params={
            "latitude": place["latitude"],
            "longitude": place["longitude"],
            "current": ",".join(_NOW),
            "daily": ",".join(_DAILY),
            "timezone": "auto",
            "forecast_days": max(1, min(days, 16)),
        },
    )
    try:
        weather = _weather(answer, place, is_chinese=is_chinese)
    except (KeyError, TypeError, ValueError) as error:
        raise ToolInvokeError(f"{_OPEN_METEO} answered with no weather: {answer!r:.200}") from error
    return [Text(_told(weather, is_chinese=is_chinese)), Json(weather, is_repeat=True)]


async def _place(ctx: ToolContext, city: str, language: str) -> dict[str, Any]:
    answer = await good_json(
        ctx,
        ctx.credentials["geocoding_url"],
        who=_OPEN_METEO,
        params={"name": city.strip(), "count": 1, "language": language, "format": "json"},
    )
    places = answer.get("results") if isinstance(answer, dict) else None
    if not places:
        raise ToolInvokeError(f"{_OPEN_METEO} knows no place called {city!r}; name the city alone, or in English")
    place: dict[str, Any] = places[0]
    return place


def _weather(answer: Any, place: Mapping[str, Any], *, is_chinese: bool) -> dict[str, Any]:
    now, daily = answer["current"], answer["daily"]
    return {
        "city": ", ".join(str(place[key]) for key in ("name", "admin1", "country") if place.get(key)),
        "time": now["time"],
        "sky": _sky(now["weather_code"], is_chinese=is_chinese),
        "temperature": now["temperature_2m"],  # °C
        "feels_like": now["apparent_temperature"],
        "humidity": now["relative_humidity_2m"],  # %
        "wind": now["wind_speed_10m"],  # km/h
        "days": [
            {
                "date": day,
                "sky": _sky(daily["weather_code"][at], is_chinese=is_chinese),
                "highest": daily["temperature_2m_max"][at],
                "lowest": daily["temperature_2m_min"][at],
                "rain": daily["precipitation_probability_max"][at],  # %
            }
            for at, day in enumerate(daily["time"])
        ],
    }


def _told(weather: Mapping[str, Any], *, is_chinese: bool) -> str:
    head, line = (_HEAD_ZH, _DAY_ZH) if is_chinese else (_HEAD_EN, _DAY_EN)
    return "\n".join([head.format_map(weather), *(line.format_map(day) for day in weather["days"])])


_HEAD_EN: Final = (
    "{city}, {time}: {sky}, {temperature} °C (feels like {feels_like} °C), humidity {humidity} %, wind {wind} km/h"
)
_DAY_EN: Final = "{date}: {sky}, {lowest} to {highest} °C, chance of rain {rain} %"
_HEAD_ZH: Final = "{city}，{time}：{sky}，{temperature} °C（体感 {feels_like} °C），湿度 {humidity}%，风速 {wind} km/h"
_DAY_ZH: Final = "{date}：{sky}，{lowest} 至 {highest} °C，降水概率 {rain}%"


def _sky(code: Any, *, is_chinese: bool) -> str:
    names = _SKIES.get(int(code))
    return f"code {code}" if names is None else names[1 if is_chinese else 0]


def _is_chinese(lang: str, city: str) -> bool:
    return script_of(city) == "zh" if lang == "auto" else lang.startswith("zh")


@tool(
    provider="weather",
    label="Weather by OpenWeather",
    use_cases=["the weather now"],
    credentials=[
        api_key("https://home.openweathermap.org/api_keys"),
        base_url("https://api.openweathermap.org/data/2.5/weather"),
    ],
    timeout=SECONDS,
)
async def weather_query(
    city: str,
    ctx: ToolContext,
    lang: Setting[Literal["auto", "en", "zh", "zh_cn", "en_us"]] = "auto",
    units: Setting[Literal["metric", "imperial"]] = "metric",
) -> list[ToolMessage]:
    """Tells the weather of a city now.

    Args:
        city: The name of the city, as in Beijing or 北京.
        lang: The language of the answer; auto follows the city's name.
        units: Degrees Celsius and metres a second, or Fahrenheit and miles an hour.
    """
    is_chinese = _is_chinese(lang, city)
    answer = await good_json(
        ctx,
        ctx.credentials["base_url"],
        who=_OPEN_WEATHER,
        params={
            "q": city.strip(),
            "appid": ctx.credentials["api_key"],
            "units": units,
            "lang": "zh_cn" if is_chinese else "en",
        },
    )
    try:
        main, sky, wind = answer["main"], answer["weather"][0]["description"], answer["wind"]["speed"]
        degrees, speed = ("°C", "m/s") if units == "metric" else ("°F", "mph")
        told = (_NOW_ZH if is_chinese else _NOW_EN).format(
            city=answer.get("name") or city, sky=sky, degrees=degrees, speed=speed, wind=wind, **main
        )
    except (KeyError, IndexError, TypeError) as error:
        raise ToolInvokeError(f"{_OPEN_WEATHER} answered with no weather: {answer!r:.200}") from error
    return [Text(told), Json(answer, is_repeat=True)]


_NOW_EN: Final = (
    "{city}: {sky}, {temp} {degrees} (feels like {feels_like} {degrees}), humidity {humidity} %, wind {wind} {speed}"
)
_NOW_ZH: Final = "{city}：{sky}，{temp} {degrees}（体感 {feels_like} {degrees}），湿度 {humidity}%，风速 {wind} {speed}"
