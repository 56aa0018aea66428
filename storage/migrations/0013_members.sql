-- Who belongs to which workspace and as what; invitations that wait for an answer; what a key may do; and when a person
-- ended all logins, so that older proofs of who they are count no more.

CREATE TABLE memberships (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    account_id VARCHAR NOT NULL,
    role VARCHAR NOT NULL,
    created_at TIMESTAMP NOT NULL,
    UNIQUE (workspace_id, account_id)
);

INSERT INTO memberships
SELECT id, workspace_id, id, role, created_at FROM accounts;

ALTER TABLE accounts DROP COLUMN role;
ALTER TABLE accounts ADD COLUMN logins_ended_at TIMESTAMP;

CREATE TABLE invitations (
    id VARCHAR PRIMARY KEY,
    workspace_id VARCHAR NOT NULL,
    email VARCHAR NOT NULL,
    role VARCHAR NOT NULL,
    token_hash VARCHAR NOT NULL UNIQUE,
    invited_by VARCHAR,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL
);

ALTER TABLE api_keys ADD COLUMN is_active BOOLEAN DEFAULT true;
ALTER TABLE api_keys ALTER is_active SET NOT NULL;
ALTER TABLE api_keys ADD COLUMN scopes JSON;
ALTER TABLE api_keys ADD COLUMN must_sign BOOLEAN DEFAULT false;
ALTER TABLE api_keys ALTER must_sign SET NOT NULL;
