"""Tindakan: from what a survey found to something somebody does about it by a day, and whether it helped.

Stands above the houses whose figures it puts side by side (surveys, sosialisasi, training), and begins what they run.
"""
