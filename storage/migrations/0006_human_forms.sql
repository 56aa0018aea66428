-- Forms that paused runs wait for; a token is usable once.

CREATE TABLE human_forms (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    app_id VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    node_id VARCHAR NOT NULL,
    token VARCHAR,
    definition JSON NOT NULL,
    status VARCHAR NOT NULL,
    answer JSON,
    answered_by VARCHAR,
    expires_at TIMESTAMP NOT NULL,
    answered_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL
);
