"""The strict tier: an interpreter of its own (pydantic-monty) that knows no files, network or processes."""

import asyncio
import re
from collections.abc import Iterable, Mapping, Sequence
from keyword import iskeyword
from typing import Any

from pydantic_monty import (
    AsyncMonty,
    MontyConversionError,
    MontyCrashedError,
    MontyError,
    MontyRuntimeError,
    MontySyntaxError,
    ResourceLimits,
)

from engine.errors import NodeError
from engine.resources import CodeResult
from engine.sandbox.limits import SandboxLimits
from engine.sandbox.plain import plain

_MAIN = re.compile(r"^(?:def\s+main\s*\(|main\s*=)", re.MULTILINE)
_INPUTS = "_millrace_inputs"
_OUTPUTS = "_millrace_outputs"
_GRACE = 5.0  # seconds after which a worker that does not stop by itself is killed
_REUSE = 200  # scripts that one worker runs before it is replaced

_MODULES = (
    *("asyncio", "base64", "binascii", "bisect", "collections", "copy", "csv", "dataclasses", "datetime"),
    *("decimal", "functools", "hashlib", "itertools", "json", "math", "os", "pathlib", "random", "re"),
    *("sys", "time", "tomllib", "typing", "unicodedata"),
)
_UNSUPPORTED = re.compile(r"does not yet support (?P<what>.+)")
# What all of Python may see otherwise: syntax, modules, members of classes and modules that are here in part, files.
_PERHAPS_BEYOND = (NotImplementedError, ImportError, AttributeError, PermissionError)
_ADVICE: Mapping[str, str] = {
    "yield": "collect the values in a list and return it",
    "inheritance": "use classes without bases, or functions",
    "decorators": "use a plain method or a function",
    "del": "use pop(), or build a new list or dict",
}


class BeyondStrict(NodeError):
    """This interpreter cannot read or import something of a script that Python can, perhaps; none of it was kept."""

    def __init__(self, message: str) -> None:
        super().__init__(message, error_type="CodeExecutionError")


class StrictSandbox:
    """Runs Python scripts in a pool of worker processes, which starts with the first script."""

    def __init__(self, limits: SandboxLimits) -> None:
        self.limits = limits
        self._pool: AsyncMonty | None = None
        self._starting = asyncio.Lock()

    async def run(self, code: str, inputs: Mapping[str, Any], outputs: Sequence[str]) -> CodeResult:
        """Return what `main(**inputs)` returns.

        A script without `main` runs as it is, with the inputs as its variables; its result are those
        of its variables that `outputs` names.

        Raises:
            BeyondStrict: another tier may be able to run it.
            NodeError: the script failed, was refused or hit a limit.
        """
        printed = _Printed(self.limits.printed)
        has_main = _MAIN.search(code) is not None
        call = f"main(**{_INPUTS})" if has_main else _collected(outputs)
        given = {_INPUTS: dict(inputs)} if has_main else dict(inputs)
        try:
            async with (await self._workers()).checkout(limits=self._resources()) as session:
                value = await session.feed_run(f"{code}\n\n{call}", inputs=given, print_callback=printed)
        except MontyError as error:
            raise _failure(error, code.count("\n") + 1, self.limits) from error
        except TimeoutError as error:
            busy = f"all {self.limits.processes} sandbox processes were busy for {self.limits.waiting:g} s; try again later"
            raise NodeError(busy, error_type="CodeExecutionError") from error
        return CodeResult(plain(value, limit=self.limits.result), printed=printed.text, tier="strict")

    async def close(self) -> None:
        """End the worker processes."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await pool.__aexit__(None, None, None)
            await asyncio.sleep(0.05)  # a process that ends while the library's thread still winds up is aborted

    async def _workers(self) -> AsyncMonty:
        async with self._starting:
            if self._pool is None:
                pool = AsyncMonty(
                    max_processes=self.limits.processes,
                    checkout_timeout=self.limits.waiting,
                    request_timeout=2 * self.limits.seconds + _GRACE,
                    max_checkouts_per_worker=_REUSE,
                )
                self._pool = await pool.__aenter__()
            return self._pool

    def _resources(self) -> ResourceLimits:
        return {
            "max_feed_duration_secs": self.limits.seconds,
            "max_memory": self.limits.memory,
            "max_recursion_depth": self.limits.recursion,
            "max_suspensions": 1000,
            "max_total_sleep_secs": self.limits.seconds,
        }


class _Printed:
    """Keeps the beginning of what a script prints."""

    def __init__(self, limit: int) -> None:
        self.text = ""
        self._limit = limit

    def __call__(self, stream: str, text: str) -> None:
        self.text += text[: self._limit - len(self.text)]


def _collected(names: Iterable[str]) -> str:
    """Return the lines that gather those variables of a script that exist."""
    lines = [f"{_OUTPUTS} = {{}}"]
    for name in names:
        if name.isidentifier() and not iskeyword(name):
            lines += ["try:", f"    {_OUTPUTS}[{name!r}] = {name}", "except NameError:", "    pass"]
    return "\n".join([*lines, _OUTPUTS])


def _failure(error: MontyError, lines: int, limits: SandboxLimits) -> NodeError:
    message = _reason(error, limits) + _place(error, lines)
    cause = error.exception() if isinstance(error, MontySyntaxError | MontyRuntimeError) else None
    if isinstance(cause, _PERHAPS_BEYOND):
        return BeyondStrict(message)
    return NodeError(message, error_type="CodeExecutionError", process_data={"tier": "strict"})


def _reason(error: MontyError, limits: SandboxLimits) -> str:
    if isinstance(error, MontyCrashedError):
        what = "did not stop in time and was ended" if error.timed_out else "broke its sandbox and was ended"
        return f"the script {what}"
    if isinstance(error, MontyConversionError):
        return f"an input cannot be given to the script: {error}"
    return _cause(error.exception(), limits)


def _cause(cause: BaseException, limits: SandboxLimits) -> str:
    """Return what the exception inside the sandbox means to the script's author."""
    text = str(cause)
    match cause:
        case NotImplementedError() if found := _UNSUPPORTED.search(text):
            text = f"the sandbox does not run {found['what']}: {_advice(found['what'])}"
        case ModuleNotFoundError():
            text = f"{text}: the sandbox has {', '.join(_MODULES)} and no other modules"
        case TimeoutError():
            text = f"the script took longer than {limits.seconds:g} s"
        case MemoryError():
            text = f"the script took more than {limits.memory // 2**20} MB of memory"
        case RuntimeError() if text.startswith("Internal error in monty"):
            text = "the script raised an exception that the sandbox cannot raise, such as SystemExit; return instead"
        case _:
            text = f"{type(cause).__name__}: {text}"
    return text


def _advice(construct: str) -> str:
    return next((advice for word, advice in _ADVICE.items() if word in construct), "write it in another way")


def _place(error: MontyError, lines: int) -> str:
    """Return where in the script the error is, when it is in the script at all."""
    if not isinstance(error, MontySyntaxError | MontyRuntimeError):
        return ""
    frames = error.traceback()
    return f" (line {frames[-1].line})" if frames and frames[-1].line <= lines else ""
