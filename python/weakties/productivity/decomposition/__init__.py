"""What an aggregate is made of: one file a method."""
