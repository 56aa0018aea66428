"""How often callers may ask, and how many runs of an app may be under way."""
