"""What stands where a shared page was, in English and in Simplified Chinese."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "title": "There is no page here",
        "detail": "The address is not right, or the page has been taken down.",
        "advice": "Check the link, or ask whoever sent it to you for the new one.",
    },
    "zh": {
        "title": "这里没有页面",
        "detail": "地址不正确，或页面已被撤下。",
        "advice": "请检查链接，或向发送者索取新的地址。",
    },
}
