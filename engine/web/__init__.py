"""Outgoing HTTP: the guard of all of it, and the parts of the request that an HTTP node makes."""
