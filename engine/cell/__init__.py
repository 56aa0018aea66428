"""Programs of the sandbox's own processes: they import nothing else of the project, so that they start light."""
