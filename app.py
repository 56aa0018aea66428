"""The whole product in one process on one port: pages, HTTP API, and what starts and stops around them."""

import gc

gc.disable()  # nothing that start-up makes is garbage, and looking for it takes a quarter of the time; see settle_memory

import asyncio
import hashlib
import hmac
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
import streamlit.logger
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from starlette.middleware import Middleware

from api import health
from api.app import api
from api.front import Front
from config import Settings, names_of, unknown_names
from pages.drawing import feed as canvas_feed
from pages.drawing import files as canvas_files
from pages.drawing.headers import CanvasHeaders
from services.errors import StartError
from services.platform.logs import adopt, configure_logging
from services.platform.process import is_public, send_without_delay, settle_memory, tell_of_signals, url_of
from services.runtime import Runtime

logger = logging.getLogger("millrace")

send_without_delay()


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Start everything before the first request is served, and stop it after the last one."""
    try:
        settings = read_settings()
        rt = await Runtime.start(settings, url=url_here(), public=is_public(st.get_option("server.address")))
    except StartError as error:
        logger.critical("Millrace cannot start: %s", str(error).rstrip(".") + ".")
        raise
    tell_of_signals(asyncio.get_running_loop(), rt.begin_stopping)
    settle_memory()
    logger.info("Millrace is ready. url=%s data=%s", rt.url, settings.data_dir)
    print(f"\n  Millrace is ready: {rt.url}\n", flush=True)  # noqa: T201 - for the person who started it
    yield
    await rt.stop()


def read_settings() -> Settings:
    """Return the settings, having set up the log by them and warned of names that set nothing.

    Raises:
        StartError: a value is of the wrong type or out of range; all of them are named.
    """
    try:
        settings = Settings()
    except ValidationError as error:
        raise StartError("settings: " + "; ".join(map(_fault, error.errors(include_url=False)))) from None
    configure_logging(settings.log_level, settings.log_format)
    for name, nearest in unknown_names():
        logger.warning("A setting is unknown. name=%s nearest=%s", name, nearest)
    return settings


def _fault(fault: ErrorDetails) -> str:
    name = str(fault["loc"][0])
    return f"{names_of(name)[0] if name in Settings.model_fields else name}: {fault['msg']}"


def url_here() -> str:
    """Return where people and programs on this machine reach the server."""
    tls = bool(st.get_option("server.sslCertFile"))
    return url_of(st.get_option("server.address"), st.get_option("server.port"), tls=tls)


def provider_secrets() -> dict[str, Any]:
    """Return what `st.login` wants to know of the identity provider; nothing where none is set.

    The secret of its cookies is made from the client's, so that it is the same after a restart and known to nobody.
    """
    try:
        settings = Settings()
    except ValidationError:  # `read_settings` says what is wrong
        return {}
    if not settings.oidc_metadata_url or settings.oidc_client_secret is None:
        return {}
    secret = settings.oidc_client_secret.get_secret_value()
    base = settings.app_web_url.rstrip("/") or url_here()
    return {
        "auth": {
            "redirect_uri": f"{base}/oauth2callback",
            "cookie_secret": hmac.new(secret.encode(), b"cookies of sign-ins", hashlib.sha256).hexdigest(),
            "client_id": settings.oidc_client_id,
            "client_secret": secret,
            "server_metadata_url": settings.oidc_metadata_url,
            "client_kwargs": {"scope": settings.oidc_scopes},
        }
    }


configure_logging()
streamlit.logger.setup_formatter = adopt  # Streamlit would give each further logger a handler of its own
app = st.App(
    Path(__file__).parent / "pages" / "main.py",
    secrets=provider_secrets(),
    routes=[*health.routes, *canvas_files.routes, *canvas_feed.routes],
    middleware=[Middleware(Front, api=api), Middleware(CanvasHeaders)],
    lifespan=lifespan,
)
