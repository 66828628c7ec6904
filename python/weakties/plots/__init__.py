"""Pictures of results, one file a kind; matplotlib is imported when one is drawn."""
