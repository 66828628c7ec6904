"""Network measures as their definitions read, one file a topic."""
