"""Who may do what: the permissions, the table of roles, the guard on every route, and who is asking.

An auditor reads the whole matrix on one page. Who is asking is filled in by accounts at the start
of each request.
"""
