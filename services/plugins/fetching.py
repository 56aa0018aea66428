"""Getting plugins onto this server: from an archive, a git repository, or an index with checksums."""

import asyncio
import hashlib
import io
import json
import os
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urljoin, urlsplit

import httpx2

from engine.web.guard import BodyTooLarge, read_body
from services.errors import InvalidInput
from services.plugins.folders import FOLDER, MOST_BYTES, MOST_FILES

if TYPE_CHECKING:
    from services.runtime import Runtime

SECONDS: Final = 60.0  # for an archive or a repository to arrive
MOST_INDEX: Final = 4 * 2**20  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A plugin that an index names."""

    id: str
    version: str
    name: str
    description: str
    url: str  # of its archive
    sha256: str


@contextmanager
def incoming(rt: "Runtime") -> Iterator[Path]:
    """Have a folder beside the plugins for what arrives; what is left in it afterwards goes."""
    home = rt.settings.data_dir / FOLDER
    home.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".incoming-", dir=home))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def unpack(archive: bytes, folder: Path) -> None:
    """Write the files of a zip archive into a folder. Raises InvalidInput: it is none, or holds too much or links."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as found:
            entries = [entry for entry in found.infolist() if not entry.is_dir()]
            if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_BYTES:
                raise InvalidInput(f"The archive holds more than {MOST_FILES} files or {MOST_BYTES // 2**20} MB.")
            for entry in entries:
                _write(found, entry, folder)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise InvalidInput(f"The file is no zip archive that can be read: {error}", param="file") from error


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, folder: Path) -> None:
    path = PurePosixPath(entry.filename)
    if path.is_absolute() or ".." in path.parts or "\\" in entry.filename or stat.S_ISLNK(entry.external_attr >> 16):
        raise InvalidInput(f"The archive holds {entry.filename!r:.80}, which is no plain file inside of it.")
    target = folder.joinpath(*path.parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(entry) as source:
        data = source.read(entry.file_size + 1)
    if len(data) > entry.file_size:
        raise InvalidInput(f"{entry.filename!r:.80} in the archive is larger than it says.")
    target.write_bytes(data)


async def clone(rt: "Runtime", url: str, folder: Path) -> None:
    """Get the newest state of a git repository; `url` may name a branch or tag behind `#`.

    Raises:
        InvalidInput: the address is not allowed, git is missing, or the repository cannot be had.
    """
    address, _, branch = url.strip().partition("#")
    if branch.startswith("-"):
        raise InvalidInput("That is no name of a branch.", param="url")
    if urlsplit(address).scheme == "file":
        address = _local(rt, address).as_uri()
    else:
        await _fetched(rt, f"{address.rstrip('/')}/info/refs?service=git-upload-pack", MOST_INDEX)
    git = shutil.which("git")
    if git is None:
        raise InvalidInput("git is not installed on the server; upload the plugin as a zip archive instead.")
    options = ["-c", "core.symlinks=false", "-c", "protocol.ext.allow=never", "-c", "http.followRedirects=false"]
    wanted = ["--branch", branch] if branch else []
    process = await asyncio.create_subprocess_exec(
        *(git, *options, "clone", "--quiet", "--depth", "1", "--no-recurse-submodules", *wanted, "--", address),
        str(folder / "repository"),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        env={"PATH": os.environ.get("PATH", ""), "GIT_TERMINAL_PROMPT": "0", "HOME": str(folder), "LC_ALL": "C"},
    )
    try:
        async with asyncio.timeout(SECONDS):
            _, told = await process.communicate()
    except TimeoutError as error:
        process.kill()
        raise InvalidInput(f"The repository did not arrive within {SECONDS:g} seconds.", param="url") from error
    if process.returncode:
        raise InvalidInput(f"git: {told.decode('utf-8', 'replace').strip()[-300:]}", param="url")


async def read_index(rt: "Runtime", place: str) -> list[Offer]:
    """Return what an index offers: an address, or a `file:` address inside of the data folder. Raises InvalidInput."""
    given = await _content(rt, place, MOST_INDEX)
    try:
        rows = json.loads(given)["plugins"]
        return [_offer(place, row) for row in rows]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvalidInput(
            'An index is JSON: {"plugins": [{"id", "version", "name", "url", "sha256"}, …]}.', param="url"
        ) from error


async def offered_archive(rt: "Runtime", offer: Offer) -> bytes:
    """Return the archive of an offer. Raises InvalidInput: it is not what the index says."""
    data = await _content(rt, offer.url, MOST_BYTES)
    found = await asyncio.to_thread(lambda: hashlib.sha256(data).hexdigest())
    if found != offer.sha256.lower():
        raise InvalidInput(f"The archive of {offer.id} is not the one of the index: its checksum is {found}.")
    return data


def _offer(index: str, row: Mapping[str, Any]) -> Offer:
    return Offer(
        id=str(row["id"]),
        version=str(row["version"]),
        name=str(row.get("name") or row["id"]),
        description=str(row.get("description") or ""),
        url=urljoin(index.strip(), str(row["url"])),
        sha256=str(row["sha256"]),
    )


async def _content(rt: "Runtime", place: str, most: int) -> bytes:
    if urlsplit(place.strip()).scheme != "file":
        return await _fetched(rt, place.strip(), most)
    path = _local(rt, place.strip())
    try:
        return await asyncio.to_thread(path.read_bytes)
    except OSError as error:
        raise InvalidInput(f"{path.name} cannot be read: {error.strerror}.", param="url") from error


def _local(rt: "Runtime", address: str) -> Path:
    """Return the path of a `file:` address: only what lies in the folder of plugins can be named."""
    home = (rt.settings.data_dir / FOLDER).resolve()
    path = Path(unquote(urlsplit(address).path)).resolve()
    if not path.is_relative_to(home):
        raise InvalidInput(f"Only files below {home} can be named by file:.", param="url")
    return path


async def _fetched(rt: "Runtime", url: str, most: int) -> bytes:
    if urlsplit(url).scheme not in ("https", "http") or rt.http is None:
        raise InvalidInput("An address begins with https://, http:// or file://.", param="url")
    try:
        async with asyncio.timeout(SECONDS), rt.http.stream("GET", url) as response:
            data = await read_body(response, most)
    except (httpx2.HTTPError, httpx2.InvalidURL, BodyTooLarge, TimeoutError) as error:
        raise InvalidInput(f"{url:.200} cannot be fetched: {error or type(error).__name__}.", param="url") from error
    if response.status_code != 200:
        raise InvalidInput(f"{url:.200} answered {response.status_code}.", param="url")
    return data
