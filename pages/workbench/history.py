"""What was done to a draft in this tab, so that it can be taken back and done again."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from services.apps.documents import PARTS
from storage.records import Workflow

Parts = dict[str, Any]  # what `workflows.save_draft` takes


@dataclass(frozen=True, slots=True)
class Step:
    """A way to another state of the draft, which is offered from one state only: that with the hash `over`."""

    over: str
    packed: bytes

    @classmethod
    def to(cls, draft: Workflow, over: Workflow) -> "Step":
        """Return the step from one state to another."""
        text = json.dumps({part: getattr(draft, part) for part in PARTS}, separators=(",", ":"))
        return cls(over.hash, zlib.compress(text.encode("utf-8", "surrogatepass")))

    def parts(self) -> Parts:
        """Return the state that the step leads to."""
        parts: Parts = json.loads(zlib.decompress(self.packed).decode("utf-8", "surrogatepass"))
        return parts


@dataclass(slots=True)
class History:
    """The last steps of one tab. A draft that somebody else saved is none of them, so no step leads over it."""

    MOST: ClassVar[int] = 100

    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)

    def note(self, before: Workflow, after: Workflow) -> None:
        """Note a change that was stored."""
        if before.hash != after.hash:
            self.done = [*self.done, Step.to(before, after)][-self.MOST :]
            self.undone.clear()

    def behind(self, draft: Workflow) -> Parts | None:
        """Return the state before the last change, None when the draft does not come from it."""
        return self.done[-1].parts() if self.can_undo(draft) else None

    def ahead(self, draft: Workflow) -> Parts | None:
        """Return the state that was taken back last, None when the draft is not what it was taken back to."""
        return self.undone[-1].parts() if self.can_redo(draft) else None

    def can_undo(self, draft: Workflow) -> bool:
        """Return whether there is a state behind."""
        return bool(self.done) and self.done[-1].over == draft.hash

    def can_redo(self, draft: Workflow) -> bool:
        """Return whether there is a state ahead."""
        return bool(self.undone) and self.undone[-1].over == draft.hash

    def went_back(self, before: Workflow, after: Workflow) -> None:
        """Note that the last change was taken back."""
        self.done.pop()
        self.undone.append(Step.to(before, after))

    def went_on(self, before: Workflow, after: Workflow) -> None:
        """Note that the change that was taken back last was made again."""
        self.undone.pop()
        self.done.append(Step.to(before, after))


def secrets_kept(parts: Mapping[str, Any], draft: Workflow) -> Parts:
    """Return a state without secrets of which the draft no longer has the values: their masks are no values."""
    known = {item.get("name") for item in draft.environment_variables if item.get("value_type") == "secret"}
    variables = [
        {**item, "value": ""} if item.get("value_type") == "secret" and item.get("name") not in known else item
        for item in parts["environment_variables"]
    ]
    return {**parts, "environment_variables": variables}
