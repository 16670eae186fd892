"""What a new sign of somebody's presence does to what is known: the order in which signs come changes nothing."""

from datetime import datetime

from app.attendance.models import Attendance, AttendanceMethod, AttendanceStatus

# What people said by list or by decision stands; what a code or a guest book said gives way to an earlier sign.
_BY_TIME = frozenset({AttendanceMethod.CODE, AttendanceMethod.SCAN, AttendanceMethod.GUEST})


def makes_a_difference(known: Attendance | None, at: datetime) -> bool:
    """Whether somebody seen at an instant is to be marked anew: not known, known as absent, or seen earlier."""
    if known is None or known.status == AttendanceStatus.ABSENT:
        return True
    if known.status == AttendanceStatus.EXCUSED:
        return False
    return known.method in _BY_TIME and at < known.at
