-- Runs point to the run that they replay; an execution knows its place inside containers.

ALTER TABLE runs ADD COLUMN parent_run_id VARCHAR;
ALTER TABLE runs ADD COLUMN replayed_from VARCHAR;
ALTER TABLE node_executions ADD COLUMN path JSON;
