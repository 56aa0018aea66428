"""Tools: what nodes and agents can call, the built-in ones, and how one is found."""
