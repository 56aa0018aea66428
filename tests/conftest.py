"""Fixtures that every room's tests may use."""

from tests.vendor.fixtures import _vendor_server, vendor

__all__ = ["_vendor_server", "vendor"]
