"""The one table of who may do what."""

from app.access import labels
from app.access.permissions import ROLE_PERMISSIONS, Permission, Role


def test_the_page_is_the_table(visit, auditor):
    page = visit(auditor).open("access.show_table")
    shown = {}
    for row in page.tree.query("tbody tr"):
        name = " ".join(row.query("th")[0].to_text().split()).removesuffix(" bisa untuk satu unit")
        shown[name] = [" ".join(cell.to_text().split()) for cell in row.query("td .sr")]
    assert shown == {
        labels.PERMISSIONS[permission]: [": ya" if permission in ROLE_PERMISSIONS[role] else "Tidak" for role in Role]
        for permission in Permission
    }
    headings = ["Boleh", *(labels.ROLES[role] for role in Role)]
    assert page.all("thead th") == headings * len(page.all("section.rights"))


def test_who_may_read_it(visit, cast):
    opened = {name for name, person in cast.items() if visit(person).get("/hak-akses").status_code == 200}
    assert opened == {"auditor", "administrator", "sari", "joko"}
