-- Limits, answers kept for repeated requests, webhooks.
SELECT 1;
