-- Plugins of this server; they belong to no workspace. What a folder offers that was never switched on has no row.

CREATE TABLE plugins (
    id VARCHAR PRIMARY KEY,
    version VARCHAR NOT NULL,  -- that is switched on, or was
    digest VARCHAR NOT NULL,  -- of the files that were agreed to
    state VARCHAR NOT NULL,  -- enabled, disabled or broken
    origin JSON NOT NULL,  -- where it came from: kind, and what names the place
    settings BLOB,  -- encrypted JSON
    is_trusted BOOLEAN NOT NULL,  -- an owner agreed that it runs inside of the server
    error VARCHAR,
    trace VARCHAR,
    failed_at TIMESTAMP,
    enabled_by VARCHAR,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);

-- The store that holds the vectors of a base, as plugin/name; NULL is this file.
ALTER TABLE datasets ADD COLUMN vector_store VARCHAR;

-- Units whose vectors a store of a plugin holds, so that what is gone here is removed there.
CREATE TABLE kept_vectors (
    unit BIGINT NOT NULL,
    dataset_id VARCHAR NOT NULL,
    workspace_id VARCHAR NOT NULL,
    store VARCHAR NOT NULL
);
