def test_probe(visit, budi):
    page = visit().open("accounts.show_sign_in")
    assert page.heading == "Masuk ke Penata"
    assert visit(budi).is_signed_in
