"""A local stand-in for model vendors and for the web: scripted, logged, and faulty on demand."""

from tests.vendor.rules import Rule
from tests.vendor.vendor import Captured, Vendor

__all__ = ["Captured", "Rule", "Vendor"]
