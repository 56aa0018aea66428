"""A plugin while it is enabled: one process, started again when it ends, with a pause that grows."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from engine.plugins.errors import PluginEnded, PluginError
from engine.plugins.manifest import APART, Manifest
from engine.plugins.process import Answer, Load, PluginProcess

logger = logging.getLogger(__name__)

FIRST_PAUSE: Final = 0.5  # seconds between the second end in a row and the next start, doubled each time
LONGEST_PAUSE: Final = 30.0  # seconds
MOST_ENDS: Final = 5  # in a row, after which a plugin counts as broken


@dataclass(frozen=True, slots=True)
class HostLimits:
    """What the server gives any plugin at the most; a manifest may ask for less."""

    seconds: float = 60.0  # of one call
    memory: int = 512 * 2**20  # bytes


@dataclass(slots=True)
class Health:
    """How a plugin has been doing."""

    calls: int = 0
    failures: int = 0  # calls that failed
    ends: int = 0  # processes in a row that ended by themselves
    error: str = ""  # of the last call that failed,
    trace: str = ""  # with where in the plugin's code,
    failed_at: float = 0.0  # and when, epoch seconds


@dataclass(slots=True)
class PluginHost:
    """The processes of one version of a plugin; `start` it first."""

    manifest: Manifest
    folder: Path
    limits: HostLimits = HostLimits()
    digest: str = ""  # of its files, hexadecimal
    on_broken: Callable[[], None] | None = None  # told when it ended so often that it should be left alone
    health: Health = field(default_factory=Health)
    _current: PluginProcess | None = None
    _leaving: set[PluginProcess] = field(default_factory=set)
    _starting: asyncio.Lock = field(default_factory=asyncio.Lock)
    _not_before: float = 0.0  # on the monotonic clock
    _closed: bool = False

    @property
    def about(self) -> Mapping[str, Any]:
        """Return what the functions of the plugin say of themselves, by kind and name."""
        return self._current.about if self._current else {}

    @property
    def pids(self) -> list[int]:
        """Return the ids of its processes that have not ended: one, and those that end with their last call."""
        known = [*self._leaving, *([self._current] if self._current else [])]
        return [process.pid for process in known if not process.is_ended]

    @property
    def is_broken(self) -> bool:
        """Return whether it ended so often in a row that it should be left alone."""
        return self.health.ends >= MOST_ENDS

    async def start(self) -> None:
        """Load the plugin's code. Raises PluginNotLoaded."""
        await self._process()

    async def call(
        self,
        kind: str,
        name: str,
        arguments: Mapping[str, Any],
        *,
        answer: Answer,
        method: str = "",
        settings: Mapping[str, str] | None = None,
    ) -> Any:
        """Return what a part of the plugin gives for arguments, which are JSON values as the result is.

        `answer` is asked for what the code asks for through the SDK, `settings` are what it may read.

        Raises:
            PluginError: it failed, was ended, or is not to be had at the moment.
        """
        self.health.calls += 1
        call = {"kind": kind, "name": name, "method": method, "arguments": dict(arguments)}
        known = {setting.name: setting.default for setting in self.manifest.settings}
        try:
            process = await self._process()
            result = await process.call({**call, "settings": {**known, **(settings or {})}}, answer)
        except PluginError as error:
            self._note(error)
            error.args = (f"the plugin {self.manifest.id}: {error}",)
            raise
        self.health.ends = 0
        return result

    async def close(self) -> None:
        """End its processes at once."""
        self._closed = True
        async with self._starting:
            current, self._current = self._current, None
        await asyncio.gather(*(process.end() for process in [*self._leaving, *([current] if current else [])]))
        self._leaving.clear()

    async def _process(self) -> PluginProcess:
        async with self._starting:
            if self._closed:
                raise PluginEnded("it was switched off")
            current = self._current
            if current is not None and not current.is_retired and not current.is_ended:
                return current
            if current is not None:
                self._leave(current)
            wait = self._not_before - time.monotonic()
            if wait > 0:
                raise PluginEnded(f"its process ended {self.health.ends} times in a row; try again in {wait:.0f} s")
            self._current = await PluginProcess.start(self._load())
            return self._current

    def _leave(self, process: PluginProcess) -> None:
        self._current = None
        if not process.is_ended:
            self._leaving.add(process)
            waiting = asyncio.ensure_future(process.ended())
            waiting.add_done_callback(lambda _: self._leaving.discard(process))

    def _load(self) -> Load:
        manifest, asked = self.manifest, self.manifest.limits
        return Load(
            folder=self.folder,
            entries={kind: manifest.provides[kind] for kind in APART if manifest.provides.get(kind)},
            memory=min(asked.memory_mb * 2**20, self.limits.memory),
            seconds=min(asked.seconds, self.limits.seconds),
        )

    def _note(self, error: PluginError) -> None:
        health = self.health
        health.failures += 1
        health.error, health.trace, health.failed_at = str(error), error.trace, time.time()
        if isinstance(error, PluginEnded) and self._current is not None and self._current.is_ended:
            health.ends += 1
            logger.warning("The process of a plugin ended. plugin=%s ends=%d", self.manifest.id, health.ends)
            self._leave(self._current)
            if health.ends > 1:
                pause = min(FIRST_PAUSE * 2 ** (health.ends - 2), LONGEST_PAUSE)
                self._not_before = time.monotonic() + pause
            if self.is_broken and self.on_broken is not None:
                self.on_broken()
