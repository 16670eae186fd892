"""What a form says in plain Indonesian where its field was given no words of its own."""

from typing import Any

from flask_wtf import FlaskForm

_CHOOSE = "Pilih salah satu dari daftarnya."
_CHOOSE_SOME = "Pilih hanya dari daftarnya."
_ASKED = "Isi dulu bagian ini."
_WHOLE, _NUMBER = "Isi angka bulat, misalnya 30.", "Isi angka, misalnya 2,5."
_STALE = "Halaman ini terbuka terlalu lama. Kirim sekali lagi."
# The library's own sentences, as they stand in its code.
SENTENCES = {
    "Invalid field name '%s'.": "Bagian ini merujuk isian yang tidak ada.",
    "Field must be equal to %(other_name)s.": "Isinya harus sama dengan isian sebelumnya.",
    "Field must be at least %(min)d character long.": "Paling sedikit %(min)d huruf.",
    "Field cannot be longer than %(max)d character.": "Paling panjang %(max)d huruf.",
    "Field must be exactly %(max)d character long.": "Harus tepat %(max)d huruf.",
    "Field must be between %(min)d and %(max)d characters long.": "Panjangnya antara %(min)d dan %(max)d huruf.",
    "Number must be at least %(min)s.": "Angkanya paling kecil %(min)s.",
    "Number must be at most %(max)s.": "Angkanya paling besar %(max)s.",
    "Number must be between %(min)s and %(max)s.": "Angkanya antara %(min)s dan %(max)s.",
    "Date must be at least %(min)s.": "Tanggalnya paling awal %(min)s.",
    "Date must be at most %(max)s.": "Tanggalnya paling akhir %(max)s.",
    "Date must be between %(min)s and %(max)s.": "Tanggalnya antara %(min)s dan %(max)s.",
    "This field is required.": _ASKED,
    "Invalid input.": "Isian ini tidak bisa dipakai. Periksa cara menulisnya.",
    "Invalid email address.": "Alamat email ini tidak lengkap. Tulis seperti nama@contoh.go.id.",
    "Invalid IP address.": "Alamat IP ini tidak lengkap.",
    "Invalid Mac address.": "Alamat perangkat ini tidak lengkap.",
    "Invalid URL.": "Alamat ini tidak lengkap. Awali dengan https://.",
    "Invalid UUID.": "Kode ini tidak lengkap.",
    "Invalid value, must be one of: %(values)s.": _CHOOSE,
    "Invalid value, can't be any of: %(values)s.": "Isian ini tidak boleh dipakai. Pilih yang lain.",
    "This field cannot be edited.": "Bagian ini tidak bisa diubah.",
    "This field is disabled and cannot have a value.": "Bagian ini tidak boleh diisi.",
    "Invalid CSRF Token.": _STALE,
    "CSRF token missing.": _STALE,
    "CSRF failed.": _STALE,
    "CSRF token expired.": _STALE,
    "Invalid Choice: could not coerce.": _CHOOSE,
    "Not a valid choice.": _CHOOSE,
    "Invalid choice(s): one or more data inputs could not be coerced.": _CHOOSE_SOME,
    "'%(value)s' is not a valid choice for this field.": _CHOOSE_SOME,
    "Not a valid datetime value.": "Tanggal dan jam ini tidak terbaca. Tulis seperti 2027-03-15T08:00.",
    "Not a valid date value.": "Tanggal ini tidak ada di kalender. Tulis seperti 2027-03-15.",
    "Not a valid time value.": "Jam ditulis seperti 08:00.",
    "Not a valid week value.": "Minggu ini tidak terbaca. Tulis seperti 2027-W11.",
    "Not a valid integer value.": _WHOLE,
    "Not a valid decimal value.": _NUMBER,
    "Not a valid float value.": _NUMBER,
}


class Indonesian:
    """What the library asks for the words of a sentence. What stands in no list is left as it is."""

    def gettext(self, sentence: str) -> str:
        return SENTENCES.get(sentence, sentence)

    def ngettext(self, one: str, _many: str, _count: int) -> str:
        """Indonesian does not change with the number."""
        return self.gettext(one)


def speak_indonesian() -> None:
    """All forms, from now on: each is built upon this one."""
    words = Indonesian()

    def get_translations(_meta: Any, _form: Any) -> Indonesian:
        return words

    FlaskForm.Meta.get_translations = get_translations
