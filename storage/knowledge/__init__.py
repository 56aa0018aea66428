"""Knowledge bases: their rows, what searches compare, and how a document's new text takes the old one's place."""
