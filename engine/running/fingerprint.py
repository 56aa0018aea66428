"""Fingerprints: what a node's result depends on, as one short text. Equal fingerprint, equal result.

A part is hashed with its length in front, so that ("a", "b") and ("ab",) differ; 1, 1.0 and true
differ; keys are sorted. Addresses of files do not count (they are signed anew each time), what they
point at does.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from engine.frames.table import TABLE_MARK, Table
from engine.values import MISSING, File

if TYPE_CHECKING:
    from engine.nodes.base import Context
    from engine.running.plan import Plan

ENGINE = 1  # raise it when results of the same configuration and inputs become different ones


def digest(*parts: Any) -> str:
    """Return 32 hex digits that stand for `parts`, each bytes or JSON values (files included)."""
    result = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part if isinstance(part, bytes) else canonical(part)
        result.update(len(data).to_bytes(8, "big"))
        result.update(data)
    return result.hexdigest()


def canonical(value: Any) -> bytes:
    """Return the one JSON text of `value`.

    Raises:
        TypeError: it holds something that is no value of a workflow.
    """
    return _ENCODER.encode(value).encode()


def content(value: Any) -> str:
    """Return what stands for the content of a variable, absent ones included."""
    return "missing" if value is MISSING else digest(value)


def fingerprint(plan: "Plan", node_id: str, ctx: "Context") -> str:
    """Return the fingerprint of a node that is about to run in `ctx`."""
    return fingerprint_of(plan, node_id, ctx, {key: content(ctx.value(key)) for key in plan.reads(node_id)})


def fingerprint_of(plan: "Plan", node_id: str, ctx: "Context", reads: Mapping[tuple[str, str], str]) -> str:
    """Return the fingerprint of a node that reads what has these contents."""
    found = sorted([owner, name, what] for (owner, name), what in reads.items())
    return digest(plan.identity(node_id), found, plan.ingredients(node_id, ctx))


def _plain(value: Any) -> Any:
    if isinstance(value, File):
        mapping = value.as_mapping()
        if value.related_id:
            mapping.pop("url")
        return mapping
    if isinstance(value, Table):
        return {TABLE_MARK: value.hash}
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, tuple | set | frozenset):
        return sorted(value) if isinstance(value, set | frozenset) else list(value)
    raise TypeError(f"{type(value).__name__} has no fingerprint")


_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)
