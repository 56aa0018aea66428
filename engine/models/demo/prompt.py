"""What a prompt consists of: the instructions, the material they are about, the question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from engine.models.base import Message
from engine.models.demo.language import is_chinese, sentences

_TAGS = "context|document|documents|text|article|content|data|input|knowledge|material|source"
_BLOCK = re.compile(
    rf"<({_TAGS})>\s*(?P<tagged>.+?)\s*</\1>|```\w*\n(?P<fenced>.+?)```|\"\"\"(?P<quoted>.+?)\"\"\"", re.DOTALL
)
_ANSWERED = re.compile(r"^question:(?P<question>.+?)\s*\nanswer:(?P<answer>.+)$", re.MULTILINE)
_QUOTE = re.compile(r"[“\"「『](?P<text>[^“”\"「」『』]{3,})[”\"」』]")
_LABEL = re.compile(r"^(?P<label>[^\n:：]{0,80})[:：][ \t]*(?P<line>\n*)", re.MULTILINE)
_NAMES_TEXT = re.compile(
    r"text|document|content|article|input|passage|内容|文本|文档|文章|原文|资料|材料", re.IGNORECASE
)
_NAMES_TASK = re.compile(
    r"translat|summar|extract|key ?word|classif|rewrite|翻译|总结|摘要|提取|关键|分类|改写|以下", re.IGNORECASE
)
_LONGEST = 200_000  # characters that are read of each part


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt, taken apart."""

    system: str
    user: str  # the last thing that the user said, or the only text there is
    earlier: Sequence[Message]  # what was said before it
    chinese: bool  # the language to answer in

    @classmethod
    def of(cls, messages: Sequence[Message]) -> "Prompt":
        """Return the parts of `messages`."""
        system = "\n".join(message.text for message in messages if message.role == "system")[:_LONGEST]
        spoken = [message for message in messages if message.role != "system" and message.text.strip()]
        asked = [place for place, message in enumerate(spoken) if message.role == "user"]
        if not asked:
            return cls("", system, (), is_chinese(system))
        last = asked[-1]
        user = spoken[last].text[:_LONGEST]
        return cls(system, user, spoken[:last], is_chinese(user))

    @property
    def all(self) -> str:
        """Return instructions and user's text together."""
        return f"{self.system}\n{self.user}"

    @property
    def told(self) -> str:
        """Return the instructions, without what they quote to work on."""
        return _BLOCK.sub(" ", self.system)

    def answered_questions(self) -> list[tuple[str, str]]:
        """Return the questions with their answers that were given, as knowledge bases of questions give them."""
        return [(match["question"].strip(), match["answer"].strip()) for match in _ANSWERED.finditer(self.all)]

    def material(self) -> str:
        """Return the text that instructions such as "summarise" are about."""
        if block := _largest_block(self.user):
            return block
        labelled = _labelled(self.user)
        if labelled or (self.system and self.user.strip()):
            return labelled or _largest_block(self.system) or self.user
        if quoted := _QUOTE.search(self.user):
            return quoted["text"]
        first, *rest = sentences(self.user) or [self.user]
        return " ".join(rest) if rest else first

    def context(self) -> list[str]:
        """Return the sentences from which a question may be answered: instructions, material, what the user said before."""
        said = [message.text for message in self.earlier if message.role == "user"]
        body = self.user if len(sentences(self.user)) > 2 else ""
        own = [sentence for sentence in sentences(body) if not sentence.endswith(("?", "？"))]
        blocks = _largest_block(self.system)
        asked = self.question().strip()  # instructions that repeat the question do not answer it
        system = [s for s in sentences(self.system) if asked not in s]
        told = sentences(blocks) if blocks else [s for s in system if not _instructs(s)]
        return [*told, *(sentence for text in said for sentence in sentences(text) if not _asks(sentence)), *own]

    def question(self) -> str:
        """Return what is asked: the last question in the user's text, or all of it."""
        asked = [sentence for sentence in sentences(self.user) if _asks(sentence)]
        return asked[-1] if asked else self.user


def _largest_block(text: str) -> str:
    found = (match["tagged"] or match["fenced"] or match["quoted"] for match in _BLOCK.finditer(text))
    return max((block.strip() for block in found), key=len, default="")


def _labelled(text: str) -> str:
    """Return what stands after a label such as `Text:`, the longest such part, or else after the label of a task."""
    matches = [match for match in _LABEL.finditer(text) if text[match.end() :].strip()]
    texts = [match for match in matches if _NAMES_TEXT.search(match["label"])]
    if texts:
        headings = [match.start() for match in matches if match["line"]]
        return max((_until(text, match.end(), headings) for match in texts), key=len)
    tasks = [match for match in matches if match["line"] or _NAMES_TASK.search(match["label"])]
    return text[tasks[0].end() :].strip() if tasks else ""


def _until(text: str, start: int, headings: Sequence[int]) -> str:
    """Return the text from `start` to the next label that has a line of its own."""
    end = next((place for place in headings if place >= start), len(text))
    return text[start:end].strip()


def _asks(sentence: str) -> bool:
    return (
        sentence.rstrip("”\"')）").endswith(("?", "？"))
        or re.search(r"[吗呢么]$|什么|怎么|多少|多久|哪", sentence) is not None
    )


def _instructs(sentence: str) -> bool:
    """Return whether a sentence tells the model what to do, so that it is no answer to a user."""
    return (
        re.match(
            r"(?:you are|you're|please|always|never|do not|don't|if you|answer|reply|respond|use |be |act as|your (?:task|job|role))"
            r"|(?:你是|您是|请|不要|不得|必须|务必|如果|根据|使用|回答|作为)",
            sentence.strip(),
            re.IGNORECASE,
        )
        is not None
    )
