-- Sites as they are published: access, origins, limits.
SELECT 1;
