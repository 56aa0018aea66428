"""What an app is: made, imported, edited, published, served, annotated, counted."""
