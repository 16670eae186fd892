"""What the worker does for sosialisasi."""
