"""What the demo model answers: the first rule that fits the prompt."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from engine.models.base import ChatRequest, ToolCall
from engine.models.demo.arithmetic import expression_in, worked_out
from engine.models.demo.calling import FAILED, next_call, results_of
from engine.models.demo.choices import best_choice, listed_labels, offered_classes
from engine.models.demo.language import central, is_chinese, keywords, ranked, sentences
from engine.models.demo.prompt import Prompt
from engine.models.demo.remarks import argued, said_of_tables, said_of_translation
from engine.models.demo.shapes import demanded, filled

NOTE = "(demo model, no key configured)"
NOTE_CHINESE = "（演示模型，尚未配置密钥）"

_SUMMARY = re.compile(r"summar|tl;?dr|in short|abstract|condense|总结|摘要|概括|概述|归纳", re.IGNORECASE)
_POINTS = re.compile(r"bullet|key points?|main points?|list the|要点|观点|关键信息|列出|分点", re.IGNORECASE)
_BULLETS = re.compile(r"bullet|个要点|分点", re.IGNORECASE)
_ENDS = tuple(".!?。！？")
_KEYWORDS = re.compile(r"key ?words?|(?<!> )\btags?\b|关键词|关键字|标签", re.IGNORECASE)
_TRANSLATION = re.compile(r"\btranslat|翻译", re.IGNORECASE)
_INTO = re.compile(r"[Tt]ranslat\w*\b[^.\n]*?\b(?:in)?to (?P<into>[A-Z]\w+)|翻译[成为]?(?P<zh>\w{1,4}?文|\w{1,3}?语)")
_REVIEW = re.compile(r"\breview|critici|审校|评审", re.IGNORECASE)
_REMARK = re.compile(r"analys|figures|stands? out|comment|分析|数据|点评|值得注意", re.IGNORECASE)
_FOR = re.compile(r"\bargue for\b|支持用户的计划", re.IGNORECASE)
_AGAINST = re.compile(r"\bargue against\b|反对用户的计划", re.IGNORECASE)
_CLASSIFICATION = re.compile(
    r"classif|categor|which class|label the|sentiment|intent|分类|归类|类别|意图|情感", re.IGNORECASE
)
_LENGTH = re.compile(
    r"(?P<sentences>\d+|one|two|three|四|三|两|一)\s*(?:sentences?|句|bullet points|个要点)", re.IGNORECASE
)
_CHARACTERS = re.compile(
    r"(?:不超过|以内|最多|控制在|at most|under|within|max\w*)?\D{0,6}(?P<count>\d{2,4})\s*(?:个?字|characters)",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"^\W*(?:hi|hello|hey|good (?:morning|afternoon|evening)|你好|您好|早上好|晚上好|嗨)\b.{0,20}$", re.IGNORECASE
)
_PAIRS = re.compile(r"Q1:.*A1:", re.DOTALL)
_MOST_QUESTIONS = 20
_NEAR = 2000  # characters in which arithmetic is looked for
_NUMBERS = {"one": 1, "two": 2, "three": 3, "一": 1, "两": 2, "三": 3, "四": 4}


def reply(request: ChatRequest) -> str | ToolCall:
    """Return the answer to `request`, or the call of a tool that it needs first."""
    prompt = Prompt.of(request.messages)
    if (call := next_call(request.tools, prompt, request.messages)) is not None:
        return call
    if (results := results_of(request.messages)) is not None:
        return _after_tools(prompt, results)
    if request.json_schema is not None:
        return _json(request.json_schema, prompt)
    return _in_words(prompt)


def _in_words(prompt: Prompt) -> str:
    rules = (_questions, _classified, _as_json, _remarks, _keywords, _summary, _translation, _arithmetic, _answered)
    answers = (rule(prompt) for rule in rules)
    return next((answer for answer in answers if answer), None) or _free(prompt)


def _json(schema: Mapping[str, Any], prompt: Prompt) -> str:
    return json.dumps(filled(schema, prompt.material()), ensure_ascii=False)


def _questions(prompt: Prompt) -> str | None:
    """Return a question and an answer for each of the first sentences, in the form that is asked for."""
    if _PAIRS.search(prompt.system) is None:
        return None
    said = sentences(prompt.user)[:_MOST_QUESTIONS]
    return "\n".join(f"Q{number}: {_asked(sentence)}\nA{number}: {sentence}" for number, sentence in enumerate(said, 1))


def _asked(sentence: str) -> str:
    about = keywords(sentence, 3) or [sentence]
    if is_chinese(sentence):
        return f"关于{'、'.join(about)}，文中怎么说？"
    return f"What does the text say about {', '.join(about)}?"


def _as_json(prompt: Prompt) -> str | None:
    schema = demanded(prompt.all)
    return None if schema is None else _json(schema, prompt)


def _classified(prompt: Prompt) -> str | None:
    """Return the class of the text: as JSON where classes have ids, else the bare label."""
    if classes := offered_classes(prompt.user) or offered_classes(prompt.system):
        text = _input_text(prompt)
        chosen = best_choice([option.name for option in classes], text)
        found = next(option for option in classes if option.name == chosen)
        answer = {"keywords": keywords(text, 3), "category_id": found.id, "category_name": found.name}
        return json.dumps(answer, ensure_ascii=False)
    instructions = prompt.system if prompt.system.strip() else prompt.user
    if not _CLASSIFICATION.search(instructions) or demanded(prompt.all) is not None:
        return None
    return best_choice(listed_labels(instructions) or listed_labels(prompt.user), prompt.material())


def _input_text(prompt: Prompt) -> str:
    """Return what is to be classified, without the classes themselves."""
    match = re.search(r"[\"']input_text[\"']\s*:\s*\[?\s*[\"'](?P<text>.+?)[\"']\s*[],]", prompt.user, re.DOTALL)
    return match["text"] if match else re.sub(r"\[?\{[^{}]*category_id[^{}]*\}[],]*", "", prompt.user)


def _remarks(prompt: Prompt) -> str | None:
    """Return what can be said of a translation, a plan or tables, where that is asked for."""
    instructions = _instructions(prompt)
    chinese = is_chinese(prompt.told) if prompt.told.strip() else prompt.chinese  # figures have no language
    if _REVIEW.search(instructions) and (said := said_of_translation(prompt.user, chinese=chinese)):
        return said
    if _FOR.search(instructions) or _AGAINST.search(instructions):
        return argued(prompt.material(), against=bool(_AGAINST.search(instructions)), chinese=chinese)
    return said_of_tables(prompt.user, chinese=chinese) if _REMARK.search(instructions) else None


def _keywords(prompt: Prompt) -> str | None:
    if not _KEYWORDS.search(_instructions(prompt)):
        return None
    found = keywords(prompt.material(), 8)
    return ("，" if is_chinese(prompt.material()) else ", ").join(found)


def _summary(prompt: Prompt) -> str | None:
    instructions = _instructions(prompt)
    points = _POINTS.search(instructions)
    if not points and not _SUMMARY.search(instructions):
        return None
    said = _whole(sentences(prompt.material()))
    if not said:
        return None
    best = central(said, _wanted_sentences(instructions, 4 if points else 3))
    if _BULLETS.search(instructions) or not _SUMMARY.search(instructions):
        return "\n".join(f"{number}. {sentence}" for number, sentence in enumerate(best, 1))
    text = ("" if is_chinese(prompt.material()) else " ").join(best)
    limit = _CHARACTERS.search(instructions)
    return text[: int(limit["count"])] if limit else text


def _whole(said: Sequence[str]) -> Sequence[str]:
    """Return the sentences that end as such: headings do not."""
    whole = [sentence for sentence in said if sentence.rstrip("”\"')）").endswith(_ENDS)]
    return list(dict.fromkeys(whole)) or said


def _wanted_sentences(instructions: str, usual: int) -> int:
    match = _LENGTH.search(instructions)
    if match is None:
        return usual
    word = match["sentences"].lower()
    return max(1, min(_NUMBERS.get(word) or int(word), 20))


def _translation(prompt: Prompt) -> str | None:
    """Return the text as it is, with the honest remark that it needs a real model."""
    instructions = _instructions(prompt)
    if _TRANSLATION.search(instructions) is None:
        return None
    match = _INTO.search(instructions)
    into = (match["into"] or match["zh"]) if match else None
    if prompt.chinese:
        return f"（演示模型不会翻译，配置模型后会译成{into or '目标语言'}）{prompt.material()}"
    return f"(demo model: a real model would translate this{f' into {into}' if into else ''}) {prompt.material()}"


def _arithmetic(prompt: Prompt) -> str | None:
    expression = expression_in(prompt.user[:_NEAR])
    value = worked_out(expression) if expression else None
    return None if value is None else f"{expression} = {value}"


def _answered(prompt: Prompt) -> str | None:
    """Return the answer of the question in what was given that is most like this one, else sentences that fit."""
    pairs = prompt.answered_questions()
    order = ranked([question for question, _ in pairs], prompt.question())
    if order and order[0][0] > 0:
        return pairs[order[0][1]][1]
    return _from_context(prompt)


def _from_context(prompt: Prompt) -> str | None:
    """Return the sentences of what was given that have most in common with the question."""
    context = prompt.context()
    order = ranked(context, prompt.question())
    if not order or order[0][0] <= 0:
        return None
    best = order[0][0]
    places = sorted(place for score, place in order[:3] if score >= 0.6 * best)
    return ("" if prompt.chinese else " ").join(dict.fromkeys(context[place] for place in places))


def _free(prompt: Prompt) -> str:
    """Return an answer to small talk; it says once in a conversation what is talking."""
    told = any(NOTE in message.text or NOTE_CHINESE in message.text for message in prompt.earlier)
    greets = _GREETING.search(prompt.user.strip()) is not None
    about = [] if greets else keywords(prompt.user, 3)
    if prompt.chinese:
        topic = f"我看到您提到了{'、'.join(about)}。" if about else "您好！"
        return f"{topic}{'' if told else NOTE_CHINESE}添加模型密钥后，将由真正的模型回答。"
    topic = f"You wrote about {', '.join(about)}." if about else "Hello!"
    return f"{topic} {'' if told else NOTE + ' '}A real model answers here once its key is added."


def _instructions(prompt: Prompt) -> str:
    """Return where the task stands: in the system message, or in what surrounds the user's material."""
    material = prompt.material()
    around = prompt.user.replace(material, " ") if material != prompt.user else prompt.user[:200]
    return f"{prompt.told}\n{around}" if prompt.system.strip() else around


def _after_tools(prompt: Prompt, results: Sequence[str]) -> str:
    """Tell what tools gave: a line in a sentence, more below one, and what failed as that."""
    good = [result for result in results if not result.startswith(FAILED)]
    if not good:
        reasons = " ".join(result.removeprefix(FAILED).strip() for result in results)
        return f"这个工具暂时无法使用：{reasons}" if prompt.chinese else f"The tool could not do that: {reasons}"
    found = "; ".join(good)
    if "\n" in found:
        return f"查到的内容如下：\n\n{found}" if prompt.chinese else f"This is what I found:\n\n{found}"
    return f"结果是 {found}。" if prompt.chinese else f"The result is {found}."
