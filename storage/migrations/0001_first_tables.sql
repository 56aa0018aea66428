-- The first tables. Conventions: ids are UUIDv7 text, times are UTC, documents are JSON; whatever a person or
-- an app owns carries workspace_id. There are no foreign keys and only the indexes that a hot query needs,
-- because both get in the way of later ALTERs. Columns stand in the order of the fields of storage/records.py.

CREATE TABLE workspaces (
    id VARCHAR PRIMARY KEY,
    name VARCHAR NOT NULL,
    plan VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);

CREATE TABLE accounts (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    email VARCHAR NOT NULL UNIQUE,
    name VARCHAR NOT NULL,
    password_hash VARCHAR,
    role VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    avatar VARCHAR,
    interface_language VARCHAR NOT NULL,
    interface_theme VARCHAR NOT NULL,
    timezone VARCHAR NOT NULL,
    last_login_at TIMESTAMP,
    last_login_ip VARCHAR,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);

CREATE TABLE login_sessions (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    account_id VARCHAR NOT NULL,
    refresh_hash VARCHAR NOT NULL UNIQUE,
    user_agent VARCHAR NOT NULL,
    ip VARCHAR NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL
);

CREATE TABLE apps (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    mode VARCHAR NOT NULL,
    description VARCHAR NOT NULL,
    icon_type VARCHAR,
    icon VARCHAR,
    icon_background VARCHAR,
    use_icon_as_answer_icon BOOLEAN NOT NULL,
    status VARCHAR NOT NULL,
    enable_api BOOLEAN NOT NULL,
    enable_site BOOLEAN NOT NULL,
    model_config JSON,
    max_active_requests INTEGER NOT NULL,
    settings JSON NOT NULL,
    created_by VARCHAR,
    created_at TIMESTAMP NOT NULL,
    updated_by VARCHAR,
    updated_at TIMESTAMP NOT NULL
);

CREATE TABLE sites (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    app_id VARCHAR NOT NULL UNIQUE,
    code VARCHAR NOT NULL UNIQUE,
    title VARCHAR NOT NULL,
    description VARCHAR NOT NULL,
    default_language VARCHAR NOT NULL,
    icon_type VARCHAR,
    icon VARCHAR,
    icon_background VARCHAR,
    chat_color_theme VARCHAR,
    chat_color_theme_inverted BOOLEAN NOT NULL,
    copyright VARCHAR,
    privacy_policy VARCHAR,
    custom_disclaimer VARCHAR NOT NULL,
    customize_domain VARCHAR,
    customize_token_strategy VARCHAR NOT NULL,
    prompt_public BOOLEAN NOT NULL,
    show_workflow_steps BOOLEAN NOT NULL,
    use_icon_as_answer_icon BOOLEAN NOT NULL,
    input_placeholder VARCHAR NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);

CREATE TABLE workflows (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    app_id VARCHAR NOT NULL,
    version VARCHAR NOT NULL,
    graph JSON NOT NULL,
    features JSON NOT NULL,
    environment_variables JSON NOT NULL,
    conversation_variables JSON NOT NULL,
    hash VARCHAR NOT NULL,
    marked_name VARCHAR NOT NULL,
    marked_comment VARCHAR NOT NULL,
    created_by VARCHAR,
    created_at TIMESTAMP NOT NULL,
    updated_by VARCHAR,
    updated_at TIMESTAMP NOT NULL,
    UNIQUE (app_id, version)
);

CREATE TABLE api_keys (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    app_id VARCHAR,
    type VARCHAR NOT NULL,
    hash VARCHAR NOT NULL UNIQUE,
    hint VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    created_by VARCHAR,
    created_at TIMESTAMP NOT NULL,
    last_used_at TIMESTAMP,
    expires_at TIMESTAMP
);

CREATE TABLE provider_credentials (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    provider VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    ciphertext BLOB NOT NULL,
    models JSON NOT NULL,
    overrides JSON,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    UNIQUE (workspace_id, provider)
);

CREATE TABLE default_models (
    workspace_id VARCHAR NOT NULL,
    model_type VARCHAR NOT NULL,
    provider VARCHAR NOT NULL,
    model VARCHAR NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    PRIMARY KEY (workspace_id, model_type)
);

CREATE TABLE end_users (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    app_id VARCHAR NOT NULL,
    type VARCHAR NOT NULL,
    session_id VARCHAR NOT NULL,
    name VARCHAR,
    is_anonymous BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    UNIQUE (app_id, type, session_id)
);

CREATE TABLE conversations (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    app_id VARCHAR NOT NULL,
    end_user_id VARCHAR,
    account_id VARCHAR,
    name VARCHAR NOT NULL,
    inputs JSON NOT NULL,
    introduction VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    from_source VARCHAR NOT NULL,
    invoke_from VARCHAR NOT NULL,
    is_pinned BOOLEAN NOT NULL,
    is_deleted BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);

CREATE TABLE conversation_variables (
    id VARCHAR NOT NULL,
    workspace_id VARCHAR NOT NULL,
    app_id VARCHAR NOT NULL,
    conversation_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    value_type VARCHAR NOT NULL,
    value JSON,
    description VARCHAR NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    PRIMARY KEY (conversation_id, id)
);

CREATE TABLE messages (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    app_id VARCHAR NOT NULL,
    conversation_id VARCHAR,
    parent_message_id VARCHAR,
    workflow_run_id VARCHAR,
    end_user_id VARCHAR,
    account_id VARCHAR,
    query VARCHAR NOT NULL,
    answer VARCHAR NOT NULL,
    inputs JSON NOT NULL,
    files JSON NOT NULL,
    message_tokens INTEGER NOT NULL,
    answer_tokens INTEGER NOT NULL,
    total_price DECIMAL(18, 10) NOT NULL,
    currency VARCHAR NOT NULL,
    latency DOUBLE NOT NULL,
    status VARCHAR NOT NULL,
    error VARCHAR,
    metadata JSON NOT NULL,
    agent_thoughts JSON NOT NULL,
    from_source VARCHAR NOT NULL,
    invoke_from VARCHAR NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX messages_by_conversation ON messages (conversation_id);

CREATE TABLE runs (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    app_id VARCHAR NOT NULL,
    workflow_id VARCHAR,
    version VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    inputs JSON NOT NULL,
    outputs JSON NOT NULL,
    error VARCHAR,
    elapsed DOUBLE NOT NULL,
    total_tokens BIGINT NOT NULL,
    total_price DECIMAL(18, 10) NOT NULL,
    currency VARCHAR NOT NULL,
    total_steps INTEGER NOT NULL,
    exceptions_count INTEGER NOT NULL,
    invoke_from VARCHAR NOT NULL,
    triggered_from VARCHAR NOT NULL,
    created_by_role VARCHAR NOT NULL,
    created_by VARCHAR,
    conversation_id VARCHAR,
    message_id VARCHAR,
    trace_id VARCHAR,
    graph JSON,
    state JSON,
    created_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP
);

CREATE TABLE node_executions (
    id VARCHAR NOT NULL,
    workspace_id VARCHAR NOT NULL,
    app_id VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    node_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    idx INTEGER NOT NULL,
    predecessor VARCHAR,
    status VARCHAR NOT NULL,
    inputs JSON,
    process_data JSON,
    outputs JSON,
    error VARCHAR,
    elapsed DOUBLE NOT NULL,
    metadata JSON NOT NULL,
    iteration_id VARCHAR,
    loop_id VARCHAR,
    round INTEGER,
    retry_index INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP
);

CREATE TABLE pending_imports (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    account_id VARCHAR,
    app_id VARCHAR,
    content VARCHAR NOT NULL,
    imported_version VARCHAR NOT NULL,
    options JSON NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL
);

CREATE TABLE settings (
    workspace_id VARCHAR NOT NULL,
    key VARCHAR NOT NULL,
    value JSON,
    updated_at TIMESTAMP NOT NULL,
    PRIMARY KEY (workspace_id, key)
);

CREATE TABLE audit_log (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    account_id VARCHAR,
    action VARCHAR NOT NULL,
    target_type VARCHAR NOT NULL,
    target_id VARCHAR,
    detail JSON NOT NULL,
    ip VARCHAR NOT NULL,
    created_at TIMESTAMP NOT NULL
);
