"""JP: what each person learnt in a year, claimed and credited apart, checked by HR, and handed on to SIASN.

The lines themselves (``LearningRecord``) and the forms of development stand in the house of competency; this one
counts them by the caps of their forms, takes claims of outside training, and closes the year.
"""
