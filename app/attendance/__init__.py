"""Being there: meetings people check into by a code that changes, or that staff mark from a list.

Training uses it now; sosialisasi and forums will. It knows meetings and people, not why they meet.

A house that holds meetings plugs in with two small classes (decision 57; ``training`` is the example):

- a ``Host`` (``services.hosting``) in its services: who is expected, whether presence may still be written down, and
  what is locked first; where it has seats, warnings or meetings people come to together, the hooks for them;
- a ``Gathering`` (``desk``) in its views: one meeting with its host, what its pages are called, and where they stand.

Then one route for each name in ``desk.OWN_PAGES`` and ``desk.DESK_PAGES``, each with its guard and one line:
``return desk.show_sheet(…)``; and in its jobs one call of ``sign_sheets.hosted_by``, so that the worker finds the host
of a meeting whose sheet is long. Calendar files are made by ``calendars``, sheets to sign by ``papers``.
"""
