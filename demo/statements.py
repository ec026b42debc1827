"""What people stated and signed here: attestations, what both sides found, exemptions. Days before the date of the demo."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Stated:
    """One statement: who signed first, and who second; what one person entered for both has no signature."""

    kind: str
    service: str
    criterion: str
    sentence: str
    first: str
    second: str | None
    days_ago: int
    holds: int
    outcome: str = "met"
    entered: bool = False
    withdrawn_days_ago: int | None = None


# service, criterion, statement, made by, days ago, verified by, holds for days
_ATTESTED = (
    ("invoices", "slo.known-in-team", "毎週月曜の定例で、最初にSLOのグラフを見ています。", "shiori", 40, None, 180),
    ("invoices", "slo.error-budget-policy", "The policy hangs on the team's wall.", "shiori", 400, None, 365),
    (
        "parcels",
        "incident-response.flow",
        "フローはチームのリポジトリにあり、先月の訓練でも使いました。",
        "hinata",
        90,
        "goro",
        365,
    ),
    ("parcel-lockers", "incident-response.flow", "配送と同じフローを使います。", "hinata", 54, None, 365),
    (
        "sign-in",
        "incident-response.flow",
        "Our flow is in the team's own wiki; company SRE has read it.",
        "linnea",
        120,
        "satsuki",
        365,
    ),
    ("parcels", "monitoring.policy", "監視の方針はチームのリポジトリにあります。", "hinata", 90, "goro", 365),
    (
        "sign-in",
        "monitoring.policy",
        "Our wiki says what we watch; company SRE has read it.",
        "linnea",
        120,
        "satsuki",
        365,
    ),
    ("sign-in", "vulnerability.policy", "We follow the company's table of due dates.", "linnea", 120, "hajime", 365),
    ("search-index", "monitoring.policy", "Same rules as sign-in.", "erika", 100, None, 365),
    ("search-index", "vulnerability.policy", "Same table as sign-in.", "erika", 100, None, 365),
    ("notifications", "vulnerability.policy", "We follow the company's table.", "masato", 440, None, 365),
    (
        "translations",
        "documentation.newcomer",
        "Freya ran the first release by the pages alone.",
        "tsumugi",
        70,
        None,
        365,
    ),
    ("farm-payouts", "dev-efficiency.recovery", "切り戻しを月に1回練習しています。", "minori", 50, None, 180),
    ("sign-in", "postmortem.policy", "Our wiki says when we write one.", "linnea", 120, None, 365),
    ("search-index", "incident-response.flow", "Same flow as sign-in.", "erika", 100, None, 365),
    ("search-index", "postmortem.policy", "Same rules as sign-in.", "erika", 100, None, 365),
    ("notifications", "incident-response.flow", "Same flow as sign-in.", "masato", 110, None, 365),
    ("notifications", "postmortem.policy", "We follow the company's rules.", "masato", 440, None, 365),
    ("payments", "postmortem.blameless", "Facilitators read every text for blame.", "priya", 60, "nils", 180),
)


# service, criterion, reason, agreed days ago, by the team, by company SRE, holds for days
_EXEMPT = (
    (
        "ledger",
        "slo.error-budget-policy",
        "監査法人との契約に凍結の条件があり、二重に定める必要がありません。",
        130,
        "priya",
        "sora",
        170,
    ),
    (
        "ledger",
        "incident-response.drill",
        "The auditors run two recovery drills a year and keep the reports.",
        130,
        "priya",
        "sora",
        170,
    ),
    ("ledger", "postmortem.shared", "売上の数字を含むため、社内公開を見送ります。", 130, "priya", "sora", 170),
    ("invoices", "incident-response.drill", "No drill before the move to the new archive.", 260, "priya", "goro", 180),
)


# service, criterion, outcome, sentence, days ago, by the team, by company SRE, holds for days
_JOINT = (
    ("notifications", "documentation.required-set", "met", "We opened each page together.", 40, "linnea", "goro", 180),
    ("search-index", "documentation.required-set", "unmet", "There is no page on how to restore it.", 40, "erika", "goro", 180),
    ("channel-sync", "dev-efficiency.ci", "met", "Harborのビルド画面を一緒に見て、全変更で動いていることを確かめました。", 30, "tiago", "satsuki", 120),
    ("storefront", "incident-response.rota", "met", "当番表を一緒に見て、毎週2人いることを確かめました。", 150, "mei", "sora", 180),
    ("phone-desk", "vulnerability.scan-coverage", "met", "The vendor showed us its scan report.", 170, "haruto", "nils", 90),
)  # fmt: skip


def statements() -> Iterator[Stated]:
    """In the order they were made."""
    found = [
        *(
            Stated("attestation", service, criterion, sentence, by, verified, day, holds)
            for service, criterion, sentence, by, day, verified, holds in _ATTESTED
        ),
        *(
            Stated("exemption", service, criterion, reason, dev, sre, day, holds)
            for service, criterion, reason, day, dev, sre, holds in _EXEMPT
        ),
        *(
            Stated("joint", service, criterion, sentence, dev, sre, day, holds, outcome)
            for service, criterion, outcome, sentence, day, dev, sre, holds in _JOINT
        ),
        Stated("joint", "sign-in", "documentation.required-set", "Entered for both.", "linnea", "goro", 60, 180, entered=True),
        Stated("joint", "images", "monitoring.golden-signals", "We saw the dashboard.", "masato", "tamaki", 50, 180,
               withdrawn_days_ago=20),
        Stated("ideal", "translations", "slo.calibrated", "Read by nobody at night; one target is enough.", "tsumugi", "tamaki", 45, 300),
    ]  # fmt: skip
    return iter(sorted(found, key=lambda one: -one.days_ago))


@dataclass(frozen=True)
class Disputed:
    """Somebody doubts what was decided; company SRE answers, or has not yet."""

    service: str
    criterion: str
    sentence: str
    days_ago: int
    by: str
    answer: str = ""
    answered_by: str = "goro"
    upheld: bool = False


DISPUTES = (
    Disputed("search-index", "dev-efficiency.deploy-automated", "One of the four by hand was our restore drill.", 21, "erika",
             "Right. Drills leave the list of deployments from next month on.", upheld=True),
    Disputed("search-index", "incident-response.rota-sustainable", "Two of us were on leave in October.", 18, "erika",
             "The share counts the three months as they were; a rota of six would have held."),
    Disputed("notifications", "cost.allocated-90", "The shared cluster's bill is split by hand since October.", 3, "masato"),
)  # fmt: skip
