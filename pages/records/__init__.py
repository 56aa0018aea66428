"""The parts of the log, the overview and the annotations of an app."""
