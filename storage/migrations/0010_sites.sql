-- How apps are published: who may come, from where, how often and for how much; and answers that visitors keep. An app
-- without a row in `publications` is open to everybody who knows the code of its site.

CREATE TABLE publications (
    app_id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    access VARCHAR NOT NULL,
    password_hash VARCHAR,
    theme VARCHAR NOT NULL,
    allowed_origins JSON NOT NULL,
    secret BLOB,
    requires_identity BOOLEAN NOT NULL,
    messages_per_minute INTEGER NOT NULL,
    messages_per_day INTEGER NOT NULL,
    monthly_budget DECIMAL(18, 10) NOT NULL,
    budget_currency VARCHAR NOT NULL,
    monthly_tokens BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);

CREATE TABLE saved_messages (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    app_id VARCHAR NOT NULL,
    message_id VARCHAR NOT NULL,
    end_user_id VARCHAR NOT NULL,
    created_at TIMESTAMP NOT NULL
);
