"""A provider of models in one file: it says after you what you say, and knows no network.

Put the file into a plug-in's folder. For a vendor of your own, set `base_url`, and ask it in `answer`:

    async for event in self.events("/chat", {"model": model, "text": request.messages[-1].text}):
        yield event["text"]
"""

from collections.abc import AsyncIterator, Sequence

from engine.models.authoring import ChatRequest, ModelInfo, ModelProvider, Price, Purpose, Said


class Parrot(ModelProvider):
    """Repeats the last message, word for word."""

    id = "parrot"
    label = "Parrot"
    needs_key = False
    models = (
        ModelInfo(name="grey", price=Price(input="0.10", output="0.20")),
        ModelInfo(name="feathers", kind="text-embedding", dimensions=2),
    )

    async def answer(self, model: str, request: ChatRequest) -> AsyncIterator[Said]:
        """Say the last message again."""
        for word in request.messages[-1].text.split():
            yield word + " "

    async def embed(self, model: str, texts: Sequence[str], purpose: Purpose) -> list[list[float]]:
        """Return how long each text is, and how many words it has."""
        return [[float(len(text)), float(len(text.split()))] for text in texts]
