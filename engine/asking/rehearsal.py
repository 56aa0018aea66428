"""What a node would ask a model, learnt by letting it ask one that only listens: nothing is sent, nothing costs."""

from collections.abc import AsyncIterator, Sequence
from typing import Final

from engine.models.base import ChatModel, ChatRequest, EmbeddingModel, Message, Piece, RerankModel
from engine.nodes.base import Context, Node
from engine.resources import Models

REHEARSED: Final = frozenset({"llm", "question-classifier", "parameter-extractor"})  # they do nothing before they ask


class _Heard(Exception):
    """A node has asked."""

    def __init__(self, model: ChatModel, request: ChatRequest) -> None:
        super().__init__("the model only listens")
        self.model = model
        self.request = request


class _Listener:
    """Stands for a chat model and hears what it is asked."""

    def __init__(self, model: ChatModel) -> None:
        self.provider = model.provider
        self.name = model.name
        self.abilities = model.abilities
        self._model = model

    def stream(self, request: ChatRequest) -> AsyncIterator[Piece]:
        """Hear the request. Raises _Heard."""
        raise _Heard(self._model, request)

    def count_tokens(self, messages: Sequence[Message]) -> int:
        """Return about how many tokens `messages` take."""
        return self._model.count_tokens(messages)


class Listeners:
    """Stands for the models of a workspace; give it to the nodes whose questions are wanted."""

    def __init__(self, models: Models) -> None:
        self._models = models

    def chat(self, provider: str, name: str) -> ChatModel:
        """Return what listens in the place of the model; raises `ModelNotConfigured`."""
        return _Listener(self._models.chat(provider, name))

    def embedding(self, provider: str, name: str) -> EmbeddingModel:
        """Return the model itself."""
        return self._models.embedding(provider, name)

    def rerank(self, provider: str, name: str) -> RerankModel:
        """Return the model itself."""
        return self._models.rerank(provider, name)


async def asked(node: Node, ctx: Context) -> tuple[ChatModel, ChatRequest] | None:
    """Return which model a node of `REHEARSED` would ask, and what, None when it asks nothing.

    `ctx` has `Listeners` for its models.

    Raises:
        EngineError: the node would fail before it asks.
    """
    try:
        await node.run(ctx)
    except _Heard as heard:
        return heard.model, heard.request
    return None
