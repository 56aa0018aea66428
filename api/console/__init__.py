"""The console API below `/console/api`: what the builder's scripts call with a login or the admin key."""

from fastapi import APIRouter, Depends

from api import knowledge
from api.auth import nobody
from api.console import (
    account,
    annotations,
    apps,
    dataset_documents,
    dataset_files,
    dataset_segments,
    datasets,
    debugging,
    feedback,
    files,
    forms,
    imports,
    jobs,
    keys,
    logins,
    mcp_server,
    members,
    models,
    run_logs,
    sites,
    tags,
    tools,
    triggers,
    webhooks,
    workflows,
    workspaces,
)
from api.knowledge.access import by_login

router = APIRouter(prefix="/console/api", dependencies=[Depends(nobody)])
for part in (
    logins,
    account,
    members,
    workspaces,
    apps,
    sites,
    imports,
    workflows,
    debugging,
    keys,
    mcp_server,
    models,
    files,
    triggers,
    webhooks,
    run_logs,
    feedback,
    annotations,
    forms,
    tags,
    tools,
    jobs,
):
    router.include_router(part.router)
for part in (dataset_files, datasets, dataset_documents, dataset_segments, knowledge):  # fixed paths before ids
    router.include_router(part.router, dependencies=[Depends(by_login)])
