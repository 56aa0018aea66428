"""Parts of the page of plugins."""
