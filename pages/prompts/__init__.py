"""The Studio of apps without a graph: their settings, a trial, and prompts side by side."""
