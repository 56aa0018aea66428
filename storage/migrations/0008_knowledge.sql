-- Knowledge bases. A document's text is cut into segments, in hierarchical bases these into child chunks.
-- What a search compares is a unit: a segment, or a child chunk. A unit has a number, its terms lie in
-- `postings`, its vector in `vectors_<dimensions>`, a table that the first base of that size makes.

CREATE SEQUENCE dataset_numbers;
CREATE SEQUENCE unit_numbers;

CREATE TABLE datasets (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    number INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    description VARCHAR NOT NULL,
    permission VARCHAR NOT NULL,
    members JSON NOT NULL,
    icon VARCHAR,
    icon_background VARCHAR,
    indexing_technique VARCHAR,
    embedding_provider VARCHAR,
    embedding_model VARCHAR,
    dimensions INTEGER,
    doc_form VARCHAR NOT NULL,
    process_rule JSON NOT NULL,
    retrieval_model JSON NOT NULL,
    has_built_in_fields BOOLEAN NOT NULL,
    enable_api BOOLEAN NOT NULL,
    created_by VARCHAR,
    created_at TIMESTAMP NOT NULL,
    updated_by VARCHAR,
    updated_at TIMESTAMP NOT NULL
);

CREATE TABLE metadata_fields (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    dataset_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    type VARCHAR NOT NULL,
    created_by VARCHAR,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);

CREATE TABLE tags (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    type VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    created_by VARCHAR,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE tag_bindings (
    tag_id VARCHAR NOT NULL,
    target_id VARCHAR NOT NULL,
    workspace_id VARCHAR NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (tag_id, target_id)
);

CREATE TABLE documents (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    dataset_id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    batch VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    data_source_type VARCHAR NOT NULL,
    data_source JSON NOT NULL,
    doc_form VARCHAR NOT NULL,
    doc_language VARCHAR NOT NULL,
    process_rule JSON NOT NULL,
    indexing_status VARCHAR NOT NULL,
    attempt INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    retry_at TIMESTAMP,
    progress DOUBLE NOT NULL,
    completed_segments INTEGER NOT NULL,
    total_segments INTEGER NOT NULL,
    error VARCHAR,
    enabled BOOLEAN NOT NULL,
    disabled_at TIMESTAMP,
    disabled_by VARCHAR,
    archived BOOLEAN NOT NULL,
    doc_metadata JSON NOT NULL,
    word_count INTEGER NOT NULL,
    tokens INTEGER NOT NULL,
    indexing_latency DOUBLE,
    created_from VARCHAR NOT NULL,
    created_by VARCHAR,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    processing_started_at TIMESTAMP,
    parsing_completed_at TIMESTAMP,
    cleaning_completed_at TIMESTAMP,
    splitting_completed_at TIMESTAMP,
    completed_at TIMESTAMP,
    paused_at TIMESTAMP,
    paused_by VARCHAR,
    stopped_at TIMESTAMP
);

CREATE TABLE segments (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    dataset_id VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    content VARCHAR NOT NULL,
    answer VARCHAR,
    page INTEGER,
    headings JSON NOT NULL,
    keywords JSON NOT NULL,
    word_count INTEGER NOT NULL,
    tokens INTEGER NOT NULL,
    hash VARCHAR NOT NULL,
    enabled BOOLEAN NOT NULL,
    disabled_at TIMESTAMP,
    disabled_by VARCHAR,
    status VARCHAR NOT NULL,
    error VARCHAR,
    is_edited BOOLEAN NOT NULL,
    created_by VARCHAR,
    created_at TIMESTAMP NOT NULL,
    updated_by VARCHAR,
    updated_at TIMESTAMP NOT NULL,
    indexing_at TIMESTAMP,
    completed_at TIMESTAMP
);

CREATE TABLE child_chunks (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    dataset_id VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    segment_id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    content VARCHAR NOT NULL,
    word_count INTEGER NOT NULL,
    tokens INTEGER NOT NULL,
    hash VARCHAR NOT NULL,
    type VARCHAR NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);

CREATE TABLE units (
    number BIGINT PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    dataset_id VARCHAR NOT NULL,
    dataset_number INTEGER NOT NULL,
    document_id VARCHAR NOT NULL,
    segment_id VARCHAR NOT NULL,
    child_id VARCHAR,
    hash VARCHAR NOT NULL,
    terms INTEGER NOT NULL
);

CREATE TABLE postings (
    dataset_number INTEGER NOT NULL,
    term UBIGINT NOT NULL,
    unit BIGINT NOT NULL,
    frequency USMALLINT NOT NULL,
    workspace_id VARCHAR NOT NULL
);

CREATE TABLE segment_hits (
    segment_id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    dataset_id VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    count BIGINT NOT NULL,
    last_at TIMESTAMP NOT NULL
);

CREATE TABLE retrievals (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    dataset_id VARCHAR NOT NULL,
    app_id VARCHAR,
    source VARCHAR NOT NULL,
    query VARCHAR NOT NULL,
    settings JSON NOT NULL,
    hits JSON NOT NULL,
    elapsed DOUBLE NOT NULL,
    created_by VARCHAR,
    created_at TIMESTAMP NOT NULL
);
