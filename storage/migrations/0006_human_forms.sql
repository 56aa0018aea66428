-- Forms that paused runs wait for; each is answered once, whichever of its tokens is used.

CREATE TABLE human_forms (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    app_id VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    task_id VARCHAR NOT NULL,
    node_id VARCHAR NOT NULL,
    token VARCHAR,
    mail_token VARCHAR,
    definition JSON NOT NULL,
    status VARCHAR NOT NULL,
    answer JSON,
    answered_by VARCHAR,
    is_applied BOOLEAN NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    answered_at TIMESTAMP,
    mailed_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX human_forms_by_run ON human_forms (run_id);
CREATE INDEX human_forms_by_token ON human_forms (token);
CREATE INDEX human_forms_by_mail_token ON human_forms (mail_token);
