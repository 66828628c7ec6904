"""Production functions, estimated, and the productivity that they leave."""
