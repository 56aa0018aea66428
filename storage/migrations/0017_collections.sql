-- Rows that workflows keep: tickets, answers of surveys, results. A collection begins with its first row; `key` is the
-- id that people see, unique in its collection.

CREATE TABLE collected_rows (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    collection VARCHAR NOT NULL,
    key VARCHAR NOT NULL,
    content JSON NOT NULL,
    app_id VARCHAR,
    run_id VARCHAR,
    created_at TIMESTAMP NOT NULL,
    UNIQUE (workspace_id, collection, key)
);
