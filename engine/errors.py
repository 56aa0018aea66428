"""The errors that the engine raises; every class has a stable `code` that callers may rely on."""

import dataclasses
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any


class EngineError(Exception):
    """The root of all errors of this library.

    `inputs`, `outputs` and `process_data` are what the trace of a failed node shows; they never reach
    the variable pool.
    """

    code = "engine_error"
    inputs: Mapping[str, Any] = MappingProxyType({})
    outputs: Mapping[str, Any] = MappingProxyType({})
    process_data: Mapping[str, Any] = MappingProxyType({})


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a document, at the place where a person can mend it; `engine.problems` makes them."""

    message: str
    node_id: str | None = None  # None: the fault is of the document as a whole
    field: str | None = None  # dotted path inside the node's data
    severity: str = "error"  # "error" keeps the document from running, "warning" does not
    code: str = ""  # of the words in `engine.problems.WORDS` that `message` is; "": the message stands for itself
    values: Mapping[str, Any] = dataclasses.field(default_factory=dict, hash=False)  # that the words are filled with

    def __str__(self) -> str:
        place = ".".join(part for part in (self.node_id, self.field) if part)
        return f"{place}: {self.message}" if place else self.message


class InvalidDsl(EngineError):
    """A file is no app export that can be read at all."""

    code = "invalid_dsl"


class InvalidWorkflow(EngineError):
    """A document cannot run; `problems` says why, all of it at once."""

    code = "invalid_workflow"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = list(problems)


class InvalidInputs(EngineError):
    """A value given to the start form breaks its rule; raised before a run starts."""

    code = "invalid_inputs"

    def __init__(self, message: str, variable: str | None = None) -> None:
        super().__init__(message)
        self.variable = variable


class NodeError(EngineError):
    """A node failed; the run loop knows which one.

    `error_type` is the short name that a failure branch sees as its variable `error_type`.
    """

    code = "node_error"

    def __init__(
        self,
        message: str,
        *,
        error_type: str | None = None,
        inputs: Mapping[str, Any] | None = None,
        outputs: Mapping[str, Any] | None = None,
        process_data: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.error_type = error_type or type(self).__name__
        self.inputs = inputs or {}
        self.outputs = outputs or {}
        self.process_data = process_data or {}


class VariableNotFound(NodeError):
    """A node needs a variable that nothing has written."""

    def __init__(self, selector: Sequence[str]) -> None:
        super().__init__(f"Variable {'.'.join(selector)} not found")
        self.selector = tuple(selector)


class RetrievalTimedOut(NodeError):
    """A search of knowledge bases took longer than it may."""

    code = "retrieval_timeout"


class RunCancelled(EngineError):
    """The run was stopped by someone who may."""

    code = "run_cancelled"


class RunLimitExceeded(EngineError):
    """The run used up its steps or its time."""

    code = "run_limit_exceeded"


class RunTimedOut(RunLimitExceeded):
    """The run took longer than it may."""

    code = "run_timeout"


class ModelError(EngineError):
    """A model call failed; subclasses say how. `provider` names whom to look at."""

    code = "completion_request_error"
    retryable = False

    def __init__(self, message: str, *, provider: str | None = None, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.provider = provider
        self.retry_after = retry_after  # seconds, None when the vendor does not say


class ModelNotConfigured(ModelError):
    """No credentials are stored for the provider that a model reference names."""

    code = "provider_not_initialize"


class ModelAuthError(ModelError):
    """The vendor refused the credentials."""

    code = "provider_not_initialize"


class ModelBadRequest(ModelError):
    """The vendor refused the request itself (unknown model, parameter out of range, too long)."""


class ModelNotSupported(ModelError):
    """The model lacks an ability that the request needs."""

    code = "model_currently_not_support"


class ModelQuotaExceeded(ModelError):
    """The vendor account has no quota left."""

    code = "provider_quota_exceeded"


class ModelRateLimited(ModelError):
    """The vendor asks to slow down."""

    retryable = True


class ModelUnavailable(ModelError):
    """The vendor cannot be reached, timed out, or answered 5xx."""

    retryable = True


class ModelTimedOut(ModelUnavailable):
    """The vendor was silent, or took for its answer, longer than it may."""

    code = "model_timeout"
