"""Every permission, every role, and the one table that joins them."""

from enum import StrEnum


class Permission(StrEnum):
    """Named ``house:thing:action`` and kept in alphabetical order."""

    ACCESS_TABLE_READ = "access:table:read"
    AUDIT_ENTRIES_READ = "audit:entries:read"
    CERTIFICATES_OWN_READ = "certificates:own:read"
    NOTIFICATIONS_OUTBOX_READ = "notifications:outbox:read"
    NOTIFICATIONS_OWN_READ = "notifications:own:read"
    REPORTS_HOME_READ = "reports:home:read"
    TRAINING_APPROVAL_DECIDE = "training:approval:decide"
    TRAINING_BATCH_MANAGE = "training:batch:manage"
    TRAINING_CATALOGUE_READ = "training:catalogue:read"
    TRAINING_ENROL = "training:enrolment:create"


class Role(StrEnum):
    EMPLOYEE = "employee"
    MANAGER = "manager"
    HR = "hr"
    ORGANISER = "organiser"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    INSTALLATION_ADMINISTRATOR = "installation_administrator"


_EVERYBODY = frozenset({Permission.NOTIFICATIONS_OWN_READ, Permission.REPORTS_HOME_READ})

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.EMPLOYEE: _EVERYBODY
    | {
        Permission.CERTIFICATES_OWN_READ,
        Permission.TRAINING_CATALOGUE_READ,
        Permission.TRAINING_ENROL,
    },
    Role.MANAGER: _EVERYBODY | {Permission.TRAINING_APPROVAL_DECIDE, Permission.TRAINING_CATALOGUE_READ},
    Role.HR: _EVERYBODY
    | {
        Permission.NOTIFICATIONS_OUTBOX_READ,
        Permission.TRAINING_BATCH_MANAGE,
        Permission.TRAINING_CATALOGUE_READ,
    },
    Role.ORGANISER: _EVERYBODY | {Permission.TRAINING_BATCH_MANAGE, Permission.TRAINING_CATALOGUE_READ},
    Role.AUDITOR: _EVERYBODY | {Permission.ACCESS_TABLE_READ, Permission.AUDIT_ENTRIES_READ},
    Role.ADMINISTRATOR: _EVERYBODY
    | {Permission.ACCESS_TABLE_READ, Permission.NOTIFICATIONS_OUTBOX_READ, Permission.TRAINING_CATALOGUE_READ},
    Role.INSTALLATION_ADMINISTRATOR: _EVERYBODY | {Permission.ACCESS_TABLE_READ},
}

SEES_OTHER_PEOPLE = frozenset(Role) - {Role.EMPLOYEE}


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """Everything the roles allow together."""
    return frozenset().union(*(ROLE_PERMISSIONS[role] for role in roles))
