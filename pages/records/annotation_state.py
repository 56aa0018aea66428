"""What the page of annotations remembers from run to run in one browser tab."""

from dataclasses import dataclass


@dataclass(slots=True)
class AnnotationsState:
    """The annotations of an app: what was just done."""

    notice: str = ""
