"""The government as it is organised: units, posts (jabatan) and the people who hold them.

Posts stand apart from people; whoever holds the post above yours today is your superior, and a
stand-in (Plt, Plh) takes over by dates alone. NIP follows the reference, section 8.1.
"""
