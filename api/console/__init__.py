"""The console API below `/console/api`: what the builder's scripts call with a login or the admin key."""

from fastapi import APIRouter

from api.console import (
    apps,
    debugging,
    files,
    forms,
    imports,
    keys,
    logins,
    models,
    run_logs,
    triggers,
    workflows,
    workspaces,
)

router = APIRouter(prefix="/console/api")
for part in (logins, workspaces, apps, imports, workflows, debugging, keys, models, files, triggers, run_logs, forms):
    router.include_router(part.router)
