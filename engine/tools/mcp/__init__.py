"""Tools of servers that speak the Model Context Protocol, as programs on this machine or at an address."""
