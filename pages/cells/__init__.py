"""The parts of the notebook: a workflow as cells in the order of their execution."""
