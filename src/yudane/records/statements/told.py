"""Statements as rows of the contracts. What ended is told with its end, so that the past stays as it was."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from yudane.records.audit.models import Entry
from yudane.records.record import told_id
from yudane.records.signing.models import Signature
from yudane.records.signing.sides import SECOND, SRE, TEAM
from yudane.records.statements.models import OBJECT, Dispute, Statement

TABLES = ("joint_statements", "attestations", "waivers", "ideals")
UNCONFIRMED_DAYS = 30  # after the first account, what one person entered for both sides lapses
Row = dict[str, Any]


def joint_statements() -> Iterator[Row]:
    lapses = lapses_on()
    for one, signed, since in _stood("joint"):
        entered = one.entered_dev != ""
        until = min(one.until, lapses) if entered and lapses else one.until
        yield {
            "statement_id": told_id(one),
            **_about(one, since),
            "outcome": one.outcome,
            "sentence": one.sentence,
            "evidence_url": one.evidence_url or None,
            "stated_by_dev": one.entered_dev or signed[TEAM],
            "stated_by_sre": one.entered_sre or signed[SRE],
            "entered_by": (one.by_id or one.by_name or "local") if entered else None,
            "valid_until": until,
        }


def attestations() -> Iterator[Row]:
    seconds = Signature.objects.filter(subject__kind=OBJECT, side=SECOND)
    verified = dict(seconds.values_list("subject__object_id", "created_at"))
    for one, signed, since in _stood("attestation"):
        yield {
            "attestation_id": told_id(one),
            **_about(one, since),
            "statement": one.sentence,
            "evidence_url": one.evidence_url or None,
            "attested_by": signed[TEAM],
            "verified_by": signed.get(SECOND),
            "verified_at": verified.get(one.pk),
            "attested_on": _day(one),
            "expires_on": one.until,
        }


def waivers() -> Iterator[Row]:
    for one, signed, since in _stood("exemption"):
        yield {
            "waiver_id": told_id(one),
            **_about(one, since),
            "reason": one.sentence,
            "approved_by_dev": signed[TEAM],
            "approved_by_sre": signed[SRE],
            "approved_on": _day(one),
            "expires_on": one.until,
        }


def ideals() -> Iterator[Row]:
    for one, signed, since in _stood("ideal"):
        yield {
            "ideal_id": told_id(one),
            **_about(one, since),
            "reason": one.sentence,
            "agreed_by_dev": signed[TEAM],
            "agreed_by_sre": signed[SRE],
            "agreed_on": _day(one),
            "review_on": one.until,
        }


def disputes() -> Iterator[Row]:
    for one in Dispute.objects.order_by("id").iterator():
        yield {
            "dispute_id": told_id(one),
            "service_id": one.service_id,
            "criterion_id": one.criterion_id,
            "outcome": one.outcome,
            "side": one.side,
            "raised_by": _who(one.by_id, one.by_name),
            "sentence": one.sentence,
            "evidence_url": one.evidence_url or None,
            "opened_at": one.created_at,
            "state": one.state,
            "answered_by": _who(one.answered_by_id, one.answered_by_name) if one.answer else None,
            "answer": one.answer or None,
            "ended_at": one.ended_at,
            "received_at": one.ended_at or one.created_at,
        }


def _who(key: str, name: str) -> str:
    """A person by id; the one of a machine without accounts by the name they gave."""
    return name if key in ("", "local") and name else key


def _stood(kind: str) -> Iterator[tuple[Statement, Mapping[str, str], datetime]]:
    """Each that ever stood, with who signed it by side, and when that became so."""
    signed: dict[str, dict[str, str]] = {}
    latest: dict[str, datetime] = {}
    for signature in Signature.objects.filter(subject__kind=OBJECT).order_by("created_at").select_related("subject"):
        name = signature.subject.object_id
        signed.setdefault(name, {})[signature.side], latest[name] = signature.person_id, signature.created_at
    for one in Statement.objects.filter(kind=kind, standing_at__isnull=False).order_by("id").iterator():
        account = _first_account() if one.entered_dev else None
        known = [at for at in (one.standing_at, one.ended_at, latest.get(one.signed_id), account) if at]
        yield one, signed.get(one.signed_id, {}), max(known)


def _about(one: Statement, since: datetime) -> Row:
    return {
        "service_id": one.service_id,
        "criterion_id": one.criterion_id,
        "stated_at": one.standing_at,
        "withdrawn_at": one.ended_at,
        "received_at": since,
    }


def _day(one: Statement) -> date | None:
    return one.standing_at.date() if one.standing_at else None


def lapses_on() -> date | None:
    """From this day on what one person entered for both sides no longer holds; None while nobody has an account."""
    first = _first_account()
    return first.date() + timedelta(days=UNCONFIRMED_DAYS) if first else None


def _first_account() -> datetime | None:
    """When a login became somebody's for the first time: an account of a provider may be older than that."""
    entry = Entry.objects.filter(verb__in=("accept-invitation", "link-login")).order_by("seq").first()
    return entry.at if entry else None
