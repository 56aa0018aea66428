"""Code that a model writes, run in the sandbox."""

from typing import Final, Literal

from engine.tools.answers import shortened
from engine.tools.base import Json, Text, ToolContext, ToolInvokeError, ToolMessage
from engine.tools.functions import Setting, tool
from engine.values import as_text

_RESULT: Final = "result"  # the variable whose value a script without `main` gives


@tool(
    provider="code",
    label="Run code",
    use_cases=["work something out that takes several steps", "transform data"],
    timeout=120,
)
async def simple_code(
    code: str, ctx: ToolContext, language: Setting[Literal["python3", "javascript"]] = "python3"
) -> list[ToolMessage]:
    """Runs a short program away from everything else, and gives what it prints and what it results in.

    Args:
        code: The program. Print what is of interest, set the variable `result`, or define `main()` and return it.
        language: The language of the program.
    """
    if ctx.resources.code is None:
        raise ToolInvokeError("no code is run here")
    done = await ctx.resources.code.run(language, code, {}, outputs=(_RESULT,))
    value = done.value
    if isinstance(value, dict) and value.keys() <= {_RESULT}:
        value = value.get(_RESULT)
    said = [shortened(done.printed.rstrip()), *([shortened(as_text(value))] if value is not None else [])]
    text = "\n".join(part for part in said if part) or "The program ended; it printed and gave nothing."
    return [Text(text), Json({"printed": done.printed, "result": value}, is_repeat=True)]
