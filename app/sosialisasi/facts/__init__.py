"""What the forms of sosialisasi hold."""
