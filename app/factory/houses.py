"""Every house opens its doors: its pages and commands, and what it has registered with the worker and others."""

from flask import Flask

from app.access import views as access_views
from app.accounts import commands as accounts_commands
from app.accounts import duties as accounts_duties  # noqa: F401 - registers itself with the worker
from app.accounts import letters as accounts_letters  # noqa: F401 - registers its letters with the catalogue
from app.accounts import succession as _accounts_succession  # noqa: F401 - listens to the organisation
from app.accounts import views as accounts_views
from app.attendance import jobs as attendance_jobs  # noqa: F401 - registers printing and tidying with the worker
from app.audit import commands as audit_commands
from app.backup import commands as backup_commands
from app.certificates import badge_views, bundle_views
from app.certificates import commands as certificate_commands
from app.certificates import jobs as certificate_jobs  # noqa: F401 - registers printing and bundles with the worker
from app.certificates import letters as _certificate_letters  # noqa: F401 - registers its letters with the catalogue
from app.certificates import signed_views as certificate_signed_views
from app.certificates import views as certificate_views
from app.competency import commands as competency_commands
from app.competency import duties as competency_duties  # noqa: F401 - registers itself with the worker
from app.competency import letters as competency_letters  # noqa: F401 - registers its letter with the catalogue
from app.competency import succession as _competency_succession  # noqa: F401 - listens to the organisation
from app.competency import views as competency_views
from app.demo import commands as demo_commands
from app.evaluations import jobs as evaluation_jobs  # noqa: F401 - registers its work with the worker, and marks copies
from app.evaluations import letters as evaluation_letters  # noqa: F401 - registers its letters with the catalogue
from app.evaluations import views as evaluation_views
from app.exams import views as exam_views
from app.imports import jobs as import_jobs  # noqa: F401 - registers trying, taking and undoing with the worker
from app.imports import views as import_views
from app.individual_plans import jobs as individual_plan_jobs  # noqa: F401 - registers reminders with the worker
from app.individual_plans import letters as individual_plan_letters  # noqa: F401 - registers its mails
from app.individual_plans import views as individual_plan_views
from app.initiatives import succession as _initiative_succession  # noqa: F401 - listens to the organisation
from app.initiatives import views as initiative_views
from app.interventions import deeds as _intervention_deeds  # noqa: F401 - tells everybody asked what is done
from app.interventions import jobs as intervention_jobs  # noqa: F401 - registers reminders with the worker
from app.interventions import letters as intervention_letters  # noqa: F401 - registers its mails with the catalogue
from app.interventions import views as intervention_views
from app.jobs import duties as job_duties  # noqa: F401 - registers itself with the worker, as the others do
from app.learning import jobs as _learning_jobs  # noqa: F401 - registers counting anew with the worker
from app.learning import letters as learning_letters  # noqa: F401 - registers its letters with the catalogue
from app.learning import succession as _learning_succession  # noqa: F401 - listens to the organisation
from app.learning import views as learning_views
from app.letters import jobs as letter_jobs  # noqa: F401 - registers printing with the worker
from app.letters import views as letter_views
from app.notifications import duties as notification_duties  # noqa: F401 - registers itself with the worker
from app.notifications import views as notification_views
from app.organisation import commands as organisation_commands
from app.organisation import duties as organisation_duties  # noqa: F401 - registers itself with the worker
from app.organisation import views as organisation_views
from app.plans import jobs as plan_jobs  # noqa: F401 - registers analysing and making batches with the worker
from app.plans import papers as plan_papers  # noqa: F401 - registers its letters on paper
from app.plans import views as plan_views
from app.privacy import commands as privacy_commands
from app.privacy import duties as privacy_duties  # noqa: F401 - registers retention and the audit heads
from app.privacy import letters as privacy_letters  # noqa: F401 - registers its letter with the catalogue
from app.privacy import views as privacy_views
from app.professionalism import commands as professionalism_commands
from app.professionalism import duties as professionalism_duties  # noqa: F401 - registers itself with the worker
from app.professionalism import succession as _professionalism_succession  # noqa: F401 - listens to the houses below
from app.professionalism import views as professionalism_views
from app.proposals import jobs as proposal_jobs  # noqa: F401 - registers reminders with the worker
from app.proposals import letters as proposal_letters  # noqa: F401 - registers its mails with the catalogue
from app.proposals import papers as proposal_papers  # noqa: F401 - registers its letters on paper
from app.proposals import views as proposal_views
from app.reports import duties as report_duties  # noqa: F401 - registers the weekly digest with the worker
from app.reports import views as report_views
from app.sosialisasi import succession as _sosialisasi_succession  # noqa: F401 - listens to the organisation
from app.sosialisasi import views as sosialisasi_views
from app.sosialisasi.jobs import questions as _sosialisasi_question_jobs  # noqa: F401 - registers itself with the worker
from app.sosialisasi.jobs import records as _sosialisasi_record_jobs  # noqa: F401 - registers papers with the worker
from app.sosialisasi.jobs import rounds as sosialisasi_jobs  # noqa: F401 - registers inviting and reminding with the worker
from app.sosialisasi.letters import invitations as sosialisasi_letters  # noqa: F401 - registers its mails with the catalogue
from app.sosialisasi.letters import questions as _sosialisasi_question_letters  # noqa: F401 - registers its mails
from app.sosialisasi.papers import invitations as sosialisasi_papers  # noqa: F401 - registers its letter on paper
from app.sosialisasi.papers import results as _sosialisasi_report_results  # noqa: F401 - tells the report
from app.surveys import jobs as survey_jobs  # noqa: F401 - registers closing with the worker, and marks copies
from app.surveys import letters as survey_letters  # noqa: F401 - registers its mails with the catalogue
from app.surveys import views as survey_views
from app.training import jobs as training_jobs  # noqa: F401 - registers closing and offers with the worker
from app.training import letters as training_letters  # noqa: F401 - registers its letters with the catalogue
from app.training import line_letters as training_line_letters  # noqa: F401 - so do these
from app.training import succession as _training_succession  # noqa: F401 - listens to rules of lesson hours
from app.training import views as training_views


def open_all(app: Flask) -> None:
    accounts_views.install(app)
    for house in (
        access_views,
        accounts_views,
        notification_views,
        organisation_views,
        competency_views,
        certificate_views,
        learning_views,
        letter_views,
        certificate_signed_views,
        badge_views,
        bundle_views,
        exam_views,
        evaluation_views,
        training_views,
        plan_views,
        professionalism_views,
        proposal_views,
        individual_plan_views,
        initiative_views,
        sosialisasi_views,
        survey_views,
        intervention_views,
        import_views,
        report_views,
    ):
        app.register_blueprint(house.bp)
    for blueprint in (privacy_views.bp, privacy_views.trail_bp, training_views.files_bp, training_views.calendar_bp):
        app.register_blueprint(blueprint)
    for house in (
        accounts_commands,
        audit_commands,
        backup_commands,
        certificate_commands,
        competency_commands,
        demo_commands,
        organisation_commands,
        privacy_commands,
        professionalism_commands,
    ):
        app.cli.add_command(house.group)
