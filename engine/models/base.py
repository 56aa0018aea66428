"""What a model is to the engine: messages in, a stream of small events out."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from engine.events import Usage

Role = Literal["system", "user", "assistant", "tool"]
Purpose = Literal["document", "query"]  # what a text is embedded for: to be found, or to find


@dataclass(frozen=True, slots=True)
class ImagePart:
    """A picture in a message, by address or as a `data:` URL."""

    url: str
    detail: str = "high"


@dataclass(frozen=True, slots=True)
class FilePart:
    """Another file in a message (document, audio, video), by address or as a `data:` URL."""

    url: str
    kind: str
    mime_type: str
    filename: str = ""


Part = str | ImagePart | FilePart


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A call that a model asks for; `arguments` is the JSON text as the model wrote it.

    `signature` is what some vendors want to see again when the call is told to them; nobody else reads it.
    """

    id: str
    name: str
    arguments: str
    signature: str = ""

    @property
    def mapping(self) -> dict[str, Any]:
        """Return the arguments as protocols want them that take no text; a model may have written no JSON."""
        try:
            value = json.loads(self.arguments or "{}")
        except ValueError:
            return {"arguments": self.arguments}
        return value if isinstance(value, dict) else {"arguments": value}


@dataclass(frozen=True, slots=True)
class AsWritten:
    """An answer in its vendor's own blocks, with what only that vendor reads, such as signed reasoning.

    It goes back to the vendor unchanged while an agent works, and nowhere else: nobody looks inside, stores or shows it.
    """

    provider: str
    blocks: Sequence[Mapping[str, Any]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a prompt; `content` is text or parts in order.

    `as_written` says the same as `content` and `tool_calls` to the vendor that wrote it; others do without.
    """

    role: Role
    content: str | Sequence[Part] = ""
    tool_calls: Sequence[ToolCall] = ()
    tool_call_id: str | None = None
    as_written: AsWritten | None = None

    @property
    def text(self) -> str:
        """Return the text of the message without its other parts."""
        if isinstance(self.content, str):
            return self.content
        return "".join(part for part in self.content if isinstance(part, str))


@dataclass(frozen=True, slots=True)
class ToolSpec:
    """A tool offered to a model; `parameters` is a JSON schema of an object."""

    name: str
    description: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatRequest:
    """One call of a chat model."""

    messages: Sequence[Message]
    parameters: Mapping[str, Any] = field(default_factory=dict)  # temperature, max_tokens, ...
    stop: Sequence[str] = ()
    tools: Sequence[ToolSpec] = ()
    json_schema: Mapping[str, Any] | None = None  # only when `Abilities.structured_output`
    completion: bool = False  # the messages are one text for a completion-only model
    user: str = ""


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a model can do; callers never ask which provider it is."""

    tools: bool = True
    vision: bool = False
    documents: bool = False
    audio: bool = False
    structured_output: bool = False
    reasoning: bool = False
    context_size: int = 32_000  # tokens
    max_output: int = 0  # tokens of one answer; 0: not known


@dataclass(frozen=True, slots=True)
class TextPiece:
    """The next piece of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class ThinkingPiece:
    """The next piece of the model's reasoning."""

    text: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The end of a call, always the last piece; `reason` is stop, length, tool or content_filter.

    `answered_by` names provider and model when another one than that which was asked has answered. `as_written` is
    there where the vendor wants its own words back with the results of the calls.
    """

    reason: str
    usage: Usage
    answered_by: str = ""
    as_written: AsWritten | None = None


Piece = TextPiece | ThinkingPiece | ToolCall | Finished


class ChatModel(Protocol):
    """A model that answers messages."""

    provider: str
    name: str
    abilities: Abilities

    def stream(self, request: ChatRequest) -> AsyncIterator[Piece]:
        """Yield the answer piece by piece; closing the iterator closes the vendor's connection.

        Raises:
            ModelError: the call failed; after the first piece nothing is retried.
        """
        ...

    def count_tokens(self, messages: Sequence[Message]) -> int:
        """Return about how many tokens `messages` take."""
        ...


class EmbeddingModel(Protocol):
    """A model that turns texts into vectors."""

    provider: str
    name: str

    async def embed(self, texts: Sequence[str], *, purpose: Purpose = "document") -> list[list[float]]:
        """Return one vector per text, in order, all of one length; some models tell questions from what they find."""
        ...


class RerankModel(Protocol):
    """A model that says how well texts answer a query."""

    provider: str
    name: str

    async def rerank(self, query: str, texts: Sequence[str]) -> list[float]:
        """Return a score from 0 to 1 for each text, in the order of the texts.

        Raises:
            ModelError: the call failed, or its answer makes no sense.
        """
        ...


class SpeechToText(Protocol):
    """A model that writes down what is said."""

    provider: str
    name: str

    async def transcribe(self, audio: bytes, *, filename: str, mime_type: str) -> str:
        """Return what is said in a recording, whose name tells vendors its format.

        Raises:
            ModelError: the call failed.
        """
        ...


class TextToSpeech(Protocol):
    """A model that speaks."""

    provider: str
    name: str

    async def speak(self, text: str, *, voice: str = "") -> bytes:
        """Return a recording of `text` as MP3, in the model's own voice without another.

        Raises:
            ModelError: the call failed.
        """
        ...


class ModerationModel(Protocol):
    """A model that finds harmful texts."""

    provider: str
    name: str

    async def flags(self, text: str) -> bool:
        """Return whether `text` is harmful.

        Raises:
            ModelError: the call failed.
        """
        ...
