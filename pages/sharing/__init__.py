"""The parts of the page on which an app is shared: its page for visitors, other sites, programs."""
