"""Picks the one of several classes that a text belongs to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from engine.models.demo.language import terms

# Words that speak for a class although its name does not hold them. Both sides are searched as patterns.
_RELATED: Sequence[tuple[str, str]] = (
    (
        r"techni|support|bug|error|技术|故障|报错",
        r"error|crash|bug|broken|fail|install|not work|slow|log ?in|报错|错误|故障|无法|失败|崩溃|安装|登录不|打不开",
    ),
    (
        r"bill|payment|refund|invoice|financ|账单|付款|退款|发票|支付",
        r"pay|paid|charge|refund|invoice|money|price|cost|扣款|退款|发票|付款|支付|钱",
    ),
    (r"account|账户|账号|用户", r"account|password|sign|log ?in|profile|e-?mail|账户|账号|密码|注册|登录"),
    (
        r"product|sales|consult|产品|咨询|购买|销售",
        r"product|feature|buy|purchase|plan|price|how much|产品|功能|购买|价格|多少钱|套餐",
    ),
    (
        r"ship|deliver|order|物流|配送|订单",
        r"ship|deliver|track|parcel|package|order|arriv|物流|快递|配送|订单|发货|到货",
    ),
    (r"complain|feedback|投诉|建议|反馈", r"complain|terrible|unhappy|disappoint|angry|投诉|不满|太差|失望|建议"),
    (r"greet|chat|small ?talk|闲聊|问候", r"^\W*(hi|hello|hey|good (morning|evening))\b|你好|早上好|嗨"),
    (
        r"positiv|praise|积极|正面|好评|表扬",
        r"good|great|love|excellent|happy|thank|wonderful|best|喜欢|很好|满意|感谢|棒|优秀",
    ),
    (
        r"negativ|消极|负面|差评",
        r"bad|terrible|hate|awful|worst|sad|angry|disappoint|broken|差|糟糕|讨厌|失望|生气|不好",
    ),
    (r"summar|摘要|总结", r"summar|short|brief|摘要|总结|概括"),
    (r"translat|翻译", r"translat|翻译|译成"),
)
_REST = re.compile(r"\b(other|others|else|unknown|neutral|general|none|misc)\b|其他|其它|中性|未知", re.IGNORECASE)
_CLASS = re.compile(
    r"[\"']category_id[\"']\s*:\s*[\"'](?P<id>[^\"']+)[\"']\s*,\s*[\"']category_name[\"']\s*:\s*[\"'](?P<name>[^\"']*)[\"']"
)
_LIST = r"(?P<list>(?:\s*[-*•\d.)]+\s*[^\n]+)+|[^\n。]+)"
_LISTED = [  # the surest sign first
    re.compile(rf"{sign}\s*{_LIST}", re.IGNORECASE)
    for sign in (
        r"(?:one of(?: the following)?(?: \w+)?|以下之一)\s*[:：]",
        r"(?:categor(?:y|ies)|class(?:es)?|labels?|类别|分类|标签|sentiments?|intents?)(?:\s+are|\s*有|\s*是)?\s*[:：]",
        r"(?:classif\w*|label|sort)\b[^\n.]*?\b(?:as|into)\b",
    )
]


@dataclass(frozen=True, slots=True)
class Class:
    """A class that is on offer; `id` is empty where only names are."""

    name: str
    id: str = ""


def best_choice(options: Sequence[str], text: str) -> str | None:
    """Return the option that fits `text` best, the one for the rest when none does; None without options."""
    if not options:
        return None
    scores = [_score(option, text) for option in options]
    if max(scores) > 0:
        return options[scores.index(max(scores))]
    return next((option for option in options if _REST.search(option)), options[0])


def offered_classes(text: str) -> list[Class]:
    """Return the classes with ids that a prompt offers; of several lists the last, for examples come first."""
    found: dict[str, Class] = {}
    for match in _CLASS.finditer(text):
        found[match["id"]] = Class(match["name"], match["id"])
    return list(found.values())


def listed_labels(text: str) -> list[str]:
    """Return the labels that instructions list, as in `one of: a, b or c`."""
    match = next(filter(None, (sign.search(text) for sign in _LISTED)), None)
    if match is None:
        return []
    parts = re.split(r"\n\s*(?:[-*•]|\d+[.)])\s*|[,，、;；|/]|\bor\b|\band\b|或者|或|和", "\n" + match["list"])
    labels = [re.sub(r"^[-*•\d.)\s\"'`“”]+|[\"'`“”.。\s]+$", "", part).split(":")[0].split("：")[0] for part in parts]
    return [label for label in labels if 0 < len(label) <= 40]


def _score(option: str, text: str) -> float:
    shared = len(set(terms(option)) & set(terms(text)))
    related = sum(
        len(re.findall(signs, text, re.IGNORECASE | re.MULTILINE))
        for names, signs in _RELATED
        if re.search(names, option, re.IGNORECASE)
    )
    return 2 * shared + related
