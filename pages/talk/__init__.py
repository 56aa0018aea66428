"""The parts of the chat page: conversations, turns, forms, sources."""
