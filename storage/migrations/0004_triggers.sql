-- What starts published workflows by itself: webhooks by their code, schedules by their next time.

CREATE TABLE triggers (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    app_id VARCHAR NOT NULL,
    workflow_id VARCHAR,
    node_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    code VARCHAR,
    is_enabled BOOLEAN NOT NULL,
    next_at TIMESTAMP,
    last_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
