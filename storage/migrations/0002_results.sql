-- Results of nodes that reruns may reuse. `id` is the app's id and the fingerprint; `payload` is encrypted.

CREATE TABLE results (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    app_id VARCHAR NOT NULL,
    node_id VARCHAR NOT NULL,
    contents JSON NOT NULL,
    handle VARCHAR NOT NULL,
    assignments JSON NOT NULL,
    payload BLOB NOT NULL,
    size BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP NOT NULL
);
