"""What participants say of a course, each trainer and the place, so that nobody can tell who said what; and what a
superior sees at work some months later, which is asked by name.
"""
