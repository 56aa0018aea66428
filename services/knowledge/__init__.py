"""Knowledge bases: what they hold, how documents get into them, how they are searched."""
