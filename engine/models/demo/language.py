"""Reading without a model: sentences, terms, and how much texts have in common; English and Chinese."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

_CJK = r"\u3400-\u4dbf\u4e00-\u9fff"
_SENTENCE = re.compile(r"[^\n。！？!?.]+(?:\.(?!\s|$)[^\n。！？!?.]*)*(?:[。！？!?.]+[”\"')）]*)?")
_RUN = re.compile(rf"[{_CJK}]+|[a-z0-9]+(?:['’][a-z]+)?")
_CHINESE = re.compile(rf"[{_CJK}]")
_STOP_CHARACTERS = re.compile(r"[的了是在与及和或也就都而着被把对从到于以为其这那有我你他她它们吗呢吧啊请不]")
_NO_KEYWORD = re.compile(
    r"需要|可以|能够|提供|进行|通过|使用|正在|以及|如果|但是|因为|所以|我们|你们|他们|帮助|之后|[一二三四五六七八九十百千两个后前内]|"
    + _STOP_CHARACTERS.pattern
)
_STOP_WORDS = frozenset(
    """a about after all also an and any are as at be because been before being both but by can could did do does
    doing during each few for from further had has have having he her here hers him his how i if in into is it its
    just let made make many may me more most much must my no nor not now of off on once only or other our out over
    own please same shall she should so some such tell than that the their them then there these they this those
    through to too under until up upon us use used very was we were what when where which while who whom whose why
    will with would you your day days week weeks month months year years need needs start starts one two three""".split()  # noqa: SIM905 - a list of a hundred quoted words is harder to read
)


def is_chinese(text: str) -> bool:
    """Return whether `text` is mostly Chinese."""
    return 3 * len(_CHINESE.findall(text)) > len(re.findall(r"\w", text))


def sentences(text: str) -> list[str]:
    """Return the sentences of `text`; a line break ends one, too."""
    found = (match[0].strip(" \t-*#>|") for match in _SENTENCE.finditer(text))
    return [sentence for sentence in found if re.search(r"\w", sentence)]


def terms(text: str) -> list[str]:
    """Return the words of `text` that carry meaning, in order: English ones without endings, Chinese pairs of characters."""
    found: list[str] = []
    for run in _RUN.findall(text.lower()):
        if _CHINESE.match(run):
            parts = (part for part in _STOP_CHARACTERS.split(run) if part)
            found += [pair for part in parts for pair in _pairs(part)]
        elif run not in _STOP_WORDS:
            found.append(_stem(run))
    return found


def ranked(texts: Sequence[str], question: str) -> list[tuple[float, int]]:
    """Return (score, place) of each text by what it shares with `question`, best first; rare terms count more."""
    wanted = set(terms(question))
    sets = [set(terms(text)) for text in texts]
    known = Counter(term for found in sets for term in found)
    scores = []
    for place, found in enumerate(sets):
        shared = sum(math.log(1 + len(texts) / known[term]) for term in wanted & found)
        scores.append((shared / math.sqrt(4 + len(found)), place))
    return sorted(scores, key=lambda item: (-item[0], item[1]))


def central(texts: Sequence[str], count: int) -> list[str]:
    """Return the `count` texts that say most of what all say, in their order; earlier ones count a little more."""
    weights = Counter(term for text in texts for term in set(terms(text)))
    scores = []
    for place, text in enumerate(texts):
        found = terms(text)
        weight = sum(weights[term] for term in found) / (3 + len(found))
        scores.append((weight * (1 + 1 / (1 + place)), -place))
    places = sorted(-place for _, place in sorted(scores, reverse=True)[:count])
    return [texts[place] for place in places]


def keywords(text: str, count: int) -> list[str]:
    """Return the `count` words or short phrases that `text` is most about."""
    return _chinese_keywords(text, count) if is_chinese(text) else _english_keywords(text, count)


def _english_keywords(text: str, count: int) -> list[str]:
    words = [word for word in re.findall(r"[A-Za-z][A-Za-z0-9'’-]+", text) if word.lower() not in _STOP_WORDS]
    stems = Counter(_stem(word.lower()) for word in words if len(word) > 2)
    spelled: dict[str, str] = {}
    for word in words:
        spelled.setdefault(_stem(word.lower()), word)
    return [spelled[stem] for stem, _ in stems.most_common(count)]


def _chinese_keywords(text: str, count: int) -> list[str]:
    runs = [part for run in re.findall(rf"[{_CJK}]+", text) for part in _NO_KEYWORD.split(run)]
    phrases = Counter(run[at : at + size] for run in runs for size in (2, 3, 4) for at in range(len(run) - size + 1))
    whole = Counter(run for run in runs if 2 <= len(run) <= 6)
    scores = {phrase: number * len(phrase) + 2 * whole[phrase] for phrase, number in (phrases | whole).items()}
    best = sorted(scores, key=lambda phrase: (-scores[phrase], text.index(phrase)))
    return _apart(best, count)


def _apart(phrases: Iterable[str], count: int) -> list[str]:
    """Return the first `count` phrases that do not overlap with an earlier one."""
    kept: list[str] = []
    for phrase in phrases:
        pairs = set(_pairs(phrase))
        if len(kept) < count and not any(pairs & set(_pairs(other)) for other in kept):
            kept.append(phrase)
    return kept


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            return word.removesuffix(ending)
    return word
