"""Which sources the committed bundle was built from: `make web` writes it down, a test compares.

Run as `python -m web.stamp` after the build.
"""

import hashlib
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
STAMP = FOLDER / "build" / "sources.sha256"
OTHERS = ("package.json", "package-lock.json", "tsconfig.json", "vite.config.ts")


def hash_of_sources() -> str:
    """Return the hash of everything that the bundle is made of, by names and contents."""
    digest = hashlib.sha256()
    for path in [*sorted((FOLDER / "src").rglob("*.*")), *(FOLDER / name for name in OTHERS)]:
        text = path.read_text(encoding="utf-8")  # with the line ends of any system
        digest.update(f"{path.relative_to(FOLDER).as_posix()}\n{text}\n".encode())
    return digest.hexdigest()


if __name__ == "__main__":
    STAMP.write_text(f"{hash_of_sources()}\n", encoding="utf-8")
