-- Answers of models that apps keep to give again, with what that has saved; what a key of an app may cost in a month, which
-- key started a run, and what the runs of apps that are gone have cost, which the month of their workspace still counts.

CREATE TABLE answers (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    app_id VARCHAR NOT NULL,
    surroundings VARCHAR NOT NULL,
    question VARCHAR NOT NULL,
    vector BLOB,
    vector_model VARCHAR NOT NULL,
    pieces JSON NOT NULL,
    tokens BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE answer_figures (
    app_id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    asked BIGINT NOT NULL,
    exact BIGINT NOT NULL,
    alike BIGINT NOT NULL,
    saved_tokens BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL
);

ALTER TABLE api_keys ADD COLUMN monthly_budget DECIMAL(18, 10) DEFAULT 0;
ALTER TABLE api_keys ALTER monthly_budget SET NOT NULL;
ALTER TABLE api_keys ADD COLUMN budget_currency VARCHAR DEFAULT 'USD';
ALTER TABLE api_keys ALTER budget_currency SET NOT NULL;
ALTER TABLE api_keys ADD COLUMN monthly_tokens BIGINT DEFAULT 0;
ALTER TABLE api_keys ALTER monthly_tokens SET NOT NULL;

ALTER TABLE runs ADD COLUMN api_key_id VARCHAR;

CREATE TABLE past_spending (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    currency VARCHAR NOT NULL,
    price DECIMAL(18, 10) NOT NULL,
    tokens BIGINT NOT NULL,
    spent_at TIMESTAMP NOT NULL
);
