"""The parts of the Studio: the draft on the desk, its inspector, its run, its versions."""
