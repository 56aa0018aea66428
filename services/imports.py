"""DSL files in and out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from storage.records import App

if TYPE_CHECKING:
    from services.runtime import Runtime


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """How an import stands; `status` is completed, completed-with-warnings, pending or failed."""

    id: str
    status: str
    app_id: str | None = None
    app_mode: str | None = None
    current_dsl_version: str
    imported_dsl_version: str = ""
    error: str = ""
    warnings: tuple[str, ...] = ()


async def import_dsl(
    rt: "Runtime",
    workspace_id: str,
    text: str,
    *,
    app_id: str | None = None,
    account_id: str | None = None,
    **overrides: Any,
) -> ImportResult:
    """Make an app of a DSL file; `app_id` names a graph app whose draft is replaced instead.

    `overrides` (name, description, icon_type, icon, icon_background) win over the file. A file that
    cannot be read gives status `failed` with the reason, one of another major or a newer version
    `pending`: then nothing is made until `confirm_import`. Warnings tell what was changed or lost
    and what cannot run yet.

    Raises:
        NotFound: there is no app `app_id`.
        InvalidInput: the app `app_id` has no graph, or an override is not valid.
    """
    raise NotImplementedError


async def confirm_import(rt: "Runtime", workspace_id: str, import_id: str) -> ImportResult:
    """Carry out a pending import.

    Raises:
        InvalidInput: there is none with this id, or its 10 minutes are over.
    """
    raise NotImplementedError


async def fetch_dsl(rt: "Runtime", url: str) -> str:
    """Return the file at a public address; a GitHub page of a file is read as the file itself.

    Raises:
        FetchFailed: the address is not allowed, does not answer in 10 s, or its file is empty or over 10 MB.
    """
    raise NotImplementedError


async def export_dsl(
    rt: "Runtime", app: App, *, include_secret: bool = False, workflow_id: str | None = None
) -> str:
    """Return the app as a DSL file: its draft unless `workflow_id` names a version. Raises NotFound."""
    raise NotImplementedError
