"""The pages. This file makes them a package, without which a running server would not load an edited page afresh."""
