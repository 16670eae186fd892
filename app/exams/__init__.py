"""Tests for training: the bank of questions, papers drawn from it, attempts under a clock the server holds, scores
counted to the cent and half-up, and what the answers say about the questions. Who may sit a paper, and when it matters
for a result, is for the house that holds the course.
"""
