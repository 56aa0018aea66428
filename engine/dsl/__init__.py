"""The DSL: app exports read into documents, documents written as app exports."""

from engine.document import MODES
from engine.dsl.dependencies import missing_dependencies
from engine.dsl.exporting import dump
from engine.dsl.limits import DslLimits
from engine.dsl.loading import CURRENT_VERSION, Loaded, import_status, load, normalised
from engine.dsl.support import cannot_run

__all__ = [
    "CURRENT_VERSION",
    "MODES",
    "DslLimits",
    "Loaded",
    "cannot_run",
    "dump",
    "import_status",
    "load",
    "missing_dependencies",
    "normalised",
]
