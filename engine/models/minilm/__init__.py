"""all-MiniLM-L6-v2, which embeds English texts on the CPU without any network."""
