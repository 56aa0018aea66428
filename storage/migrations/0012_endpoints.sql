-- Endpoints of apps for other programs.
SELECT 1;
