"""Being there: meetings people check into by a code that changes, or that staff mark from a list.

Training uses it now; sosialisasi and forums will. It knows meetings and people, not why they meet.
"""
