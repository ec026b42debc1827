"""Who may do what: one table, which is a page too.

A rule names the roles that may. `member`, `lead` and `deputy` are those of the team a thing belongs to, `self` whom it is
about. Tokens are refused by class: they read, or bring evidence in, and never speak for anybody.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from yudane.records.acting import Actor

# read: looks. ingest: brings evidence. manage: people, teams, settings. record: writes down. sign: speaks for a side.
Kind = Literal["read", "ingest", "manage", "record", "sign"]
KINDS: tuple[Kind, ...] = ("read", "ingest", "record", "manage", "sign")

ROLES = (
    "anyone",  # also who has not signed in
    "viewer",  # whoever signed in
    "member",
    "deputy",  # named by the lead from a day to a day
    "lead",
    "colleague",  # of a team, and not of the one it belongs to
    "sre",
    "business",  # of a business unit
    "auditor",
    "administrator",
    "self",
    "local",  # the one person of a machine without accounts
    "operator",  # whoever may use the server's command line
    "read_token",
    "ingest_token",
)
TOKENS: Mapping[str, Kind] = {"read_token": "read", "ingest_token": "ingest"}


@dataclass(frozen=True)
class Rule:
    """One row of the table."""

    key: str  # words in web.yaml: may_KEY
    kind: Kind
    who: tuple[str, ...]

    def __post_init__(self) -> None:
        """Tokens keep to their kind, and who sits at the server speaks for nobody."""
        tokens = {role for role in self.who if TOKENS.get(role, self.kind) != self.kind}
        if tokens or (self.kind == "sign" and "operator" in self.who):
            raise ValueError(f"{self.key}: {self.kind} is not for {sorted(tokens) or 'operator'}")

    @property
    def all_who(self) -> tuple[str, ...]:
        """In the order of ROLES; where there are no accounts yet, the one person may whatever needs one side only."""
        local = () if self.kind == "sign" else ("local",)
        return tuple(role for role in ROLES if role in (*self.who, *local))


_MANAGERS = ("administrator", "operator")

_TEAM = ("member", "deputy", "lead")
_SIGNERS = (*_TEAM, "sre")

RULES: Mapping[str, Rule] = {
    rule.key: rule
    for rule in (
        Rule("sign-in", "read", ("anyone",)),
        Rule("health", "read", ("anyone",)),
        Rule("levels", "read", ("viewer", "read_token")),
        Rule("policy", "read", ("viewer",)),
        Rule("people", "read", ("viewer",)),
        Rule("own-account", "read", ("viewer",)),
        Rule("audit", "read", ("auditor", *_MANAGERS)),
        Rule("study-proposal", "record", ("sre", *_MANAGERS)),
        Rule("add-person", "manage", _MANAGERS),
        Rule("invite", "manage", _MANAGERS),
        Rule("accept-invitation", "manage", ("anyone",)),
        Rule("change-person", "manage", ("self", *_MANAGERS)),
        Rule("grant", "manage", _MANAGERS),
        Rule("disable-person", "manage", _MANAGERS),
        Rule("enable-person", "manage", _MANAGERS),
        Rule("add-member", "manage", ("lead", *_MANAGERS)),
        Rule("end-membership", "manage", ("lead", *_MANAGERS)),
        Rule("link-login", "manage", _MANAGERS),
        Rule("map-claim", "manage", _MANAGERS),
        Rule("unmap-claim", "manage", _MANAGERS),
        Rule("take-claims", "manage", ("operator",)),
        Rule("make-token", "manage", _MANAGERS),
        Rule("revoke-token", "manage", ("self", *_MANAGERS)),
        Rule("edit-entity", "manage", ("lead", "sre", *_MANAGERS)),
        Rule("take-back-edit", "manage", ("lead", "sre", *_MANAGERS)),
        Rule("set-scope", "manage", ("sre", *_MANAGERS)),
        Rule("add-entity", "manage", ("sre", *_MANAGERS)),
        Rule("import-catalog", "manage", ("sre", *_MANAGERS)),
        Rule("collect", "ingest", _MANAGERS),
        Rule("collect-again", "manage", _MANAGERS),
        Rule("withdraw-evidence", "manage", _MANAGERS),
        Rule("dismiss-left-out", "manage", _MANAGERS),
        Rule("assess", "manage", _MANAGERS),
        Rule("move-entity", "manage", ("sre", *_MANAGERS)),
        Rule("take-back-move", "manage", ("sre", *_MANAGERS)),
        Rule("own-activity", "manage", ("lead", "sre", *_MANAGERS)),
        Rule("end-activity-owner", "manage", ("self", "lead", "sre", *_MANAGERS)),
        Rule("enable-team", "manage", ("sre", *_MANAGERS)),
        Rule("end-enablement", "manage", ("sre", *_MANAGERS)),
        Rule("statements", "read", ("viewer",)),
        Rule("state", "sign", _SIGNERS),
        Rule("enter-joint", "record", ()),
        Rule("sign-statement", "sign", _SIGNERS),
        Rule("decline-statement", "sign", _SIGNERS),
        Rule("verify-statement", "sign", ("colleague",)),
        Rule("withdraw-statement", "record", _SIGNERS),
        *(Rule(key, "record", _SIGNERS) for key in ("dispute", "answer-dispute", "withdraw-dispute")),
        Rule("delegation", "read", ("viewer", "read_token")),
        *(
            Rule(key, "sign", _SIGNERS)
            for key in (
                *(
                    "propose-delegation",
                    "sign-delegation",
                    "decline-delegation",
                    "object-delegation",
                    "withdraw-delegation",
                ),
            )
        ),
        Rule("propose-first", "sign", ("sre",)),
        Rule("accept-ownership", "sign", ("self",)),
        *(
            Rule(key, "sign", _SIGNERS)
            for key in (
                *("open-decision", "answer-ask", "reword-decision", "take-part", "approve-decision", "decide"),
                *("withdraw-decision", "relevel-decision", "confirm-incident"),
            )
        ),
        Rule("step-in", "sign", ("sre",)),
        Rule("settle-decision", "sign", ("self",)),
        Rule("pass-time", "manage", ("operator",)),
        *(Rule(key, "record", _SIGNERS) for key in ("open-poker", "begin-poker-round", "lead-poker", "close-poker")),
        *(
            Rule(key, "sign", (*_SIGNERS, "business"))
            for key in ("join-poker", "vote-poker", "explain-poker", "ask-poker-round")
        ),
        Rule("confirm-poker", "sign", _SIGNERS),
        Rule("journal", "read", ("viewer",)),
        *(
            Rule(key, "record", _TEAM)
            for key in ("record-here", "end-recording", "record-rows", "change-row", "remove-row")
        ),
        *(Rule(key, "record", _TEAM) for key in ("vouch", "withdraw-vouch")),
        Rule("open-survey", "record", _SIGNERS),
        Rule("answer-survey", "record", _TEAM),
        Rule("close-survey", "record", _TEAM),
    )
}


@dataclass(frozen=True)
class Subject:
    """What a rule is asked about: the team it belongs to, whom it is about."""

    team_id: str | None = None
    person_id: str | None = None


NOTHING = Subject()


class DeniedError(Exception):
    """They may not. Says who may."""

    def __init__(self, rule: Rule, actor: Actor) -> None:
        self.rule, self.actor = rule, actor
        super().__init__(f"{actor.kind} may not {rule.key}; {', '.join(rule.all_who)} may")


def may(actor: Actor, key: str, subject: Subject = NOTHING) -> bool:
    """By the table, and by nothing else."""
    rule = RULES[key]
    return any(role in rule.all_who for role in _roles(actor, rule, subject))


def _roles(actor: Actor, rule: Rule, subject: Subject) -> Iterator[str]:
    for role in actor.roles(subject.team_id, subject.person_id):
        if role not in TOKENS or TOKENS[role] == rule.kind:
            yield role


def require(actor: Actor, key: str, subject: Subject = NOTHING) -> None:
    """Raises DeniedError where they may not."""
    if not may(actor, key, subject):
        raise DeniedError(RULES[key], actor)
