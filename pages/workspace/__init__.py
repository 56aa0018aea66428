"""The parts of the pages about models and the workspace."""
