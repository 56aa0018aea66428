"""The limits of the engine's parts, made of the settings."""

from collections.abc import Mapping
from typing import Any

from config import Settings
from engine import filestore
from engine.agents import limits as agent_limits
from engine.agents.limits import AgentLimits
from engine.dsl import DslLimits
from engine.extract import EXTRACT_LIMITS, ExtractLimits
from engine.models.policy import CallPolicy
from engine.nodes import code
from engine.running.run import Limits
from engine.sandbox import SandboxLimits
from engine.sandbox.outputs import CodeLimits
from engine.templating.bounds import TemplateLimits
from engine.tools import workflow
from engine.web import reply
from engine.web.reply import HttpLimits

MB = 2**20  # bytes


def run_limits(settings: Settings) -> Limits:
    """Return how far a run may go."""
    return Limits(
        max_steps=settings.run_max_steps, max_seconds=settings.run_max_seconds, parallel=settings.run_parallel
    )


def node_limits(settings: Settings) -> Mapping[str, Any]:
    """Return the limits that nodes look for, by their keys in `Resources.extras`."""
    return {
        reply.LIMITS: http_limits(settings),
        EXTRACT_LIMITS: extract_limits(settings),
        code.LIMITS: code_limits(settings),
        filestore.OWN_FILE_BYTES: settings.sql_file_mb * MB,
        agent_limits.LIMITS: AgentLimits(
            rounds=settings.agent_max_rounds,
            calls_at_once=settings.agent_parallel_calls,
            observation_chars=settings.agent_observation_chars,
        ),
        workflow.DEPTH: settings.workflow_call_max_depth,
    }


def http_limits(settings: Settings) -> HttpLimits:
    """Return how long nodes wait for a service, and how much of it they take."""
    return HttpLimits(
        connect=settings.http_connect_seconds,
        read=settings.http_read_seconds,
        write=settings.http_write_seconds,
        text_bytes=int(settings.http_text_mb * MB),
        file_bytes=int(settings.http_file_mb * MB),
        sent_bytes=int(settings.http_sent_mb * MB),
    )


def extract_limits(settings: Settings) -> ExtractLimits:
    """Return how large a document may be, and what reading it may use up."""
    return ExtractLimits(
        file_bytes=int(settings.document_file_mb * MB),
        unpacked_bytes=int(settings.document_unpacked_mb * MB),
        entries=settings.document_parts,
        characters=settings.document_chars,
        seconds=settings.document_seconds,
        memory_bytes=settings.document_memory_mb * MB,
        processes=settings.document_processes,
    )


def code_limits(settings: Settings) -> CodeLimits:
    """Return how large the results of a script may be."""
    return CodeLimits(
        string=settings.code_max_string_length,
        smallest=settings.code_min_number,
        largest=settings.code_max_number,
        precision=settings.code_max_precision,
        depth=settings.code_max_depth,
        texts=settings.code_max_string_array_length,
        objects=settings.code_max_object_array_length,
        numbers=settings.code_max_number_array_length,
    )


def sandbox_limits(settings: Settings) -> SandboxLimits:
    """Return what a script may use up."""
    return SandboxLimits(
        seconds=settings.code_seconds,
        memory=settings.code_memory_mb * MB,
        contained_memory=settings.code_contained_memory_mb * MB,
        files=settings.code_files_mb * MB,
        result=settings.code_output_chars,
        frames=settings.frame_mb * MB,
        frame_rows=settings.frame_rows,
        printed=settings.code_printed_chars,
        processes=settings.code_processes,
        waiting=settings.code_waiting_seconds,
        recursion=settings.code_recursion,
        idle=settings.code_idle_seconds,
    )


def template_limits(settings: Settings) -> TemplateLimits:
    """Return what rendering a template may use up."""
    return TemplateLimits(
        characters=settings.template_transform_max_length,
        seconds=settings.template_seconds,
        memory=settings.template_memory_mb * MB,
        processes=settings.template_processes,
    )


def dsl_limits(settings: Settings) -> DslLimits:
    """Return how large an app file may be."""
    return DslLimits(
        characters=int(settings.dsl_file_mb * MB),
        depth=settings.dsl_depth,
        aliased=settings.dsl_aliased,
        nodes=settings.dsl_nodes,
        edges=settings.dsl_edges,
        variable_bytes=settings.max_variable_size,
    )


def call_policy(settings: Settings) -> CallPolicy:
    """Return how patient calls of model vendors are."""
    return CallPolicy(
        retries=settings.model_retries,
        longest_wait=settings.model_wait_seconds,
        connect_timeout=settings.model_connect_seconds,
        read_timeout=settings.model_read_seconds,
        total_timeout=settings.model_total_seconds,
    )
