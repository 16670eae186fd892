"""Sertifikat pelatihan: numbered, printed once, and open to anyone's check.

Whoever finishes a training receives a paper that a stranger can trust: holding the QR code to a phone, or
typing the code, shows whether Penata issued it and whether it still holds. The number follows the
organiser's own pattern (nomor urut, unit, klasifikasi, bulan in Roman numerals, tahun); its sequence starts
again every year, and a number is never used twice, not even after its certificate was revoked. What the
paper says is frozen on the day of issue. Without a certificate of BSrE behind it, the paper points to the
verification page and never claims an electronic signature.
"""
