-- Data frames of kept results: Arrow files in the data folder, one per content.

CREATE TABLE frames (
    hash VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    rows BIGINT NOT NULL,
    size BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP NOT NULL
);
