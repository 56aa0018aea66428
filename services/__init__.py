"""The use cases: one function each, the `Runtime` first. The only room that combines the engine and storage."""
