"""How plugins fail."""

from typing import Any

from engine.errors import NodeError


class PluginError(NodeError):
    """A plugin could not do what it was called for; `process_data` has the trace of its code, where there is one."""

    def __init__(self, message: str, *, trace: str = "", error_type: str = "PluginError") -> None:
        data: dict[str, Any] = {"traceback": trace} if trace else {}
        super().__init__(message, error_type=error_type, process_data=data)
        self.trace = trace


class PluginNotLoaded(PluginError):
    """The code of a plugin could not be loaded, or its process not be started."""


class PluginEnded(PluginError):
    """The process of a plugin ended in the middle of a call: it crashed, or was ended for another call's sake."""


class PluginOverran(PluginError):
    """A call took longer than it may."""


class VectorStoreUnavailable(PluginError):
    """The store that holds the vectors of a base does not answer, or is not switched on; it may do so later."""

    retryable = True
