"""What Penata tells people: notices inside the application and mail, each exactly once.

Both are rows written with the change they speak of; the worker posts the mail after the commit,
so no mail tells of something that was rolled back.
"""
