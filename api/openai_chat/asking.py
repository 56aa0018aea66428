"""Requests of OpenAI's chat protocol as dialogues."""

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.bodies import Body
from api.errors import ApiError
from engine.resources import Turn
from services.chats.dialogues import Dialogue, Picture

PICTURES: Final = re.compile(r"data:(image/[\w.+-]+)(?:;[\w=.+-]+)*;base64,", re.ASCII)

NEUTRAL: Final[Mapping[str, Sequence[Any]]] = {  # what asks for more than an app gives -> values that do not
    "n": (1,),
    "tools": ([],),
    "functions": ([],),
    "tool_choice": ("none", "auto"),
    "function_call": ("none", "auto"),
    "response_format": ({"type": "text"},),
    "modalities": (["text"],),
    "audio": (),
    "logprobs": (False,),
    "top_logprobs": (0,),
    "web_search_options": (),
}
UNUSED: Final = (  # the app has settings of its own for these
    *("temperature", "top_p", "max_tokens", "max_completion_tokens", "stop", "seed", "presence_penalty"),
    *("frequency_penalty", "logit_bias", "reasoning_effort", "parallel_tool_calls"),
)


class ImageUrl(BaseModel):
    """Where a picture is: an address, or a data URL that holds it."""

    model_config = ConfigDict(extra="ignore")

    url: str = Field(min_length=1, examples=["https://example.com/quay.png"])


class Part(BaseModel):
    """A part of a message."""

    model_config = ConfigDict(extra="ignore")

    type: str = Field(description="text or image_url", examples=["text"])
    text: str = ""
    image_url: ImageUrl | None = None


class ChatMessage(BaseModel):
    """One message."""

    model_config = ConfigDict(extra="ignore")

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[Part] | None = Field(None, description="A text, or parts: texts and pictures.")


class StreamOptions(BaseModel):
    """What a stream carries besides."""

    model_config = ConfigDict(extra="ignore")

    include_usage: bool = False


class ChatCompletionBody(Body):
    """What an app is asked; `conversation_id` and `inputs` are ours (`extra_body` of OpenAI's clients)."""

    model: str = Field("", description="Any name: the key says which app answers.", examples=["app"])
    messages: list[ChatMessage] = Field(
        min_length=1,
        description="The dialogue; its last message is the user's and is answered.",
        examples=[[{"role": "user", "content": "What can you do?"}]],
    )
    stream: bool = Field(False, description="Answer piece by piece.")
    stream_options: StreamOptions = Field(default_factory=StreamOptions)
    user: str = Field("", description="The caller's own name for its user; without one, the shared user's.")
    conversation_id: str = Field("", description="A conversation to go on with; earlier messages are not read then.")
    inputs: dict[str, Any] = Field(default_factory=dict, description="Values of the app's form, by variable.")


def dialogue_of(body: ChatCompletionBody) -> Dialogue:
    """Return what a request says. Raises ApiError: 400, it has no question at its end, or parts that apps cannot take."""
    said = [message for message in body.messages if message.role not in ("system", "developer")]
    if not said or said[-1].role != "user":
        raise _refused("The last message must be the user's.", "messages")
    return Dialogue(
        query=_text(said[-1]),
        history=_turns(said[:-1]),
        instructions="\n\n".join(_text(one) for one in body.messages if one.role in ("system", "developer")),
        pictures=[_picture(part) for part in _parts(said[-1]) if part.type == "image_url"],
        user=body.user,
        inputs=body.inputs,
        conversation_id=body.conversation_id,
    )


def check_asked(values: Mapping[str, Any]) -> None:
    """Raise ApiError (400) when a request asks for what apps do not do for their callers."""
    for name, neutral in NEUTRAL.items():
        if values.get(name) is not None and values[name] not in neutral:
            text = (
                f"{name} is not supported: an app answers with the tools, the model and the form that it is built with."
            )
            raise ApiError(400, "unsupported_parameter", text, params=name)


def unused(values: Mapping[str, Any]) -> list[str]:
    """Return the settings of a request that the app's own ones rule over."""
    return [name for name in UNUSED if values.get(name) is not None]


def _turns(messages: Sequence[ChatMessage]) -> list[Turn]:
    """Return messages as turns: what the user said since the last answer, and what the assistant said to it."""
    turns: list[Turn] = []
    asked: list[str] = []
    for message in messages:
        if message.role == "user":
            asked.append(_text(message))
        elif message.role == "assistant":
            turns.append(Turn("\n\n".join(asked), _text(message)))
            asked = []
        else:
            raise _refused(f"Messages of the role {message.role} are not supported: apps call their tools themselves.")
    return [*turns, Turn("\n\n".join(asked), "")] if asked else turns


def _parts(message: ChatMessage) -> Sequence[Part]:
    return message.content if isinstance(message.content, list) else ()


def _text(message: ChatMessage) -> str:
    if not isinstance(message.content, list):
        return message.content or ""
    for part in message.content:
        if part.type not in ("text", "image_url"):
            raise _refused(f"Parts of the type {part.type!r:.40} are not supported, but text and image_url.")
    return "\n".join(part.text for part in message.content if part.type == "text")


def _picture(part: Part) -> Picture:
    url = part.image_url.url if part.image_url else ""
    found = PICTURES.match(url)
    if found is None:
        if not url.startswith(("http://", "https://")):
            raise _refused("image_url.url must be an http(s) address, or a picture as data:image/…;base64,….")
        return Picture(url=url)
    try:
        return Picture(data=base64.b64decode(url[found.end() :], validate=True), mime_type=found[1])
    except binascii.Error as error:
        raise _refused(f"image_url.url holds no usable base64: {error}.") from error


def _refused(message: str, param: str = "messages") -> ApiError:
    return ApiError(400, "invalid_param", message, params=param)
