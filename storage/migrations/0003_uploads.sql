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
    created_by_role VARCHAR NOT NULL,
    created_by VARCHAR,
    created_at TIMESTAMP NOT NULL
);
