"""A test call of a model: each kind is asked for the least that shows that it works."""

import asyncio
import io
import time
import wave
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from engine.errors import EngineError
from engine.models import provider_id
from engine.models.base import ChatRequest, Message, TextPiece
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.errors import InvalidInput
from services.models.kinds import MODEL_TYPES, ModelTest
from services.models.registry import models_for

if TYPE_CHECKING:
    from services.runtime import Runtime

TESTING: Final = 30.0  # seconds that a model has to answer a test
_WORD: Final = "OK"


@needs(Action.MANAGE_MODELS)
async def test_model(rt: "Runtime", workspace_id: str, provider: str, model: str, model_type: str) -> ModelTest:
    """Call a model and say how long it took and what came; a failure is in the answer.

    Raises:
        InvalidInput: there is no such kind of models.
    """
    if model_type not in MODEL_TYPES:
        raise InvalidInput(f"model_type must be one of {', '.join(MODEL_TYPES)}.", param="model_type")
    registry = await models_for(rt, workspace_id)
    began = time.perf_counter()
    try:
        async with asyncio.timeout(TESTING):
            answer = await _TESTS[model_type](registry.provider(provider_id(provider)), model)
    except (EngineError, TimeoutError) as error:
        reason = str(error) or f"no answer within {TESTING:g} seconds"
        return ModelTest(ok=False, latency=time.perf_counter() - began, error=reason)
    return ModelTest(ok=True, latency=time.perf_counter() - began, answer=answer)


async def _chat(provider: Any, model: str) -> str:
    request = ChatRequest(messages=[Message("user", "Answer with the word OK.")], parameters={"max_tokens": 16})
    answer = ""
    async for piece in provider.chat(model).stream(request):
        answer += piece.text if isinstance(piece, TextPiece) else ""
    return answer.strip()


async def _embed(provider: Any, model: str) -> str:
    (vector,) = await provider.embedding(model).embed([_WORD])
    return f"{len(vector)} numbers"


async def _rank(provider: Any, model: str) -> str:
    scores = await provider.rerank(model).rerank("a red cat", ["a red cat sleeps", "stocks fell"])
    return " > ".join(f"{score:.2f}" for score in sorted(scores, reverse=True))


async def _listen(provider: Any, model: str) -> str:
    text: str = await provider.speech_to_text(model).transcribe(
        _silence(), filename="silence.wav", mime_type="audio/wav"
    )
    return text.strip()


async def _speak(provider: Any, model: str) -> str:
    return f"{len(await provider.text_to_speech(model).speak(_WORD)):,} bytes"


async def _judge(provider: Any, model: str) -> str:
    return "harmful" if await provider.moderation(model).flags(_WORD) else "harmless"


def _silence() -> bytes:
    """Return half a second of silence as WAV, mono, 8 kHz."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(8000))
    return file.getvalue()


_TESTS: Final[Mapping[str, Callable[[Any, str], Awaitable[str]]]] = {
    "llm": _chat,
    "text-embedding": _embed,
    "rerank": _rank,
    "speech2text": _listen,
    "tts": _speak,
    "moderation": _judge,
}
