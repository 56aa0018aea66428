"""Behind `pages.canvas`: the two components that draw a graph, and what they share."""
