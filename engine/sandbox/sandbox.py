"""The sandbox as nodes see it: picks the tier that runs a script."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from engine.errors import NodeError
from engine.resources import CodeResult, CodeRunner
from engine.sandbox.contained import ContainedSandbox
from engine.sandbox.limits import SandboxLimits
from engine.sandbox.strict import BeyondStrict, StrictSandbox
from engine.sandbox.support import contained_support, javascript_support
from engine.sandbox.trusted import TrustedPython, TrustedSandbox
from engine.values import holds_tables, with_rows

_PYTHON = ("python3", "python")


class Sandbox:
    """Implements `engine.resources.CodeRunner`. Close it before the process ends.

    Python runs in the strict tier; a script of which that cannot read or import something runs in the
    contained tier, where the machine supports it, and so does one that is given data frames, which it finds
    as polars frames. JavaScript runs in the contained tier only and gets the rows. With `trusted`, all Python
    runs in that interpreter instead: who switches it on wants its files and modules.
    """

    def __init__(self, limits: SandboxLimits | None = None, *, trusted: TrustedPython | None = None) -> None:
        limits = limits or SandboxLimits()
        self._strict = StrictSandbox(limits)
        self._contained = ContainedSandbox(limits)
        self._trusted = TrustedSandbox(limits)
        self._trusted_python = trusted

    async def run(
        self, language: str, code: str, inputs: Mapping[str, Any], *, outputs: Sequence[str] = ()
    ) -> CodeResult:
        """Return what the script gives back, and the tier that ran it.

        Raises:
            NodeError: the language cannot run here, or the script failed, was refused or hit a limit.
        """
        return await self._run(language, code, inputs, outputs, self._trusted_python)

    def trusting(self, python: TrustedPython) -> CodeRunner:
        """Return this sandbox, with the trusted tier allowed, for callers that may have it."""
        return _Trusting(self, python)

    async def run_own(self, code: str, inputs: Mapping[str, Any], *, limits: SandboxLimits) -> CodeResult:
        """Return what a program of ours gives back: contained where the machine supports it, else in a process.

        It works on what strangers wrote, which is why it runs apart. Raises as `run`.
        """
        if contained_support() is None:
            return await self._contained.run("python3", code, inputs, (), limits=limits)
        return await self._trusted.run(TrustedPython(), code, inputs, (), limits=limits)

    async def close(self) -> None:
        """End the worker processes."""
        await self._contained.close()
        await self._strict.close()

    async def _run(
        self, language: str, code: str, inputs: Mapping[str, Any], outputs: Sequence[str], trusted: TrustedPython | None
    ) -> CodeResult:
        if language == "javascript":
            return await self._run_javascript(code, inputs, outputs)
        if language not in _PYTHON:
            raise NodeError(f"no sandbox runs the language {language!r}", error_type="CodeNodeError")
        if trusted is not None:
            return await self._trusted.run(trusted, code, inputs, outputs)
        if holds_tables(inputs):
            return await self._run_with_tables(code, inputs, outputs)
        try:
            return await self._strict.run(code, inputs, outputs)
        except BeyondStrict as error:
            if reason := contained_support():
                raise NodeError(
                    f"{error}. The contained sandbox, which runs all of Python, is not available: {reason}",
                    error_type=error.error_type,
                    process_data={"tier": "strict"},
                ) from error
            return await self._contained.run("python3", code, inputs, outputs)

    async def _run_with_tables(self, code: str, inputs: Mapping[str, Any], outputs: Sequence[str]) -> CodeResult:
        if reason := contained_support():
            raise NodeError(
                f"a script that gets data frames needs the contained sandbox, which is not available: {reason};"
                " use a template or a SQL node, or have an owner switch on the trusted tier",
                error_type="CodeNodeError",
            )
        return await self._contained.run("python3", code, inputs, outputs)

    async def _run_javascript(self, code: str, inputs: Mapping[str, Any], outputs: Sequence[str]) -> CodeResult:
        if reason := javascript_support():
            raise NodeError(
                f"JavaScript does not run here: {reason}; or write it in Python", error_type="CodeNodeError"
            )
        rows = await asyncio.to_thread(with_rows, inputs)
        return await self._contained.run("javascript", code, rows, outputs)


class _Trusting:
    """A sandbox for a caller that may use the trusted tier."""

    def __init__(self, sandbox: Sandbox, python: TrustedPython) -> None:
        self._sandbox = sandbox
        self._python = python

    async def run(
        self, language: str, code: str, inputs: Mapping[str, Any], *, outputs: Sequence[str] = ()
    ) -> CodeResult:
        """Return what the script gives back; raises as `Sandbox.run` does."""
        return await self._sandbox._run(language, code, inputs, outputs, self._python)
