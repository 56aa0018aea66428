"""Which sources the committed bundle of a browser program was built from: `make` writes it down, tests compare.

Run as `python -m scripts.stamp FOLDER` after the build; the programs are in `canvas/` and `web/`.
"""

import hashlib
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
OTHERS = ("package.json", "package-lock.json", "tsconfig.json", "vite.config.ts")


def stamp_of(program: str) -> Path:
    """Return the file in which the hash of a program's sources stands."""
    return PROJECT / program / "build" / "sources.sha256"


def hash_of_sources(program: str) -> str:
    """Return the hash of everything that a program's bundle is made of, by names and contents."""
    folder, digest = PROJECT / program, hashlib.sha256()
    for path in [*sorted((folder / "src").rglob("*.*")), *(folder / name for name in OTHERS)]:
        text = path.read_text(encoding="utf-8")  # with the line ends of any system
        digest.update(f"{path.relative_to(folder).as_posix()}\n{text}\n".encode())
    return digest.hexdigest()


if __name__ == "__main__":
    stamp_of(sys.argv[1]).write_text(f"{hash_of_sources(sys.argv[1])}\n", encoding="utf-8")
