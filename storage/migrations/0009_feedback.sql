-- What people say about answers, and answers that people wrote themselves: ratings, annotations (pairs of a question
-- and its answer), the times that one answered instead of the app, and whether an app lets them.

CREATE TABLE feedbacks (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    app_id VARCHAR NOT NULL,
    conversation_id VARCHAR,
    message_id VARCHAR NOT NULL,
    rating VARCHAR NOT NULL,
    content VARCHAR,
    from_source VARCHAR NOT NULL,
    end_user_id VARCHAR,
    account_id VARCHAR,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);

CREATE TABLE annotations (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    app_id VARCHAR NOT NULL,
    message_id VARCHAR,
    question VARCHAR NOT NULL,
    answer VARCHAR NOT NULL,
    vector BLOB,
    vector_key BLOB,
    account_id VARCHAR,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);

CREATE TABLE annotation_hits (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    app_id VARCHAR NOT NULL,
    annotation_id VARCHAR NOT NULL,
    message_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    query VARCHAR NOT NULL,
    question VARCHAR NOT NULL,
    answer VARCHAR NOT NULL,
    score DOUBLE NOT NULL,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE annotation_settings (
    app_id VARCHAR PRIMARY KEY,
    id VARCHAR NOT NULL,
    workspace_id VARCHAR NOT NULL,
    is_enabled BOOLEAN NOT NULL,
    score_threshold DOUBLE NOT NULL,
    embedding_provider VARCHAR NOT NULL,
    embedding_model VARCHAR NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);

CREATE TABLE annotation_jobs (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    app_id VARCHAR NOT NULL,
    action VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    error VARCHAR NOT NULL,
    score_threshold DOUBLE NOT NULL,
    embedding_provider VARCHAR NOT NULL,
    embedding_model VARCHAR NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
