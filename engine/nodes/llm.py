"""The llm node: asks a model."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from engine.asking.asking import chat_model, who_answers
from engine.asking.context import KnowledgeContext, context_of
from engine.asking.earlier import Remembering
from engine.asking.generation import Generation, generate
from engine.asking.llm_config import LLMConfig
from engine.asking.llm_prompt import PromptBuilder
from engine.asking.prompts import as_sent
from engine.asking.reasoning import Separated, Sink, Tagged
from engine.asking.structured import check_schema, parsed, with_instruction
from engine.errors import EngineError
from engine.models.base import ChatModel, ChatRequest, Message
from engine.nodes.base import Context, Node, Result

JsonObject = dict[str, Any]


class LLM(Node, kind="llm"):
    """Ask a model, in a conversation or with one text, and give its answer piece by piece.

    Outputs:
        text: the answer; with `reasoning_format: tagged` reasoning stays in it between `<think>` tags.
        reasoning_content: the reasoning, where it is kept apart.
        usage: tokens, prices and times.
        finish_reason: why the model stopped: stop, length, tool or content_filter.
        structured_output: the object in the answer, when a schema asks for one.

    Raises:
        VariableNotFound: a prompt names a variable that nothing has written.
        ModelError: the call failed.
        NodeError: there is no prompt, or the answer has not the shape that is asked for.
    """

    retries: ClassVar[bool] = True
    streams: ClassVar[Sequence[str]] = ("text",)
    outputs: ClassVar[Mapping[str, str]] = {
        "text": "string",
        "reasoning_content": "string",
        "usage": "object",
        "finish_reason": "string",
    }

    class Config(LLMConfig):
        """The settings, which are kept in a file of their own."""

    config: LLMConfig

    def declared_outputs(self) -> Mapping[str, str]:
        """Return the outputs; `structured_output` only when a schema asks for it."""
        shaped = {"structured_output": "object"} if self.config.schema_asked_for is not None else {}
        return {**self.outputs, **shaped}

    def references(self) -> set[tuple[str, ...]]:
        """Return every selector that counts as the node is configured."""
        return self.config.named()

    async def run(self, ctx: Context) -> Result:
        """Ask the model."""
        schema = None if self.config.schema_asked_for is None else check_schema(self.config.schema_asked_for)
        parameters, stop = self.config.model.parameters(ctx.pool)
        model = chat_model(ctx, self.config.model)
        knowledge = self._knowledge(ctx)
        prompt = PromptBuilder(ctx, self.config, model, parameters, knowledge)
        messages = await prompt.build()
        if schema is not None and not model.abilities.structured_output:
            messages = with_instruction(messages, schema)
        request = ChatRequest(
            messages=messages,
            parameters=parameters,
            stop=stop,
            json_schema=schema if model.abilities.structured_output else None,
            completion=self.config.is_text,
            user=ctx.run.user_id,
        )
        cache = ctx.resources.answers
        earlier = None if cache is None else Remembering(model, cache)
        try:
            answer = await generate(earlier or model, request, self._sink(ctx))
        except EngineError as error:
            asked = {"model_provider": model.provider, "model_name": model.name}
            error.inputs, error.process_data = _inputs(prompt, knowledge), {"prompts": as_sent(messages), **asked}
            raise
        ctx.end_stream()
        outputs = self._outputs(answer, schema)
        if earlier is not None:
            await earlier.keep()
        return Result(
            outputs,
            inputs=_inputs(prompt, knowledge),
            process_data=self._process_data(model, messages, answer),
            usage=answer.usage,
            metadata={} if earlier is None else earlier.metadata,
            citations=knowledge.citations,
        )

    def ingredients(self, ctx: Context) -> Any:
        """Return which model answers, and what it remembers."""
        return who_answers(ctx, self.config.model, self.config.memory)

    def _knowledge(self, ctx: Context) -> KnowledgeContext:
        context = self.config.context
        return context_of(ctx.value_or_none(context.variable_selector)) if context.enabled else KnowledgeContext()

    def _sink(self, ctx: Context) -> Sink:
        if self.config.reasoning_format == "tagged":
            return Tagged(ctx.stream_text)
        return Separated(ctx.stream_text, lambda text, ends: ctx.stream_reasoning(text, is_final=ends))

    def _outputs(self, answer: Generation, schema: Mapping[str, Any] | None) -> JsonObject:
        outputs = {
            "text": answer.text,
            "reasoning_content": answer.reasoning,
            "usage": answer.usage.as_mapping(),
            "finish_reason": answer.finish_reason,
        }
        return outputs if schema is None else {**outputs, "structured_output": parsed(answer.text, schema)}

    def _process_data(self, model: ChatModel, messages: Sequence[Message], answer: Generation) -> JsonObject:
        return {
            "model_mode": self.config.model.mode,
            "prompts": as_sent(messages),
            "usage": answer.usage.as_mapping(),
            "finish_reason": answer.finish_reason,
            "model_provider": model.provider,
            "model_name": model.name,
            **answer.substitute,
        }


def _inputs(prompt: PromptBuilder, knowledge: KnowledgeContext) -> JsonObject:
    """Return what the trace shows as the node's inputs."""
    files = {"#files#": [file.as_mapping() for file in prompt.files]} if prompt.files else {}
    context = {"#context#": knowledge.text} if knowledge.text else {}
    return {**prompt.used, **files, **context}
