"""Runs the scripts of users away from this process, bounded in time, memory and output."""

from engine.sandbox.limits import SandboxLimits
from engine.sandbox.sandbox import Sandbox
from engine.sandbox.support import contained_support, javascript_support
from engine.sandbox.trusted import TrustedPython

__all__ = ["Sandbox", "SandboxLimits", "TrustedPython", "contained_support", "javascript_support"]
