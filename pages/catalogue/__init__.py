"""The parts of the list of apps, and what all pages about one app share."""
