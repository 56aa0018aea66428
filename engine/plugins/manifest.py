"""What a plugin says of itself, in `plugin.toml`. Reading it runs none of the plugin's code."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from engine.errors import EngineError

FILE: Final = "plugin.toml"
MILLRACE: Final = "0.1.0"  # the version that `millrace` in a manifest is compared with
LARGEST: Final = 256 * 2**10  # bytes of a manifest
KINDS: Final = ("tools", "nodes", "chunkers", "datasources", "vector_stores", "providers")
APART: Final = KINDS[:-1]  # that run in a process of their own; providers are part of the server

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_ENTRY = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*:[A-Za-z_]\w*")
_NAME = re.compile(r"[A-Za-z_]\w*")
_VERSION = re.compile(r"\d+(\.\d+){0,3}")
_HOST = re.compile(r"\*|\$[a-z_]\w*|(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?", re.IGNORECASE)


class InvalidManifest(EngineError):
    """A folder is no plugin; the message names what is wrong, and where."""

    code = "invalid_plugin"


def _matching(pattern: re.Pattern[str], what: str) -> AfterValidator:
    def check(value: str) -> str:
        if not pattern.fullmatch(value):
            raise ValueError(f"{value!r:.60} is no {what}")
        return value

    return AfterValidator(check)


Version = Annotated[str, _matching(_VERSION, "version such as 1.2.0")]
Entry = Annotated[str, _matching(_ENTRY, "place such as module:name")]
Name = Annotated[str, _matching(_NAME, "name of letters, digits and _")]
Words = Annotated[dict[str, str], BeforeValidator(lambda given: {"en": given} if isinstance(given, str) else given)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Permissions(_Part):
    """What a plugin asks for; what it does not ask for it cannot reach."""

    network: tuple[Annotated[str, _matching(_HOST, "host, *.host, * or $setting")], ...] = ()
    models: tuple[Literal["llm", "text-embedding"], ...] = ()  # of the workspace, through the SDK
    files: bool = False  # contents of files that a call is given


class Setting(_Part):
    """Something that the plugin wants to be told: an address, a key."""

    name: Name
    description: Words = Field(default_factory=dict)
    secret: bool = False
    required: bool = False
    default: str = ""


class Limits(_Part):
    """What one call may take; the server's own limits go before."""

    seconds: float = Field(30, gt=0, le=3600)
    memory_mb: int = Field(256, ge=32, le=65_536)


class Manifest(_Part):
    """A plugin by its own words."""

    id: Annotated[str, _matching(_ID, "id of small letters, digits and -"), Field(max_length=60)]
    version: Version
    name: Words
    description: Words = Field(default_factory=dict)
    author: str = ""
    licence: str = ""
    millrace: Version = "0"  # the least version of Millrace that it works with
    replaces: tuple[str, ...] = ()  # ids of plugins, of Dify's marketplace too, whose tools it has under the same names
    permissions: Permissions = Permissions()
    settings: tuple[Setting, ...] = ()
    limits: Limits = Limits()
    provides: dict[Literal[KINDS], dict[Name, Entry]]  # type: ignore[valid-type]  # the names stand in one place

    @model_validator(mode="after")
    def _together(self) -> Self:
        if not any(self.provides.values()):
            raise ValueError(f"provides names nothing; it has tables out of {', '.join(KINDS)}")
        names = [setting.name for setting in self.settings]
        if len(names) != len(set(names)):
            raise ValueError("two settings have the same name")
        for host in self.permissions.network:
            if host.startswith("$") and host[1:] not in names:
                raise ValueError(f"permissions.network names {host}, and there is no setting {host[1:]}")
        return self

    @property
    def entries(self) -> Sequence[tuple[str, str, str]]:
        """Return kind, name and place of everything it provides."""
        return [(kind, name, place) for kind, found in self.provides.items() for name, place in found.items()]

    @property
    def runs_inside(self) -> bool:
        """Return whether something of it is part of the server's own process."""
        return bool(self.provides.get("providers"))

    @property
    def runs_apart(self) -> bool:
        """Return whether something of it runs in a process of its own."""
        return any(self.provides.get(kind) for kind in APART)

    def words(self, which: Literal["name", "description"], language: str = "en") -> str:
        """Return its name or description in a language, in English where it has no other."""
        texts: Mapping[str, str] = getattr(self, which)
        return texts.get(language) or texts.get("en") or next(iter(texts.values()), "") or self.id


def read_manifest(folder: Path, root: Path | None = None) -> Manifest:
    """Return what the plugin in a folder says of itself; `root` is where its modules are found, the folder itself.

    Raises:
        InvalidManifest: there is no manifest, a field is wrong, or it wants a later Millrace.
    """
    path = folder / FILE
    try:
        if path.stat().st_size > LARGEST:
            raise InvalidManifest(f"{FILE} is larger than {LARGEST // 1024} KB")
        given = tomllib.loads(path.read_bytes().decode())
    except FileNotFoundError as error:
        raise InvalidManifest(f"there is no {FILE} in it") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidManifest(f"{FILE} cannot be read: {error}") from error
    manifest = parsed(given)
    for kind, name, place in manifest.entries:
        _check_place(root or folder, kind, name, place)
    return manifest


def parsed(given: Mapping[str, Any]) -> Manifest:
    """Return a manifest from its values. Raises InvalidManifest."""
    try:
        manifest = Manifest.model_validate(given)
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, one['loc'])) or 'it'}: {one['msg']}" for one in error.errors()]
        raise InvalidManifest(f"{FILE}: {'; '.join(faults)}") from error
    if as_numbers(manifest.millrace) > as_numbers(MILLRACE):
        raise InvalidManifest(f"it needs Millrace {manifest.millrace}; this is {MILLRACE}")
    return manifest


def as_numbers(version: str) -> tuple[int, ...]:
    """Return a version as numbers that can be compared: 1.10 is later than 1.9, and 1.0 is 1."""
    numbers = [int(part) for part in version.split(".")]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def _check_place(folder: Path, kind: str, name: str, place: str) -> None:
    module = folder.joinpath(*place.partition(":")[0].split("."))
    if not module.with_suffix(".py").is_file() and not (module / "__init__.py").is_file():
        raise InvalidManifest(f"provides.{kind}.{name}: there is no module {place.partition(':')[0]} in the folder")
