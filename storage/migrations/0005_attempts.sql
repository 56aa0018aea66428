-- Runs point to the run that they replay, and keep what a replay or a restart needs of them; an execution
-- knows its place inside containers and which attempt it was.

ALTER TABLE runs ADD COLUMN parent_run_id VARCHAR;
ALTER TABLE runs ADD COLUMN replayed_from VARCHAR;
ALTER TABLE runs ADD COLUMN began_with JSON;
ALTER TABLE runs ADD COLUMN under_way JSON;
ALTER TABLE node_executions ADD COLUMN path JSON;
ALTER TABLE node_executions ADD COLUMN attempt INTEGER;
