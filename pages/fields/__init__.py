"""The fields that forms are made of."""
