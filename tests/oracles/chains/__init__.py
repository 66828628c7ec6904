"""Chains as the definitions read, one file a topic."""
