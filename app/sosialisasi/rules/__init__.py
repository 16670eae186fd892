"""What sosialisasi decides. Pure; time is an argument."""
