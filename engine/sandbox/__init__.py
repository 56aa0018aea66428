"""Runs the scripts of users away from this process, bounded in time, memory and output."""

from engine.sandbox.limits import SandboxLimits
from engine.sandbox.sandbox import LANGUAGES, Sandbox

__all__ = ["LANGUAGES", "Sandbox", "SandboxLimits"]
