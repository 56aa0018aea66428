"""The demo model: deterministic, offline, and honest about what it is.

It knows nothing; it reads what it is given. By rules it answers from a context, sums up, finds
keywords, sorts into classes, fills JSON and calls a calculator, in English and Chinese.
"""

from engine.models.demo.provider import provider

__all__ = ["provider"]
