"""The running server for the client."""

from tests.api.conftest import api, chat, completion, echo, writing
from tests.api.fixtures import base_url, shared_api

__all__ = ["api", "base_url", "chat", "completion", "echo", "shared_api", "writing"]
