"""The parts of the pages about knowledge bases."""
