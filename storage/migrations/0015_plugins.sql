-- filled by what comes with it
SELECT 1;
