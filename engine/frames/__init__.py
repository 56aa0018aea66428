"""Data frames as values of a workflow; polars is loaded when the first one is opened."""
