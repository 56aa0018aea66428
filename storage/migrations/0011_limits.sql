-- What programs rely on: addresses that are told when runs end, with every delivery to them, and the answers to
-- requests with an `Idempotency-Key`, for who sends one again.

CREATE TABLE webhooks (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    app_id VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    events JSON NOT NULL,
    secret BLOB NOT NULL,
    is_enabled BOOLEAN NOT NULL,
    failures INTEGER NOT NULL,
    note VARCHAR NOT NULL,
    last_code INTEGER,
    last_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);

CREATE TABLE webhook_deliveries (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    app_id VARCHAR NOT NULL,
    webhook_id VARCHAR NOT NULL,
    run_id VARCHAR,
    event VARCHAR NOT NULL,
    body VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    attempts INTEGER NOT NULL,
    next_at TIMESTAMP,
    code INTEGER,
    error VARCHAR NOT NULL,
    seconds DOUBLE NOT NULL,
    created_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP
);

CREATE TABLE kept_answers (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    app_id VARCHAR NOT NULL,
    request VARCHAR NOT NULL,
    run_id VARCHAR,
    status INTEGER,
    content_type VARCHAR NOT NULL,
    body BLOB,
    created_at TIMESTAMP NOT NULL
);
