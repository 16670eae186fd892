"""What sosialisasi puts on paper."""
