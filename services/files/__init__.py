"""Files that people upload and nodes make, and texts fetched from outside."""
