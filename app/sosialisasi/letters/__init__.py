"""The mails of sosialisasi, registered with the catalogue."""
