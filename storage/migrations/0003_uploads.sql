-- Files that people upload and that nodes make. The bytes lie in the data folder under `key`.

CREATE TABLE uploads (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    app_id VARCHAR,
    key VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    size BIGINT NOT NULL,
    extension VARCHAR NOT NULL,
    mime_type VARCHAR NOT NULL,
    hash VARCHAR NOT NULL,
    transfer_method VARCHAR NOT NULL,
    created_by_role VARCHAR NOT NULL,
    created_by VARCHAR,
    created_at TIMESTAMP NOT NULL
);

-- Which runs and messages a file belongs to; a file in use is never swept.

CREATE TABLE file_uses (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    app_id VARCHAR NOT NULL,
    file_id VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    message_id VARCHAR,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX file_uses_by_file ON file_uses (file_id);
