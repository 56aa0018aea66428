"""Fixtures that every room's tests may use."""

from hypothesis import HealthCheck, settings

from tests.vendor.fixtures import _vendor_server, vendor

__all__ = ["_vendor_server", "vendor"]

# How long a test takes is the benchmarks' concern: the machine may be busy.
settings.register_profile("millrace", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("millrace")
