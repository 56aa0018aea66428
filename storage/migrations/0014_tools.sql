-- What lets the providers of tools in, and the providers that workspaces add themselves.
CREATE TABLE tool_credentials (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    provider VARCHAR NOT NULL,
    ciphertext BLOB NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    UNIQUE (workspace_id, provider)
);

CREATE TABLE tool_providers (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    identifier VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    description VARCHAR NOT NULL,
    document VARCHAR NOT NULL,
    tools JSON NOT NULL,
    switched_off JSON NOT NULL,
    ciphertext BLOB NOT NULL,
    problem VARCHAR NOT NULL,
    listed_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    UNIQUE (workspace_id, kind, identifier)
);
