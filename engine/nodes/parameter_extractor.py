"""The parameter extractor: a model finds named values in a text."""

import json
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field, field_validator

from engine.asking.asking import Asker, AskingConfig, who_answers
from engine.asking.extraction import NOTHING_FOUND, Parameter, converted, found_in, schema_of, violation, without_reply
from engine.asking.generation import Generation
from engine.asking.model_settings import selected
from engine.errors import EngineError, ModelError
from engine.fields import Selector
from engine.models.base import ToolSpec
from engine.nodes.base import Context, Node, Result
from engine.values import as_text, masked

FUNCTION = "extract_parameters"

_CALLING = f"""You extract structured information from the user's text by calling the function `{FUNCTION}` once.
Take the values from the text only; what it does not say is left empty (an empty text, list or 0).
{{instruction}}"""
_WRITING = """You extract structured information from the user's text.
Take the values from the text only; what it does not say is left empty (an empty text, list or 0).
{instruction}
Answer with one JSON object and nothing else: no explanation, no code fence. It has every property of this schema:

{schema}"""


class ParameterExtractor(Node, kind="parameter-extractor"):
    """Let a model find values in a text.

    A reply that breaks a rule does not fail the node: `__is_success` is 0, `__reason` names the first
    rule, and the values are used as far as they fit.

    Outputs:
        one per parameter; what was not found is empty, by type.
        __is_success: 1 or 0.
        __reason: what was wrong with the reply, None when nothing was.
        __usage: tokens, prices and times.

    Raises:
        ModelError: the call failed.
    """

    class Config(AskingConfig):
        query: Selector = Field(
            default=Selector(("sys", "query")),
            title="Text",
            description="The text to search.",
            json_schema_extra={"widget": "selector"},
        )
        parameters: list[Parameter] = Field(default=[], title="Parameters", description="What to find.")
        reasoning_mode: Literal["function_call", "prompt"] = Field(
            default="function_call", title="Mode", description="How the model gives the values."
        )

        @field_validator("reasoning_mode", mode="before")
        @classmethod
        def _empty_is_the_default(cls, value: Any) -> Any:
            return value or "function_call"

    def declared_outputs(self) -> Mapping[str, str]:
        """Return the parameters with their types, and the node's own outputs."""
        own = {"__is_success": "number", "__reason": "string", "__usage": "object"}
        return {**{parameter.name: parameter.value_type for parameter in self.config.parameters}, **own}

    def references(self) -> set[tuple[str, ...]]:
        """Return every selector that counts as the node is configured."""
        return {*self.config.named(), *selected(self.config.query)}

    def ingredients(self, ctx: Context) -> Any:
        """Return which model answers, and what it remembers."""
        return who_answers(ctx, self.config.model, self.config.memory)

    async def run(self, ctx: Context) -> Result:
        """Ask the model, check and convert what it gives."""
        query = ctx.value_or_none(self.config.query)
        inputs = {"query": masked(query), "parameters": schema_of(self.config.parameters)["properties"]}
        asker = Asker(ctx, self.config)
        try:
            answer = await self._ask(ctx, asker, as_text(query))
        except EngineError as error:
            error.inputs, error.process_data = inputs, asker.trace
            if isinstance(error, ModelError):
                error.outputs = {"__is_success": 0, "__reason": "The model could not be asked", "__error": str(error)}
            raise
        outputs = {**self._outputs(answer), "__usage": answer.usage.as_mapping()}
        process_data = {**asker.trace, "llm_text": answer.text, "tool_call": _call(answer)}
        return Result(outputs, inputs=inputs, process_data=process_data, usage=answer.usage)

    async def _ask(self, ctx: Context, asker: Asker, query: str) -> Generation:
        instruction = ctx.render(self.config.instruction)
        schema = schema_of(self.config.parameters)
        calls = asker.model.abilities.tools and self.config.model.mode == "chat"
        if calls and self.config.reasoning_mode == "function_call":
            tool = ToolSpec(FUNCTION, "Hand over the values that were found in the text.", schema)
            return await asker.ask(_CALLING.format(instruction=instruction), query, tools=[tool])
        written = json.dumps(schema, ensure_ascii=False, indent=2)
        return await asker.ask(_WRITING.format(instruction=instruction, schema=written), query)

    def _outputs(self, answer: Generation) -> dict[str, Any]:
        parameters = self.config.parameters
        call = _call(answer)
        reply = None if call is None else found_in(call["arguments"])
        reply = found_in(answer.text) if reply is None else reply
        reason = NOTHING_FOUND if reply is None else None
        if reply is None:
            reply = without_reply(parameters)
        reason = violation(parameters, reply) or reason
        return {**converted(parameters, reply), "__is_success": int(reason is None), "__reason": reason}


def _call(answer: Generation) -> dict[str, Any] | None:
    """Return the call of the function for the trace, None when the model wrote text."""
    calls = [call for call in answer.tool_calls if call.name == FUNCTION] or answer.tool_calls
    return {"name": calls[0].name, "arguments": calls[0].arguments} if calls else None
