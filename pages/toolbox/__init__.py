"""The parts of the Tools page: cards, dialogs of providers, trying a tool, adding services and servers."""
