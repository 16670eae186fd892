"""Every permission, every role, and the one table that joins them."""

from enum import StrEnum


class Permission(StrEnum):
    """Named ``house:thing:action`` and kept in alphabetical order."""

    ACCESS_TABLE_READ = "access:table:read"
    ACCOUNTS_GRANT_MANAGE = "accounts:grant:manage"
    ACCOUNTS_OWN_MANAGE = "accounts:own:manage"
    ACCOUNTS_USER_MANAGE = "accounts:user:manage"
    AUDIT_ENTRIES_READ = "audit:entries:read"
    CERTIFICATES_ALL_READ = "certificates:all:read"
    CERTIFICATES_BUNDLE_MAKE = "certificates:bundle:make"
    CERTIFICATES_DESIGN_MANAGE = "certificates:design:manage"
    CERTIFICATES_ISSUED_MANAGE = "certificates:issued:manage"
    CERTIFICATES_OWN_READ = "certificates:own:read"
    CERTIFICATES_SERIES_MANAGE = "certificates:series:manage"
    COMPETENCY_ASSESSMENT_DECIDE = "competency:assessment:decide"
    COMPETENCY_DICTIONARY_READ = "competency:dictionary:read"
    COMPETENCY_GAPS_READ = "competency:gaps:read"
    COMPETENCY_OWN_MANAGE = "competency:own:manage"
    COMPETENCY_STANDARD_MANAGE = "competency:standard:manage"
    COMPETENCY_TALENT_READ = "competency:talent:read"
    COMPETENCY_TEAM_RATE = "competency:team:rate"
    EXAMS_BANK_MANAGE = "exams:bank:manage"
    IMPORTS_RUN_MANAGE = "imports:run:manage"
    INDIVIDUAL_PLANS_ALL_MANAGE = "individual_plans:all:manage"
    INDIVIDUAL_PLANS_ALL_READ = "individual_plans:all:read"
    INDIVIDUAL_PLANS_OWN_MANAGE = "individual_plans:own:manage"
    INDIVIDUAL_PLANS_TEAM_DECIDE = "individual_plans:team:decide"
    INITIATIVES_INITIATIVE_MANAGE = "initiatives:initiative:manage"
    INITIATIVES_INITIATIVE_READ = "initiatives:initiative:read"
    INTERVENTIONS_ACTION_MANAGE = "interventions:action:manage"
    INTERVENTIONS_ACTION_READ = "interventions:action:read"
    INTERVENTIONS_CATALOGUE_MANAGE = "interventions:catalogue:manage"
    INTERVENTIONS_OWN_DO = "interventions:own:do"
    LEARNING_CLAIM_CREATE = "learning:claim:create"
    LEARNING_CLAIM_VERIFY = "learning:claim:verify"
    LEARNING_RECAP_READ = "learning:recap:read"
    LEARNING_RULE_MANAGE = "learning:rule:manage"
    LETTERS_LETTERHEAD_MANAGE = "letters:letterhead:manage"
    NOTIFICATIONS_LETTERS_READ = "notifications:letters:read"
    NOTIFICATIONS_OUTBOX_READ = "notifications:outbox:read"
    NOTIFICATIONS_OWN_READ = "notifications:own:read"
    ORGANISATION_DIRECTORY_READ = "organisation:directory:read"
    ORGANISATION_EMPLOYEE_MANAGE = "organisation:employee:manage"
    ORGANISATION_EMPLOYEE_READ = "organisation:employee:read"
    ORGANISATION_GOVERNMENT_MANAGE = "organisation:government:manage"
    ORGANISATION_OWN_READ = "organisation:own:read"
    ORGANISATION_STRUCTURE_MANAGE = "organisation:structure:manage"
    ORGANISATION_STRUCTURE_READ = "organisation:structure:read"
    PLANS_NEED_MANAGE = "plans:need:manage"
    PLANS_PLAN_MANAGE = "plans:plan:manage"
    PLANS_PLAN_READ = "plans:plan:read"
    PRIVACY_OWN_MANAGE = "privacy:own:manage"
    PRIVACY_REGISTER_READ = "privacy:register:read"
    PRIVACY_REQUEST_DECIDE = "privacy:request:decide"
    PROFESSIONALISM_DISCIPLINE_MANAGE = "professionalism:discipline:manage"
    PROFESSIONALISM_INDEX_READ = "professionalism:index:read"
    PROFESSIONALISM_OFFICIAL_MANAGE = "professionalism:official:manage"
    PROFESSIONALISM_OWN_READ = "professionalism:own:read"
    PROFESSIONALISM_TABLE_MANAGE = "professionalism:table:manage"
    PROPOSALS_PROPOSAL_DECIDE = "proposals:proposal:decide"
    PROPOSALS_PROPOSAL_READ = "proposals:proposal:read"
    REPORTS_HOME_READ = "reports:home:read"
    SOSIALISASI_EVENT_MANAGE = "sosialisasi:event:manage"
    SOSIALISASI_OWN_JOIN = "sosialisasi:own:join"
    SOSIALISASI_REACH_READ = "sosialisasi:reach:read"
    SURVEYS_INSTRUMENT_MANAGE = "surveys:instrument:manage"
    SURVEYS_NAMED_READ = "surveys:named:read"
    SURVEYS_OWN_ANSWER = "surveys:own:answer"
    SURVEYS_RESULTS_READ = "surveys:results:read"
    SURVEYS_ROOM_RUN = "surveys:room:run"
    SURVEYS_WAVE_MANAGE = "surveys:wave:manage"
    TRAINING_APPROVAL_DECIDE = "training:approval:decide"
    TRAINING_BATCH_MANAGE = "training:batch:manage"
    TRAINING_CATALOGUE_READ = "training:catalogue:read"
    TRAINING_ENROL = "training:enrolment:create"
    TRAINING_NOMINATE = "training:nomination:create"
    TRAINING_UNIT_RUN = "training:unit:run"


class Role(StrEnum):
    EMPLOYEE = "employee"
    MANAGER = "manager"
    HR = "hr"
    ORGANISER = "organiser"
    TRAINER = "trainer"
    ASSESSOR = "assessor"
    CHANGE_TEAM = "change_team"
    CHANGE_AGENT = "change_agent"
    COMPLAINT_TEAM = "complaint_team"
    ORGANISATION_BUREAU = "organisation_bureau"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    INSTALLATION_ADMINISTRATOR = "installation_administrator"


_EVERYBODY = frozenset(
    {Permission.ACCOUNTS_OWN_MANAGE, Permission.NOTIFICATIONS_OWN_READ, Permission.REPORTS_HOME_READ}
)
_OF_A_GOVERNMENT = _EVERYBODY | {Permission.COMPETENCY_DICTIONARY_READ, Permission.ORGANISATION_STRUCTURE_READ}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.EMPLOYEE: _OF_A_GOVERNMENT
    | {
        Permission.CERTIFICATES_OWN_READ,
        Permission.COMPETENCY_OWN_MANAGE,
        Permission.INDIVIDUAL_PLANS_OWN_MANAGE,
        Permission.INTERVENTIONS_OWN_DO,
        Permission.LEARNING_CLAIM_CREATE,
        Permission.ORGANISATION_OWN_READ,
        Permission.PRIVACY_OWN_MANAGE,
        Permission.PROFESSIONALISM_OWN_READ,
        Permission.SOSIALISASI_OWN_JOIN,
        Permission.SURVEYS_OWN_ANSWER,
        Permission.TRAINING_CATALOGUE_READ,
        Permission.TRAINING_ENROL,
    },
    Role.MANAGER: _OF_A_GOVERNMENT
    | {
        Permission.COMPETENCY_GAPS_READ,
        Permission.COMPETENCY_TALENT_READ,
        Permission.COMPETENCY_TEAM_RATE,
        Permission.INDIVIDUAL_PLANS_TEAM_DECIDE,
        Permission.INITIATIVES_INITIATIVE_READ,
        Permission.INTERVENTIONS_ACTION_MANAGE,
        Permission.INTERVENTIONS_ACTION_READ,
        Permission.LEARNING_RECAP_READ,
        Permission.ORGANISATION_DIRECTORY_READ,
        Permission.ORGANISATION_EMPLOYEE_READ,
        Permission.PLANS_NEED_MANAGE,
        Permission.PROFESSIONALISM_INDEX_READ,
        Permission.PROPOSALS_PROPOSAL_READ,
        Permission.SOSIALISASI_REACH_READ,
        Permission.SURVEYS_RESULTS_READ,
        Permission.TRAINING_APPROVAL_DECIDE,
        Permission.TRAINING_CATALOGUE_READ,
        Permission.TRAINING_NOMINATE,
        Permission.TRAINING_UNIT_RUN,
    },
    Role.HR: _OF_A_GOVERNMENT
    | {
        Permission.ACCESS_TABLE_READ,
        Permission.ACCOUNTS_USER_MANAGE,
        Permission.CERTIFICATES_ALL_READ,
        Permission.CERTIFICATES_BUNDLE_MAKE,
        Permission.CERTIFICATES_DESIGN_MANAGE,
        Permission.CERTIFICATES_ISSUED_MANAGE,
        Permission.CERTIFICATES_SERIES_MANAGE,
        Permission.COMPETENCY_ASSESSMENT_DECIDE,
        Permission.COMPETENCY_GAPS_READ,
        Permission.COMPETENCY_STANDARD_MANAGE,
        Permission.COMPETENCY_TALENT_READ,
        Permission.EXAMS_BANK_MANAGE,
        Permission.IMPORTS_RUN_MANAGE,
        Permission.INDIVIDUAL_PLANS_ALL_MANAGE,
        Permission.INDIVIDUAL_PLANS_ALL_READ,
        Permission.INITIATIVES_INITIATIVE_READ,
        Permission.INTERVENTIONS_ACTION_READ,
        Permission.LEARNING_CLAIM_VERIFY,
        Permission.LEARNING_RECAP_READ,
        Permission.LEARNING_RULE_MANAGE,
        Permission.LETTERS_LETTERHEAD_MANAGE,
        Permission.NOTIFICATIONS_LETTERS_READ,
        Permission.NOTIFICATIONS_OUTBOX_READ,
        Permission.ORGANISATION_DIRECTORY_READ,
        Permission.ORGANISATION_EMPLOYEE_MANAGE,
        Permission.ORGANISATION_EMPLOYEE_READ,
        Permission.ORGANISATION_STRUCTURE_MANAGE,
        Permission.PLANS_NEED_MANAGE,
        Permission.PLANS_PLAN_MANAGE,
        Permission.PLANS_PLAN_READ,
        Permission.PRIVACY_REGISTER_READ,
        Permission.PRIVACY_REQUEST_DECIDE,
        Permission.PROFESSIONALISM_DISCIPLINE_MANAGE,
        Permission.PROFESSIONALISM_INDEX_READ,
        Permission.PROFESSIONALISM_OFFICIAL_MANAGE,
        Permission.PROFESSIONALISM_TABLE_MANAGE,
        Permission.PROPOSALS_PROPOSAL_DECIDE,
        Permission.PROPOSALS_PROPOSAL_READ,
        Permission.SOSIALISASI_EVENT_MANAGE,
        Permission.SOSIALISASI_REACH_READ,
        Permission.SURVEYS_RESULTS_READ,
        Permission.TRAINING_BATCH_MANAGE,
        Permission.TRAINING_CATALOGUE_READ,
    },
    Role.ORGANISER: _OF_A_GOVERNMENT
    | {
        Permission.CERTIFICATES_BUNDLE_MAKE,
        Permission.CERTIFICATES_DESIGN_MANAGE,
        Permission.CERTIFICATES_ISSUED_MANAGE,
        Permission.EXAMS_BANK_MANAGE,
        Permission.LETTERS_LETTERHEAD_MANAGE,
        Permission.PROPOSALS_PROPOSAL_READ,
        Permission.SURVEYS_ROOM_RUN,
        Permission.TRAINING_BATCH_MANAGE,
        Permission.TRAINING_CATALOGUE_READ,
        Permission.TRAINING_UNIT_RUN,
    },
    Role.TRAINER: _OF_A_GOVERNMENT
    | {
        Permission.EXAMS_BANK_MANAGE,
        Permission.SURVEYS_ROOM_RUN,
    },
    Role.ASSESSOR: _OF_A_GOVERNMENT
    | {
        Permission.COMPETENCY_ASSESSMENT_DECIDE,
        Permission.COMPETENCY_GAPS_READ,
    },
    Role.CHANGE_TEAM: _OF_A_GOVERNMENT
    | {
        Permission.COMPETENCY_GAPS_READ,
        Permission.INITIATIVES_INITIATIVE_MANAGE,
        Permission.INITIATIVES_INITIATIVE_READ,
        Permission.INTERVENTIONS_ACTION_MANAGE,
        Permission.INTERVENTIONS_ACTION_READ,
        Permission.INTERVENTIONS_CATALOGUE_MANAGE,
        Permission.SOSIALISASI_EVENT_MANAGE,
        Permission.SOSIALISASI_REACH_READ,
        Permission.SURVEYS_INSTRUMENT_MANAGE,
        Permission.SURVEYS_NAMED_READ,
        Permission.SURVEYS_RESULTS_READ,
        Permission.SURVEYS_ROOM_RUN,
        Permission.SURVEYS_WAVE_MANAGE,
    },
    Role.CHANGE_AGENT: _OF_A_GOVERNMENT
    | {
        Permission.INITIATIVES_INITIATIVE_READ,
        Permission.INTERVENTIONS_ACTION_READ,
        Permission.SOSIALISASI_REACH_READ,
        Permission.SURVEYS_ROOM_RUN,
    },
    Role.COMPLAINT_TEAM: _OF_A_GOVERNMENT,
    Role.ORGANISATION_BUREAU: _OF_A_GOVERNMENT
    | {
        Permission.COMPETENCY_GAPS_READ,
        Permission.INITIATIVES_INITIATIVE_MANAGE,
        Permission.INITIATIVES_INITIATIVE_READ,
        Permission.INTERVENTIONS_ACTION_MANAGE,
        Permission.INTERVENTIONS_ACTION_READ,
        Permission.INTERVENTIONS_CATALOGUE_MANAGE,
        Permission.ORGANISATION_DIRECTORY_READ,
        Permission.ORGANISATION_STRUCTURE_MANAGE,
        Permission.PROFESSIONALISM_INDEX_READ,
        Permission.SOSIALISASI_EVENT_MANAGE,
        Permission.SOSIALISASI_REACH_READ,
        Permission.SURVEYS_INSTRUMENT_MANAGE,
        Permission.SURVEYS_RESULTS_READ,
        Permission.SURVEYS_ROOM_RUN,
        Permission.SURVEYS_WAVE_MANAGE,
    },
    Role.AUDITOR: _OF_A_GOVERNMENT
    | {
        Permission.ACCESS_TABLE_READ,
        Permission.AUDIT_ENTRIES_READ,
        Permission.ORGANISATION_DIRECTORY_READ,
        Permission.PLANS_PLAN_READ,
        Permission.PRIVACY_REGISTER_READ,
    },
    Role.ADMINISTRATOR: _OF_A_GOVERNMENT
    | {
        Permission.ACCESS_TABLE_READ,
        Permission.ACCOUNTS_GRANT_MANAGE,
        Permission.ACCOUNTS_USER_MANAGE,
        Permission.NOTIFICATIONS_LETTERS_READ,
        Permission.NOTIFICATIONS_OUTBOX_READ,
        Permission.PRIVACY_REGISTER_READ,
        Permission.PROFESSIONALISM_TABLE_MANAGE,
        Permission.TRAINING_CATALOGUE_READ,
    },
    Role.INSTALLATION_ADMINISTRATOR: _EVERYBODY
    | {
        Permission.ACCESS_TABLE_READ,
        Permission.ACCOUNTS_GRANT_MANAGE,
        Permission.AUDIT_ENTRIES_READ,
        Permission.ORGANISATION_GOVERNMENT_MANAGE,
        Permission.PRIVACY_REGISTER_READ,
    },
}

SEES_OTHER_PEOPLE = frozenset(Role) - {Role.EMPLOYEE}
# Security S3: these need a second factor; security A8: a grant of these needs a second administrator.
NEEDS_SECOND_FACTOR = frozenset({Role.HR, Role.AUDITOR, Role.ADMINISTRATOR, Role.INSTALLATION_ADMINISTRATOR})
NEEDS_CONFIRMATION = frozenset({Role.HR, Role.AUDITOR, Role.ADMINISTRATOR, Role.INSTALLATION_ADMINISTRATOR})
# What a role limited to a unit still allows: its queries narrow to the subtree, or it concerns nobody's rows.
# Everything else needs the role for the whole government.
COUNTS_IN_A_SUBTREE = _OF_A_GOVERNMENT | {
    Permission.CERTIFICATES_ALL_READ,
    Permission.CERTIFICATES_BUNDLE_MAKE,
    Permission.COMPETENCY_GAPS_READ,
    Permission.COMPETENCY_TALENT_READ,
    Permission.COMPETENCY_TEAM_RATE,
    Permission.INDIVIDUAL_PLANS_ALL_READ,
    Permission.INDIVIDUAL_PLANS_TEAM_DECIDE,
    Permission.INITIATIVES_INITIATIVE_READ,
    Permission.INTERVENTIONS_ACTION_MANAGE,
    Permission.INTERVENTIONS_ACTION_READ,
    Permission.LEARNING_RECAP_READ,
    Permission.LETTERS_LETTERHEAD_MANAGE,
    Permission.ORGANISATION_DIRECTORY_READ,
    Permission.ORGANISATION_EMPLOYEE_MANAGE,
    Permission.ORGANISATION_EMPLOYEE_READ,
    Permission.PLANS_NEED_MANAGE,
    Permission.PROFESSIONALISM_INDEX_READ,
    Permission.PROPOSALS_PROPOSAL_READ,
    Permission.SOSIALISASI_EVENT_MANAGE,
    Permission.SOSIALISASI_REACH_READ,
    Permission.SURVEYS_RESULTS_READ,
    Permission.SURVEYS_ROOM_RUN,
    Permission.TRAINING_APPROVAL_DECIDE,
    Permission.TRAINING_CATALOGUE_READ,
    Permission.TRAINING_NOMINATE,
    Permission.TRAINING_UNIT_RUN,
}


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """Everything the roles allow together."""
    return frozenset().union(*(ROLE_PERMISSIONS[role] for role in roles))
