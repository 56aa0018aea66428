-- Data frames of kept results: one encrypted file in the data folder for each content. `id` is the workspace and the
-- hash. `results.frames` names, by hash, the frames that a result needs; what no result needs is removed.

CREATE TABLE frames (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    hash VARCHAR NOT NULL,
    rows BIGINT NOT NULL,
    size BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL
);

ALTER TABLE results ADD COLUMN frames JSON;
