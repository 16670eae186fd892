"""What posts ask, what people can, and the learning hours (JP) between the two.

Levels follow PermenPANRB 38/2017; yearly JP follow PP 11/2017 art. 203(4) for PNS and PerLAN
15/2020 for PPPK. Every figure a circular may change is a dated row with its source.
"""
