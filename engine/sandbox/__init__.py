"""Runs the scripts of users away from this process, bounded in time, memory and output."""

from engine.sandbox.limits import SandboxLimits
from engine.sandbox.sandbox import Sandbox

__all__ = ["Sandbox", "SandboxLimits"]
