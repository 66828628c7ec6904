"""Pictures of results; each file imports matplotlib and is itself imported when first drawn."""
