"""The front of every house: how pages, blocks and notices are answered, and what templates may use.

It knows the request and the templates but no domain; the drawings, the macro library and the error pages
live here so that all houses speak with one face.
"""
