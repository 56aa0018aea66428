"""Settings: what an operator may change, read once from the environment and `.env`."""

import difflib
import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from dotenv import dotenv_values
from pydantic import AliasChoices, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PROJECT = Path(__file__).resolve().parent
PREFIX = "MILLRACE_"
ENV_FILE = PROJECT / ".env"
NO_LIMITS = frozenset({"smtp_port"})  # numbers that bound nothing


def _plain(name: str) -> AliasChoices:
    """Return the names of a setting that is known by a common name, without our prefix, as well."""
    return AliasChoices(name, PREFIX + name)


class Settings(BaseSettings):
    """All settings; the defaults start a working system on a laptop without keys."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=ENV_FILE,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        frozen=True,
        extra="ignore",
        validate_by_name=True,
        validate_by_alias=True,
    )

    # Where things are kept
    data_dir: Path = Field(PROJECT / "data", description="Folder of the database, keys, uploads and backups.")
    backups_kept: int = Field(5, ge=1, le=1000, description="Database backups that are kept; older ones are pruned.")
    database_threads: int = Field(4, ge=1, le=64, description="Threads that read the database side by side.")
    results_budget_mb: int = Field(
        500, ge=0, description="Kept results of Studio runs that a workspace may store, in MB; 0 keeps none."
    )
    database_memory_mb: int = Field(1024, ge=128, description="Memory that the database may use, in MB.")

    # Background work
    workers: int = Field(1, ge=0, le=64, description="Worker processes for background jobs; 0 runs none.")
    embedded_redis: bool = Field(True, description="Start an own Redis where REDIS_URL is empty; false: no queue.")
    redis_url: SecretStr | None = Field(
        None,
        validation_alias=_plain("REDIS_URL"),
        description="A Redis to use instead of the embedded one: redis://, rediss:// or unix://.",
    )
    spool_secret: SecretStr | None = Field(
        None,
        min_length=16,
        description="Lets workers without the data folder hand documents over by HTTP; theirs, too.",
    )
    spool_upload_mb: int = Field(
        512, ge=1, le=16384, description="Largest result of one document that such a worker may hand over, in MB."
    )
    spool_url: str | None = Field(
        None, description="Only for such a worker (`python -m workers`): address of the app, https://example.org."
    )
    shutdown_seconds: float = Field(
        1.5, ge=0, le=300, description="Seconds that running work may take to finish when the server stops."
    )

    # The pages
    canvas: Literal["own", "flow"] = Field(
        "own", description="What draws the graph in the Studio: `own`, or `flow` (streamlit-flow-component)."
    )

    # Who may come in
    admin_password: SecretStr | None = Field(
        None, min_length=8, description="Password of the administrator; set it before other machines may connect."
    )
    admin_api_key: SecretStr | None = Field(
        None,
        validation_alias=_plain("ADMIN_API_KEY"),
        description="Bearer key with which automation may use the console API.",
    )
    admin_api_key_enable: bool = Field(
        False, validation_alias=_plain("ADMIN_API_KEY_ENABLE"), description="Whether ADMIN_API_KEY is accepted."
    )
    access_token_expire_minutes: int = Field(
        60,
        ge=1,
        le=60 * 24 * 30,
        validation_alias=_plain("ACCESS_TOKEN_EXPIRE_MINUTES"),
        description="Life of a console login's access token, in minutes.",
    )
    refresh_token_expire_days: int = Field(
        30, ge=1, le=3650, description="Life of a console login's refresh token, in days."
    )
    oidc_metadata_url: str = Field(
        "", description="Address of an OpenID Connect provider's metadata (…/.well-known/openid-configuration)."
    )
    oidc_client_id: str = Field("", description="What that provider calls this server.")
    oidc_client_secret: SecretStr | None = Field(None, description="The secret that goes with it.")
    oidc_name: str = Field("SSO", description="What the sign-in page calls the provider.")
    oidc_scopes: str = Field("openid email profile", description="What the provider is asked to tell.")
    oidc_groups_claim: str = Field("groups", description="The claim that names a person's groups.")
    oidc_roles: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Which groups have which role, such as `staff=editor,it=admin`; the highest counts."
    )
    oidc_default_role: Literal["", "viewer", "editor", "admin"] = Field(
        "", description="Role of people whom the provider knows and no group gives one; empty: they are not let in."
    )
    rate_limits: bool = Field(True, description="Whether callers of the HTTP API are limited in rate.")
    allow_private_addresses: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description=(
            "Private hosts, addresses or networks that model providers and HTTP nodes may reach, separated by commas; "
            "`*` allows all of them."
        ),
    )

    # Model vendors, stored (encrypted) at the first start
    openai_api_key: SecretStr | None = Field(
        None, validation_alias=_plain("OPENAI_API_KEY"), description="Credentials of OpenAI for the first start."
    )
    anthropic_api_key: SecretStr | None = Field(
        None, validation_alias=_plain("ANTHROPIC_API_KEY"), description="Credentials of Anthropic for the first start."
    )

    # Limits of requests
    max_query_chars: int = Field(
        4000,
        ge=1,
        le=1_000_000,
        validation_alias=_plain("MAX_QUERY_CHARS"),
        description="Longest query of a chat turn, in characters.",
    )
    max_user_chars: int = Field(255, ge=1, le=10_000, description="Longest name of an end user, in characters.")
    max_inputs: int = Field(100, ge=1, le=10_000, description="Most values in the `inputs` of a request.")
    max_input_chars: int = Field(100_000, ge=1, description="Longest text among the `inputs`, in characters.")
    max_files: int = Field(10, ge=0, le=1000, description="Most files that a request may name.")
    max_body_mb: int = Field(16, ge=1, le=1024, description="Largest JSON body of a request, in MB.")
    cors_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Origins whose pages may call the console, separated by commas; the service API answers all.",
    )
    web_cors_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        validation_alias=_plain("WEB_API_CORS_ALLOW_ORIGINS"),
        description="Origins whose pages may call the web API (/api) by themselves, separated by commas; `*`: all.",
    )
    upload_file_size_limit: int = Field(
        15, ge=1, validation_alias=_plain("UPLOAD_FILE_SIZE_LIMIT"), description="Largest document upload, in MB."
    )
    upload_image_file_size_limit: int = Field(
        10, ge=1, validation_alias=_plain("UPLOAD_IMAGE_FILE_SIZE_LIMIT"), description="Largest image upload, in MB."
    )
    upload_audio_file_size_limit: int = Field(
        50, ge=1, validation_alias=_plain("UPLOAD_AUDIO_FILE_SIZE_LIMIT"), description="Largest audio upload, in MB."
    )
    upload_video_file_size_limit: int = Field(
        100, ge=1, validation_alias=_plain("UPLOAD_VIDEO_FILE_SIZE_LIMIT"), description="Largest video upload, in MB."
    )
    upload_file_batch_limit: int = Field(
        5,
        ge=1,
        le=1000,
        validation_alias=_plain("UPLOAD_FILE_BATCH_LIMIT"),
        description="Files that may be uploaded at once, as the console tells its clients.",
    )
    upload_file_extension_blacklist: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        validation_alias=_plain("UPLOAD_FILE_EXTENSION_BLACKLIST"),
        description="File name extensions that are refused, separated by commas, without dots.",
    )
    files_access_timeout: int = Field(
        300,
        ge=1,
        validation_alias=_plain("FILES_ACCESS_TIMEOUT"),
        description="Life of a signed file link, in seconds.",
    )
    files_url: str = Field(
        "",
        validation_alias=_plain("FILES_URL"),
        description="What signed file links start with, where others reach this server by another address than its own.",
    )
    files_unused_days: int = Field(
        7, ge=1, le=3650, description="Days after which an upload of an end user that no run uses is removed."
    )

    # Speech
    speech_file_size_limit: int = Field(30, ge=1, le=1024, description="Largest recording to be written down, in MB.")
    speech_file_types: Annotated[tuple[str, ...], NoDecode] = Field(
        ("mp3", "m4a", "wav", "amr", "mpga", "mpeg", "mp4", "webm", "ogg", "flac"),
        description="Types of recordings that are written down, as in audio/mp3, separated by commas.",
    )
    speech_chars: int = Field(10_000, ge=1, le=1_000_000, description="Longest text to be spoken, in characters.")

    # Triggers of workflows
    trigger_url: str = Field(
        "",
        validation_alias=_plain("TRIGGER_URL"),
        description="What addresses of webhooks start with, where others reach this server by another address than its own.",
    )
    webhook_max_body_mb: int = Field(10, ge=1, le=1024, description="Largest body of a request to a webhook, in MB.")
    webhook_requests_per_minute: int = Field(
        600, ge=1, description="Requests that one webhook takes in a minute, while callers are limited in rate."
    )

    # Webhooks that are told when runs end
    webhooks_per_app: int = Field(
        10, ge=0, le=1000, validation_alias=_plain("WEBHOOKS_PER_APP"), description="Addresses that one app may tell."
    )
    webhook_seconds: float = Field(
        10,
        gt=0,
        le=600,
        validation_alias=_plain("WEBHOOK_SECONDS"),
        description="Time that an address may take to answer, in seconds.",
    )
    webhook_attempts: int = Field(
        7,
        ge=1,
        le=100,
        validation_alias=_plain("WEBHOOK_ATTEMPTS"),
        description="Attempts at one delivery: the second 10 s after the first, each further wait six times as long.",
    )
    webhook_failures: int = Field(
        50,
        ge=0,
        validation_alias=_plain("WEBHOOK_FAILURES"),
        description="Failed attempts in a row after which an address is told nothing more; 0 sets no limit.",
    )
    webhook_log_days: int = Field(
        14,
        ge=1,
        le=3650,
        validation_alias=_plain("WEBHOOK_LOG_DAYS"),
        description="Days for which the log of deliveries is kept.",
    )

    # Mails
    smtp_server: str = Field(
        "",
        validation_alias=_plain("SMTP_SERVER"),
        description="Host that sends mails; empty: they are written to the folder `outbox` of the data folder instead.",
    )
    smtp_port: int = Field(587, ge=1, le=65_535, validation_alias=_plain("SMTP_PORT"), description="Its port.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="How the connection to it is encrypted: after a greeting, from the start, or not."
    )
    smtp_username: str = Field(
        "", validation_alias=_plain("SMTP_USERNAME"), description="Login at the mail host; empty: none is needed."
    )
    smtp_password: SecretStr | None = Field(
        None, validation_alias=_plain("SMTP_PASSWORD"), description="Password of that login."
    )
    mail_from: str = Field(
        "Millrace <millrace@localhost>",
        validation_alias=_plain("MAIL_DEFAULT_SEND_FROM"),
        description="Whom mails come from.",
    )
    app_web_url: str = Field(
        "",
        validation_alias=_plain("APP_WEB_URL"),
        description="What links in mails start with, where others reach this server by another address than its own.",
    )

    # Limits of runs
    run_max_steps: int = Field(
        500, ge=0, description="Node starts that a run, or one round of a container in it, may take; 0 sets no limit."
    )
    run_max_seconds: float = Field(1200, ge=0, description="Time that one run may take, in seconds; 0 sets no limit.")
    run_parallel: int = Field(10, ge=1, le=256, description="Nodes of one run that may work at the same time.")
    workflow_call_max_depth: int = Field(
        5,
        ge=0,
        le=100,
        validation_alias=_plain("WORKFLOW_CALL_MAX_DEPTH"),
        description="Workflows that may call each other as tools, one inside the other.",
    )
    agent_max_rounds: int = Field(
        99, ge=1, le=10_000, description="Rounds of calling tools that an agent may take, whatever its app says."
    )
    agent_parallel_calls: int = Field(
        8, ge=1, le=100, description="Tools of one round that an agent may call at the same time."
    )
    agent_observation_chars: int = Field(
        20_000, ge=500, description="Characters of what a tool gives that an agent's model is told; the rest is cut."
    )
    history_messages: int = Field(
        500, ge=1, le=100_000, description="Earlier messages of a conversation that a model may be given."
    )
    result_mb: int = Field(
        8, ge=1, le=1024, description="Largest result of a node that a Studio run keeps for reuse, in MB."
    )
    retrieval_seconds: float = Field(
        60,
        gt=0,
        le=3600,
        validation_alias=_plain("RETRIEVAL_SECONDS"),
        description="Time that one search of a run in its knowledge bases may take, in seconds.",
    )

    # Runs of one app at the same time
    app_default_active_requests: int = Field(
        0,
        ge=0,
        validation_alias=_plain("APP_DEFAULT_ACTIVE_REQUESTS"),
        description="Runs of an app that does not say how many; more are refused. 0 sets no limit.",
    )
    app_max_active_requests: int = Field(
        0,
        ge=0,
        validation_alias=_plain("APP_MAX_ACTIVE_REQUESTS"),
        description="Runs of one app, whatever it says itself; more are refused. 0 sets no limit.",
    )
    max_concurrent_requests: int = Field(
        0,
        ge=0,
        validation_alias=_plain("MAX_CONCURRENT_REQUESTS"),
        description="Runs of one app that work at the same time; more wait in line. 0 sets no limit.",
    )
    max_queued_requests: int = Field(
        100,
        ge=0,
        validation_alias=_plain("MAX_QUEUED_REQUESTS"),
        description="Requests to one app that may wait in that line; more are refused. 0 sets no limit.",
    )
    queue_timeout: float = Field(
        30,
        ge=0,
        le=3600,
        validation_alias=_plain("QUEUE_TIMEOUT"),
        description="Time that a request may wait in that line, in seconds; 0: none waits.",
    )

    # Limits of HTTP requests that nodes send
    http_connect_seconds: float = Field(
        10, gt=0, le=3600, description="Time to connect, in seconds, unless the node says another."
    )
    http_read_seconds: float = Field(
        600, gt=0, le=86_400, description="Time without an answer, in seconds, unless the node says another."
    )
    http_write_seconds: float = Field(
        600, gt=0, le=86_400, description="Time to send a piece, in seconds, unless the node says another."
    )
    http_text_mb: float = Field(1, gt=0, le=1024, description="Largest answer that is a text, in MB.")
    http_file_mb: float = Field(10, gt=0, le=4096, description="Largest answer that is a file, in MB.")
    http_sent_mb: float = Field(100, gt=0, le=4096, description="Largest file that a request sends, in MB.")
    http_redirects: int = Field(20, ge=0, le=100, description="Redirects that one request follows.")

    # Limits of documents that are read
    document_file_mb: float = Field(50, gt=0, le=4096, description="Largest file that is read, in MB.")
    document_unpacked_mb: float = Field(
        500, gt=0, le=65_536, description="What a docx, xlsx, pptx, odt or epub may unpack to, in MB."
    )
    document_parts: int = Field(10_000, ge=1, description="Files inside a docx, xlsx, pptx, odt or epub.")
    document_chars: int = Field(20_000_000, ge=1, description="Characters of a document's text.")
    document_seconds: float = Field(
        120, gt=0, le=86_400, description="Time that reading a document may take, in seconds."
    )
    document_memory_mb: int = Field(
        2048, ge=256, le=65_536, description="Memory that reading a document may use, in MB of address space."
    )
    document_processes: int = Field(2, ge=1, le=64, description="Documents that are read at the same time.")

    # Limits of knowledge bases
    retrieval_log_days: int = Field(
        90, ge=0, le=3650, description="Days for which the log of searches of knowledge bases is kept; 0 is for good."
    )
    knowledge_memory_mb: int = Field(
        1024, ge=0, description="Memory for the indexes of knowledge bases, in MB; larger ones are searched on disk."
    )

    # Limits of Jinja templates
    template_transform_max_length: int = Field(
        400_000,
        ge=1,
        validation_alias=_plain("TEMPLATE_TRANSFORM_MAX_LENGTH"),
        description="Longest text that a template may make, in characters.",
    )
    template_seconds: int = Field(2, ge=1, le=600, description="Computing time of one rendering, in seconds.")
    template_memory_mb: int = Field(256, ge=64, le=65_536, description="Memory that a rendering may use, in MB.")
    template_processes: int = Field(2, ge=1, le=64, description="Templates that are rendered at the same time.")

    # Limits of app files
    dsl_file_mb: float = Field(10, gt=0, le=1024, description="Largest app file that is imported, in MB.")
    dsl_depth: int = Field(100, ge=10, le=500, description="Levels to which an app file may nest lists and mappings.")
    dsl_aliased: int = Field(200_000, ge=0, description="Values that aliases of an app file may repeat in all.")
    dsl_nodes: int = Field(2_000, ge=1, le=1_000_000, description="Nodes of a graph that is imported.")
    dsl_edges: int = Field(10_000, ge=1, le=10_000_000, description="Edges of a graph that is imported.")
    max_variable_size: int = Field(
        204_800,
        ge=1,
        validation_alias=_plain("MAX_VARIABLE_SIZE"),
        description="Largest value of an environment or conversation variable in an app file, in bytes of JSON.",
    )
    import_fetch_seconds: float = Field(10, gt=0, le=600, description="Time to fetch an app file, in seconds.")
    import_waiting_seconds: float = Field(
        600, gt=0, le=86_400, description="Time in which an import that waits must be confirmed, in seconds."
    )

    dsl_export_encrypt_dataset_id: bool = Field(
        True,
        validation_alias=_plain("DSL_EXPORT_ENCRYPT_DATASET_ID"),
        description="Whether app files tell ids of knowledge bases to nobody but the workspace that wrote them.",
    )

    # Limits of calls of model vendors
    model_connect_seconds: float = Field(5, gt=0, le=600, description="Time to connect, in seconds.")
    model_read_seconds: float = Field(60, gt=0, le=3600, description="Silence between two pieces, in seconds.")
    model_total_seconds: float = Field(600, gt=0, le=86_400, description="Time of a whole answer, in seconds.")
    model_retries: int = Field(
        2, ge=0, le=100, description="Further tries after one that failed before its first piece."
    )
    model_wait_seconds: float = Field(
        30,
        gt=0,
        le=3600,
        description="Longest wait before a further try, in seconds; a vendor that asks for more fails.",
    )

    # Requests of programs in a time, while callers are limited in rate
    app_requests_per_minute: int = Field(
        60,
        ge=0,
        validation_alias=_plain("APP_REQUESTS_PER_MINUTE"),
        description="Requests with the keys of one app in any minute; 0 sets no limit.",
    )
    app_requests_per_hour: int = Field(
        1000,
        ge=0,
        validation_alias=_plain("APP_REQUESTS_PER_HOUR"),
        description="Requests with the keys of one app in any hour; 0 sets no limit.",
    )
    key_requests_per_minute: int = Field(
        0,
        ge=0,
        validation_alias=_plain("KEY_REQUESTS_PER_MINUTE"),
        description="Requests with one key of an app in any minute; 0 sets no limit beside the app's.",
    )
    key_requests_per_hour: int = Field(
        0,
        ge=0,
        validation_alias=_plain("KEY_REQUESTS_PER_HOUR"),
        description="Requests with one key of an app in any hour; 0 sets no limit beside the app's.",
    )
    user_requests: int = Field(
        100,
        ge=0,
        validation_alias=_plain("USER_REQUESTS"),
        description="Requests for one end user of an app to one route in the time below; 0 sets no limit.",
    )
    user_requests_seconds: float = Field(
        3600,
        gt=0,
        le=604_800,
        validation_alias=_plain("USER_REQUESTS_SECONDS"),
        description="Time in which those are counted, in seconds.",
    )
    knowledge_requests_per_minute: int = Field(
        600,
        ge=0,
        validation_alias=_plain("KNOWLEDGE_REQUESTS_PER_MINUTE"),
        description="Requests with the knowledge keys of one workspace in any minute; 0 sets no limit.",
    )
    knowledge_requests_per_hour: int = Field(
        0,
        ge=0,
        validation_alias=_plain("KNOWLEDGE_REQUESTS_PER_HOUR"),
        description="Requests with the knowledge keys of one workspace in any hour; 0 sets no limit.",
    )
    app_daily_rate_limit: int = Field(
        0,
        ge=0,
        validation_alias=_plain("APP_DAILY_RATE_LIMIT"),
        description="Runs that the programs of one workspace may start in any 24 hours; 0 sets no limit.",
    )

    # Requests with an Idempotency-Key
    idempotency_hours: float = Field(
        24,
        gt=0,
        le=8760,
        validation_alias=_plain("IDEMPOTENCY_HOURS"),
        description="Time for which the answer to such a request is kept, in hours.",
    )
    idempotency_answers: int = Field(
        10_000,
        ge=1,
        validation_alias=_plain("IDEMPOTENCY_ANSWERS"),
        description="Such answers that are kept; the oldest go first.",
    )
    idempotency_answer_kb: int = Field(
        1024,
        ge=1,
        validation_alias=_plain("IDEMPOTENCY_ANSWER_KB"),
        description="Largest such answer that is kept, in KB; a repeated request with a larger one is refused.",
    )

    # Limits of who comes in
    login_attempts: int = Field(5, ge=1, le=1000, description="Failed logins in a row by one address of e-mail.")
    login_attempts_by_ip: int = Field(20, ge=1, le=100_000, description="Failed logins in a row from one machine.")
    keys_per_app: int = Field(10, ge=1, le=10_000, description="Keys that one app may have.")
    passport_days: int = Field(
        180, ge=1, le=3650, description="Days for which a shared page knows a browser again that does not come back."
    )
    new_visitors_per_minute: int = Field(
        60, ge=0, description="New visitors that one machine may bring to a shared page in a minute; 0: any number."
    )
    batch_rows: int = Field(100, ge=1, le=10_000, description="Rows that the page of an app runs as one batch.")

    # Limits of code nodes
    code_seconds: float = Field(10, gt=0, le=600, description="Time that a script may take, in seconds.")
    code_memory_mb: int = Field(
        256, ge=16, le=8192, description="Memory that a script may use in the strict sandbox, in MB."
    )
    code_contained_memory_mb: int = Field(
        1024,
        ge=64,
        le=65_536,
        description="Memory that a script may use in the contained and in the trusted sandbox, in MB.",
    )
    code_files_mb: int = Field(
        100, ge=1, le=65_536, description="Files that a script may write to its own folder, in MB in all."
    )
    code_idle_seconds: float = Field(
        300, gt=0, description="Time without a script after which the contained sandbox frees its memory, in seconds."
    )
    code_trusted_python: Path | None = Field(
        None,
        description="Python interpreter of the trusted sandbox, where a workspace allows it; empty: Millrace's own.",
    )
    code_max_string_length: int = Field(
        400_000,
        ge=1,
        validation_alias=_plain("CODE_MAX_STRING_LENGTH"),
        description="Longest text among the results of a script, in characters.",
    )
    code_max_string_array_length: int = Field(
        30,
        ge=1,
        validation_alias=_plain("CODE_MAX_STRING_ARRAY_LENGTH"),
        description="Texts in one list among the results of a script.",
    )
    code_max_object_array_length: int = Field(
        30,
        ge=1,
        validation_alias=_plain("CODE_MAX_OBJECT_ARRAY_LENGTH"),
        description="Objects in one list among the results of a script.",
    )
    code_max_number_array_length: int = Field(
        1000,
        ge=1,
        validation_alias=_plain("CODE_MAX_NUMBER_ARRAY_LENGTH"),
        description="Numbers or truths in one list among the results of a script.",
    )
    code_max_number: int = Field(
        2**63 - 1,
        validation_alias=_plain("CODE_MAX_NUMBER"),
        description="Largest number among the results of a script.",
    )
    code_min_number: int = Field(
        -(2**63),
        validation_alias=_plain("CODE_MIN_NUMBER"),
        description="Smallest number among the results of a script.",
    )
    code_max_precision: int = Field(
        20,
        ge=0,
        le=400,
        validation_alias=_plain("CODE_MAX_PRECISION"),
        description="Digits after the point of a number among the results of a script.",
    )
    code_max_depth: int = Field(
        5,
        ge=1,
        le=100,
        validation_alias=_plain("CODE_MAX_DEPTH"),
        description="Objects inside objects among the results of a script.",
    )
    code_printed_chars: int = Field(100_000, ge=0, description="Characters that are kept of what a script prints.")
    code_waiting_seconds: float = Field(
        60, gt=0, le=3600, description="Time that a script waits for a free sandbox process, in seconds."
    )
    code_recursion: int = Field(
        300, ge=10, le=10_000, description="Calls inside calls of a script in the strict sandbox."
    )
    code_output_chars: int = Field(10_000_000, ge=1000, description="Characters that a script may return in all.")
    frame_mb: int = Field(
        256, ge=1, le=65_536, description="Data frames that a script or a SQL query may give, in MB in all (as Arrow)."
    )
    frame_rows: int = Field(5_000_000, ge=1, description="Rows of a data frame that a script or a SQL query may give.")
    sql_seconds: float = Field(30, gt=0, le=3600, description="Time that a SQL query may take, in seconds.")
    sql_memory_mb: int = Field(
        1024, ge=128, le=65_536, description="Memory that a SQL query may use, its tables included, in MB."
    )
    sql_threads: int = Field(2, ge=1, le=64, description="Threads that one SQL query may use.")
    sql_file_mb: int = Field(
        100, ge=1, le=65_536, description="Largest file that a SQL query or an own node may read, in MB."
    )
    code_processes: int = Field(2, ge=1, le=32, description="Sandbox processes that may work at the same time.")

    # Limits of plugins
    plugin_seconds: float = Field(
        60, gt=0, le=3600, description="Time that one call of a plugin may take, in seconds; a plugin may ask for less."
    )
    plugin_memory_mb: int = Field(
        512, ge=32, le=65_536, description="Memory that the process of a plugin may use beyond the bare one, in MB."
    )

    # What is told
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", validation_alias=_plain("LOG_LEVEL"), description="Least severe log records that are written."
    )
    log_format: Literal["auto", "json", "console"] = Field(
        "auto", description="Form of the log on standard error; auto: console on a terminal, else JSON lines."
    )

    @field_validator(
        "allow_private_addresses",
        "upload_file_extension_blacklist",
        "speech_file_types",
        "cors_origins",
        "oidc_roles",
        "web_cors_origins",
        mode="before",
    )
    @classmethod
    def _split(cls, value: Any) -> Any:
        """Take a comma separated text as well as a sequence; extensions and hosts are compared in lower case."""
        if isinstance(value, str):
            return tuple(part.strip().lower() for part in value.split(",") if part.strip())
        return value

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: Any) -> Any:
        return value.upper() if isinstance(value, str) else value

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        """Take a relative folder as one of the project's, wherever the server is started from."""
        return (PROJECT / value.expanduser()).resolve()


def names_of(field: str) -> tuple[str, ...]:
    """Return the environment names that set `field`, the documented one first."""
    alias = Settings.model_fields[field].validation_alias
    if isinstance(alias, AliasChoices):
        return tuple(str(choice) for choice in alias.choices)
    return (PREFIX + field.upper(),)


def secret_fields() -> list[str]:
    """Return the settings whose values are never shown and not handed to worker processes."""
    return [name for name, field in Settings.model_fields.items() if "SecretStr" in str(field.annotation)]


def limits() -> Iterator[tuple[str, list[str]]]:
    """Yield the headings of the settings with the names of those below each that bound something, in their order."""
    source = Path(__file__).read_text(encoding="utf-8").partition("class Settings")[2]
    pieces = re.split(r"^    # (.+)$", source, flags=re.MULTILINE)[1:]
    for title, text in zip(pieces[::2], pieces[1::2], strict=True):
        fields = [name for name in re.findall(r"^    (\w+): ", text, flags=re.MULTILINE) if is_limit(name)]
        if fields:
            yield title, fields


def is_limit(field: str) -> bool:
    """Return whether a setting is a number that bounds something."""
    known = Settings.model_fields.get(field)
    is_number = known is not None and isinstance(known.default, int | float) and not isinstance(known.default, bool)
    return is_number and field not in NO_LIMITS


def example() -> str:
    """Return the text of `.env.example`: every setting with its description and default, commented out."""
    lines = [
        "# Every setting with its default; written by `python -m config`. Copy to .env and change what differs.",
        "",
    ]
    for name, field in Settings.model_fields.items():
        lines += [f"# {field.description}", f"#{names_of(name)[0]}={_as_text(field.default)}", ""]
    return "\n".join(lines)


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return ",".join(value)
    if isinstance(value, Path):
        return str(value.relative_to(PROJECT))
    return str(value)


def unknown_names(environment: Mapping[str, str | None] | None = None) -> Iterator[tuple[str, str | None]]:
    """Yield each `MILLRACE_` name that sets nothing, with the nearest name that would; none: the process's own."""
    given = {**dotenv_values(ENV_FILE), **os.environ} if environment is None else environment
    known = {name.removeprefix(PREFIX): name for field in Settings.model_fields for name in reversed(names_of(field))}
    for name in sorted(given):
        spelled = name.upper()
        rest = spelled.removeprefix(PREFIX)
        if rest != spelled and rest not in known:
            nearest = difflib.get_close_matches(rest, known, n=1, cutoff=0.6)
            yield name, known[nearest[0]] if nearest else None


if __name__ == "__main__":
    sys.stdout.write(example())
