"""The professionalism index of civil servants (IP ASN): an estimate by a dated table, beside the official value.

PermenPANRB 38/2018 and PerBKN 8/2019. What the index calls competency is somebody's training history, never the
measured levels of the house ``competency``. The central agency computes the official value by rules that changed after
2022 and were not published in full, so everything worked out here is an estimate and says by which table.
"""
