"""Fonts for pictures: one of the machine's that has Chinese letters where some are written, else Pillow's own."""

import os
import sys
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from PIL import ImageFont

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

# By the beginnings of their files' names, the best first.
_WITH_CHINESE: Final = (
    *("notosanscjk-regular", "notosanscjksc-regular", "notosanssc", "sourcehansans", "wqy-microhei", "wqy-zenhei"),
    *("droidsansfallback", "pingfang", "hiragino sans gb", "stheiti", "msyh", "simhei", "arial unicode", "simsun"),
)
_FOLDERS: Final = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
_MAC: Final = ("/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts")
_KINDS: Final = (".ttf", ".ttc", ".otf", ".otc")


def needs_chinese(text: str) -> bool:
    """Return whether a text has letters that fonts of Latin letters lack: Chinese, Japanese or Korean ones."""
    return any(unicodedata.east_asian_width(letter) in "WF" for letter in text)


@lru_cache(maxsize=1)
def chinese_font() -> str | None:
    """Return the file of the best font with Chinese letters, None where the machine has none."""
    found = {path.name.lower(): path for path in _files()}
    for wanted in _WITH_CHINESE:
        for name in sorted(found):
            if name.startswith(wanted):
                return str(found[name])
    return None


@lru_cache(maxsize=64)
def font(size: int, *, chinese: bool) -> Font:
    """Return a font whose letters are `size` pixels high."""
    path = chinese_font() if chinese else None
    return ImageFont.load_default(size) if path is None else ImageFont.truetype(path, size)


def _files() -> Iterator[Path]:
    folders = [*_FOLDERS, *(_MAC if sys.platform == "darwin" else ())]
    if sys.platform == "win32":
        folders.append(str(Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"))
    for folder in folders:
        for here, _, names in os.walk(Path(folder).expanduser()):
            yield from (Path(here) / name for name in names if name.lower().endswith(_KINDS))
