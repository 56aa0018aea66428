"""The sandbox as nodes see it: picks the tier that can run a script."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.errors import NodeError
from engine.resources import CodeResult
from engine.sandbox.limits import SandboxLimits
from engine.sandbox.strict import StrictSandbox

LANGUAGES = ("python3", "python")  # that can run here


class Sandbox:
    """Implements `engine.resources.CodeRunner`. Close it before the process ends."""

    def __init__(self, limits: SandboxLimits | None = None) -> None:
        self._strict = StrictSandbox(limits or SandboxLimits())

    async def run(
        self, language: str, code: str, inputs: Mapping[str, Any], *, outputs: Sequence[str] = ()
    ) -> CodeResult:
        """Return what the script gives back.

        Raises:
            NodeError: the language cannot run here, or the script failed, was refused or hit a limit.
        """
        if language == "javascript":
            raise NodeError(
                "JavaScript needs the contained sandbox, which this installation does not have; write it in Python",
                error_type="CodeNodeError",
            )
        if language not in LANGUAGES:
            raise NodeError(f"no sandbox runs the language {language!r}", error_type="CodeNodeError")
        return await self._strict.run(code, inputs, outputs)

    async def close(self) -> None:
        """End the worker processes."""
        await self._strict.close()
