"""Words of the page of plugins; translated where they are shown."""

from collections.abc import Mapping
from typing import Literal

KINDS = {
    "tools": "Tools",
    "nodes": "Nodes",
    "chunkers": "Chunkers",
    "datasources": "Data sources",
    "vector_stores": "Vector stores",
    "providers": "Model providers",
}
STATES = {"new": "not switched on", "enabled": "on", "disabled": "off", "broken": "set aside", "invalid": "unusable"}
Colour = Literal["blue", "green", "gray", "red", "orange"]
STATE_COLOURS: Mapping[str, Colour] = {
    "new": "blue",
    "enabled": "green",
    "disabled": "gray",
    "broken": "red",
    "invalid": "orange",
}
ORIGINS = {
    "folder": "from a folder",
    "package": "an installed package",
    "archive": "from an archive",
    "git": "from a git repository",
    "index": "from an index",
}
