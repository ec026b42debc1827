"""Every address of the web, each with the rule of the policy that says who may have it."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as oidc
from allauth.usersessions import views as sessions
from django.urls import path

from yudane.faces.web.account.view import accept, enter, entered, invitation, own
from yudane.faces.web.activity.view import activity, indicator
from yudane.faces.web.audit.view import audit
from yudane.faces.web.catalog import changes as edits
from yudane.faces.web.catalog import one, sheets
from yudane.faces.web.catalog.view import catalog
from yudane.faces.web.decisions import changes as deciding
from yudane.faces.web.decisions.register import register as decision_register
from yudane.faces.web.decisions.register import register_csv
from yudane.faces.web.decisions.view import as_markdown
from yudane.faces.web.decisions.view import new as new_decision
from yudane.faces.web.decisions.view import one as one_decision
from yudane.faces.web.delegation import changes as delegating
from yudane.faces.web.delegation.view import delegation, matter
from yudane.faces.web.disputes import changes as disputing
from yudane.faces.web.disputes.view import disputes
from yudane.faces.web.find.view import find, found_here
from yudane.faces.web.guide.view import guide
from yudane.faces.web.health import healthz, readyz
from yudane.faces.web.journal import changes as journaling
from yudane.faces.web.journal import incident, toil
from yudane.faces.web.journal import sheet as journal_sheet
from yudane.faces.web.journal.form import form as journal_form
from yudane.faces.web.journal.view import journal, one_table
from yudane.faces.web.map.view import map_csv, map_page, map_team, start
from yudane.faces.web.next.view import next_acts
from yudane.faces.web.people import changes
from yudane.faces.web.people.view import people, person
from yudane.faces.web.phases.view import observed, phases
from yudane.faces.web.poker import changes as playing
from yudane.faces.web.poker import view as poker
from yudane.faces.web.policy.view import policy
from yudane.faces.web.program.proposal import judge, proposal, stop
from yudane.faces.web.program.view import program
from yudane.faces.web.reference.check import check
from yudane.faces.web.reference.rubric import activity as reference_activity
from yudane.faces.web.reference.rubric import phases as reference_phases
from yudane.faces.web.reference.rubric import rubric
from yudane.faces.web.reference.tables import table, tables
from yudane.faces.web.service.view import service_or_why
from yudane.faces.web.shared.routes import does, form, reads, reads_or_does
from yudane.faces.web.statements import changes as stating
from yudane.faces.web.statements.form import form as form_to_state
from yudane.faces.web.statements.view import statements
from yudane.faces.web.surveys import changes as surveying
from yudane.faces.web.surveys.view import one_survey, surveys
from yudane.faces.web.why.rows import rows

urlpatterns = [
    path("", reads("levels", start)),
    path("map", reads("levels", map_page)),
    path("map.csv", reads("levels", map_csv)),
    path("map/teams/<path:team>", reads("levels", map_team)),
    path("services/<path:service>/<slug:activity>/rows/<slug:name>", reads("levels", rows)),
    path("services/<path:rest>", reads("levels", service_or_why)),
    path("guides/<slug:activity>", reads("levels", guide)),
    path("activities/<slug:key>", reads("levels", activity)),
    path("activities/<slug:key>/<slug:name>", reads("levels", indicator)),
    path("phases", reads("levels", phases)),
    path("phases/<slug:key>", reads("levels", observed)),
    path("program", reads("levels", program)),
    path("program/proposals/<str:name>", reads("levels", proposal)),
    path("program/proposals/<str:name>/judge", does("study-proposal", judge)),
    path("program/proposals/<str:name>/call-off", does("study-proposal", stop)),
    path("catalog/services/<path:entity_id>", reads("levels", one.service)),
    path("catalog/teams/<path:entity_id>", reads("levels", one.team)),
    path("catalog/add/<str:kind>", does("add-entity", edits.add)),
    path("catalog/edits/add", does("edit-entity", edits.edit)),
    path("catalog/edits/<str:edit_id>/take-back", does("take-back-edit", edits.take_back_edit)),
    path("catalog/moves/add", does("move-entity", edits.move)),
    path("catalog/moves/<str:move_id>/take-back", does("take-back-move", edits.take_back_move)),
    path("catalog/owners/add", does("own-activity", edits.own_activity)),
    path("catalog/owners/<str:owner_id>/end", does("end-activity-owner", edits.end_owner)),
    path("catalog/waves/add", does("enable-team", edits.begin_wave)),
    path("catalog/waves/<str:wave_id>/end", does("end-enablement", edits.end_wave)),
    path("catalog/import", reads_or_does("import-catalog", sheets.form, sheets.take)),
    path("catalog", reads("levels", catalog)),
    path("find", reads("levels", find)),
    path("find/here", reads("levels", found_here)),
    path("next", reads("levels", next_acts)),
    path("reference", reads("levels", rubric)),
    path("reference/tables", reads("levels", tables)),
    path("reference/tables/<slug:name>", reads("levels", table)),
    path("reference/phases", reads("levels", reference_phases)),
    path("reference/<slug:activity>", reads("levels", reference_activity)),
    path("reference/<slug:activity>/<slug:name>", reads("levels", check)),
    path("people", reads("people", people)),
    path("people/add", does("add-person", changes.add)),
    path("people/<str:person_id>", reads("people", person)),
    path("people/<str:person_id>/change", does("change-person", changes.change)),
    path("people/<str:person_id>/grant", does("grant", changes.grant)),
    path("people/<str:person_id>/invite", does("invite", changes.invite)),
    path("people/<str:person_id>/disable", does("disable-person", changes.disable)),
    path("people/<str:person_id>/enable", does("enable-person", changes.enable)),
    path("people/<str:person_id>/memberships/add", does("add-member", changes.add_member)),
    path("people/<str:person_id>/memberships/<str:membership_id>/end", does("end-membership", changes.end_membership)),
    path("logins/<str:login_id>/link", does("link-login", changes.link_login)),
    path("tokens/make", does("make-token", changes.make_token)),
    path("tokens/<str:token_id>/revoke", does("revoke-token", changes.revoke_token)),
    path("claims/map", does("map-claim", changes.map_claim)),
    path("claims/<str:claim_id>/unmap", does("unmap-claim", changes.unmap_claim)),
    path("delegation", reads("delegation", delegation)),
    path("delegation/matter", reads("delegation", matter)),
    path("delegation/propose", does("propose-delegation", delegating.propose)),
    path("delegation/first", does("propose-first", delegating.first)),
    path("delegation/sign", does("sign-delegation", delegating.sign)),
    path("delegation/proposals/<str:proposal_id>/decline", does("decline-delegation", delegating.decline)),
    path("delegation/proposals/<str:proposal_id>/object", does("object-delegation", delegating.object_to)),
    path("delegation/proposals/<str:proposal_id>/withdraw", does("withdraw-delegation", delegating.withdraw)),
    path("delegation/agreements/<str:agreement_id>/accept", does("accept-ownership", delegating.accept)),
    path("delegation/decisions", reads("delegation", decision_register)),
    path("delegation/decisions.csv", reads("delegation", register_csv)),
    path("delegation/decisions/new", reads("delegation", new_decision)),
    path("delegation/decisions/open", does("open-decision", deciding.open_one)),
    path("delegation/decisions/step-in", does("step-in", deciding.step_in)),
    path("delegation/decisions/<str:decision_id>", reads("delegation", one_decision)),
    path("delegation/decisions/<str:decision_id>/markdown", reads("delegation", as_markdown)),
    path("delegation/decisions/<str:decision_id>/reword", does("reword-decision", deciding.reword)),
    path("delegation/decisions/<str:decision_id>/decide", does("decide", deciding.decide)),
    path("delegation/parts/<str:part_id>/say", does("take-part", deciding.take_part)),
    path("delegation/parts/<str:part_id>/approve", does("approve-decision", deciding.approve)),
    path("delegation/parts/<str:part_id>/answer", does("answer-ask", deciding.answer_ask)),
    path("delegation/parts/<str:part_id>/withdraw", does("withdraw-decision", deciding.withdraw)),
    path("delegation/parts/<str:part_id>/relevel", does("relevel-decision", deciding.relevel)),
    path("delegation/parts/<str:part_id>/settle", does("settle-decision", deciding.settle)),
    path("delegation/parts/<str:part_id>/incident", does("confirm-incident", deciding.confirm_incident)),
    path("delegation/poker", reads("delegation", poker.sessions)),
    path("delegation/poker/open", does("open-poker", playing.open_one)),
    path("delegation/poker/<str:session_id>", reads("delegation", poker.session)),
    path("delegation/poker/<str:session_id>/now", reads("delegation", poker.changed)),
    path("delegation/poker/<str:session_id>/join", does("join-poker", playing.join)),
    path("delegation/poker/<str:session_id>/begin", does("begin-poker-round", playing.begin)),
    path("delegation/poker/<str:session_id>/vote", does("vote-poker", playing.vote)),
    path("delegation/poker/<str:session_id>/explain", does("explain-poker", playing.explain)),
    path("delegation/poker/<str:session_id>/ask", does("ask-poker-round", playing.ask)),
    path("delegation/poker/<str:session_id>/confirm", does("confirm-poker", playing.confirm)),
    path("delegation/poker/<str:session_id>/sign", does("sign-delegation", playing.sign)),
    path("delegation/poker/<str:session_id>/lead", does("lead-poker", playing.lead)),
    path("delegation/poker/<str:session_id>/close", does("close-poker", playing.close)),
    path("journal", reads("journal", journal)),
    path("journal/surveys", reads("journal", surveys)),
    path("journal/surveys/open", does("open-survey", surveying.open_one)),
    path("journal/surveys/<str:survey_id>", reads("journal", one_survey)),
    path("journal/surveys/<str:survey_id>/answer", does("answer-survey", surveying.answer)),
    path("journal/surveys/<str:survey_id>/close", does("close-survey", surveying.close)),
    path("journal/quick/toil", reads("journal", toil.toil)),
    path("journal/quick/toil/begin", does("record-here", toil.begin)),
    path("journal/quick/toil/add", does("record-rows", toil.add_task)),
    path("journal/quick/toil/spend", does("record-rows", toil.spend)),
    path("journal/quick/toil/<str:row_id>/take-back", does("remove-row", toil.take_back)),
    path("journal/quick/incidents", reads("journal", incident.incidents)),
    path("journal/quick/incidents/begin", does("record-rows", incident.begin)),
    path("journal/quick/incidents/<str:row_id>/mark", does("change-row", incident.mark)),
    path("journal/quick/incidents/<str:row_id>/write-up", does("record-rows", incident.write_up)),
    path("journal/quick/incidents/<str:row_id>/items", does("record-rows", incident.add_item)),
    path("journal/<slug:table>", reads("journal", one_table)),
    path("journal/<slug:table>/new", reads("journal", journal_form)),
    path("journal/<slug:table>/sheet", reads_or_does("record-rows", journal_sheet.form, journal_sheet.take)),
    path("journal/<slug:table>/template/<slug:kind>", reads("journal", journal_sheet.template)),
    path("journal/<slug:table>/export", reads("record-rows", journal_sheet.export)),
    path("journal/<slug:table>/record-here", does("record-here", journaling.record_here)),
    path("journal/<slug:table>/end", does("end-recording", journaling.end)),
    path("journal/<slug:table>/record", does("record-rows", journaling.record)),
    path("journal/<slug:table>/rows/<str:row_id>/remove", does("remove-row", journaling.remove)),
    path("journal/<slug:table>/vouch", does("vouch", journaling.vouch)),
    path("journal/<slug:table>/vouches/<str:vouch_id>/withdraw", does("withdraw-vouch", journaling.withdraw_vouch)),
    path("statements", reads("statements", statements)),
    path("statements/new", reads("statements", form_to_state)),
    path("statements/state", does("state", stating.state)),
    path("statements/enter", does("enter-joint", stating.enter)),
    path("statements/sign", does("sign-statement", stating.sign)),
    path("statements/renew", does("state", stating.renew)),
    path("statements/disputes", reads("statements", disputes)),
    path("statements/disputes/raise", does("dispute", disputing.raise_one)),
    path("statements/disputes/<str:dispute_id>/answer", does("answer-dispute", disputing.answer)),
    path("statements/disputes/<str:dispute_id>/withdraw", does("withdraw-dispute", disputing.withdraw)),
    path("statements/<str:statement_id>/decline", does("decline-statement", stating.decline)),
    path("statements/<str:statement_id>/withdraw", does("withdraw-statement", stating.withdraw)),
    path("statements/<str:statement_id>/verify", does("verify-statement", stating.verify)),
    path("who-may", reads("policy", policy)),
    path("audit", reads("audit", audit)),
    path("healthz", reads("health", healthz)),
    path("readyz", reads("health", readyz)),
    path("enter/<str:secret>", reads_or_does("sign-in", enter, entered)),
    path("account", reads("own-account", own)),
    path("account/invitation/<str:secret>", reads_or_does("accept-invitation", invitation, accept), name="invitation"),
    path("account/login/", form("sign-in", account.login), name="account_login"),
    path("account/logout/", form("sign-in", account.logout), name="account_logout"),
    path("account/inactive/", form("sign-in", account.account_inactive), name="account_inactive"),
    path("account/signup/", form("sign-in", account.signup), name="account_signup"),
    path("account/reauthenticate/", form("own-account", account.reauthenticate), name="account_reauthenticate"),
    path("account/password/change/", form("own-account", account.password_change), name="account_change_password"),
    path("account/password/set/", form("own-account", account.password_set), name="account_set_password"),
    path("account/sessions/", form("own-account", sessions.list_usersessions), name="usersessions_list"),
    path("account/2fa/", form("own-account", mfa.index), name="mfa_index"),
    path("account/2fa/authenticate/", form("sign-in", mfa.authenticate), name="mfa_authenticate"),
    path("account/2fa/reauthenticate/", form("own-account", mfa.reauthenticate), name="mfa_reauthenticate"),
    path("account/2fa/totp/activate/", form("own-account", totp.activate_totp), name="mfa_activate_totp"),
    path("account/2fa/totp/deactivate/", form("own-account", totp.deactivate_totp), name="mfa_deactivate_totp"),
    path(
        "account/2fa/recovery-codes/", form("own-account", recovery.view_recovery_codes), name="mfa_view_recovery_codes"
    ),
    path(
        "account/2fa/recovery-codes/generate/",
        form("own-account", recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/2fa/recovery-codes/download/",
        form("own-account", recovery.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("account/oidc/<str:provider_id>/login/", form("sign-in", oidc.login), name="openid_connect_login"),
    path(
        "account/oidc/<str:provider_id>/login/callback/", form("sign-in", oidc.callback), name="openid_connect_callback"
    ),
    path("account/oidc/cancelled/", form("sign-in", social.login_cancelled), name="socialaccount_login_cancelled"),
    path("account/oidc/error/", form("sign-in", social.login_error), name="socialaccount_login_error"),
    path("account/oidc/signup/", form("sign-in", social.signup), name="socialaccount_signup"),
    path("account/oidc/connections/", form("own-account", social.connections), name="socialaccount_connections"),
]

handler400 = "yudane.faces.web.shared.error_pages.bad_request"
handler404 = "yudane.faces.web.shared.error_pages.not_found"
handler500 = "yudane.faces.web.shared.error_pages.broken"
