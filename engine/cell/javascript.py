"""Runs one JavaScript script in V8 (mini-racer) and gives its answer, in the form that `script` gives Python's."""

import json
import re
import sys
from collections.abc import Mapping
from typing import Any

from py_mini_racer import JSEvalException, JSOOMException, JSParseException, JSPromise, MiniRacer

_PLACE = re.compile(r"<anonymous>:(\d+)")
_CONSOLE = """
var millrace = {printed: [], room: 1e6};
var console = {};
for (const name of ["log", "info", "warn", "error", "debug", "trace"]) console[name] = (...values) => {
    const line = values.map(v => typeof v === "string" ? v : JSON.stringify(v) ?? String(v)).join(" ");
    if ((millrace.room -= line.length) > 0) millrace.printed.push(line);
};
"""
_CALL = """
(async () => {
    try {
        return JSON.stringify({value: (await (%s)) ?? null});
    } catch (error) {
        const known = error instanceof Error;
        return JSON.stringify({thrown: known ? `${error.name}: ${error.message}` : String(error),
                               stack: known ? error.stack : ""});
    }
})()
"""


def answer(job: Mapping[str, Any], memory: int) -> bytes:
    """Return the answer to `job`, whose `inputs` `main` gets as one object; `memory` is in bytes."""
    with MiniRacer() as engine:
        engine.set_hard_memory_limit(memory)
        try:
            return _answered(engine, job)
        except JSOOMException:
            return _failure("MemoryError", "", None)
        except JSParseException as error:
            return _failure("", _first(str(error)), _line(str(error)))
        except JSEvalException as error:
            return _failure("", _first(str(error)), _line(str(error)))
        finally:
            _print(engine)


def _answered(engine: MiniRacer, job: Mapping[str, Any]) -> bytes:
    engine.eval(_CONSOLE)
    names = job["outputs"]
    if names is not None:
        for name, value in job["inputs"].items():
            engine.eval(f"globalThis[{json.dumps(name)}] = {json.dumps(value)}")
    engine.eval(job["code"])
    call = f"main({json.dumps(job['inputs'])})" if names is None else _collected(names)
    promise = engine.eval(_CALL % call)
    assert isinstance(promise, JSPromise)  # what an async function gives
    answer = json.loads(str(promise.get()))
    if "thrown" in answer:
        return _failure("", answer["thrown"], _line(answer["stack"]))
    return json.dumps(answer).encode()


def _collected(names: list[str]) -> str:
    """Return the expression that gathers those variables of a script that exist."""
    pairs = ",".join(f"...(typeof {name} === 'undefined' ? {{}} : {{{name}}})" for name in names)
    return f"({{{pairs}}})"


def _print(engine: MiniRacer) -> None:
    try:
        lines = json.loads(str(engine.eval("JSON.stringify(millrace.printed)")))
    except (JSEvalException, JSOOMException, JSParseException, ValueError):
        return  # the script broke its console
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def _first(text: str) -> str:
    """Return the message without its place, source and stack."""
    return re.sub(r"^<anonymous>:\d+: (?:Uncaught )?", "", text.partition("\n")[0])


def _line(text: str) -> int | None:
    found = _PLACE.search(text)
    return int(found[1]) if found else None


def _failure(kind: str, text: str, line: int | None) -> bytes:
    return json.dumps({"error": {"type": kind, "text": text, "line": line}}).encode()
