"""The rows of the benchmark: how many a service, and the SQL of their columns."""

_NOW = "timestamp '2026-10-01'"

# table -> (rows for each service, SQL of its columns; s is the service's number, i the row's)
SYNTHETIC_ROWS: dict[str, tuple[int, dict[str, str]]] = {
    "services": (1, {
        "team_id": "'team-' || (s % 500)", "business_unit_id": "'unit-' || (s % 10)", "tier": "1 + s % 3",
        "lifecycle": "'production'", "in_scope": "true", "user_facing": "s % 4 > 0", "publicly_exposed": "s % 4 > 0", "handles_personal_data": "s % 2 = 0",
        "repo_urls": "['https://git.example/acme/repo-' || s]", "cost_scope_ids": "['account-' || s, 'service=service-' || s]",
        "production_since": "date '2024-01-01'",
        "on_call_hours": "case when s % 3 = 0 then 'business' else '24x7' end", "critical_journeys": "['buy', 'pay']",
    }),
    "slo_definitions": (1, {
        "slo_id": "'slo-' || s", "sli_category": "'availability'", "target": "0.999", "window_days": "28",
        "bucket_seconds": "7200", "valid_from": "timestamp '2025-01-01'", "owner_team_id": "'team-' || (s % 500)",
        "user_journey": "'buy'", "error_budget_policy_url": "'https://wiki.example/policy'",
        "error_budget_policy_approved_on": "date '2026-03-01'",
    }),
    "slo_measurements": (2040, {
        "slo_id": "'slo-' || s", "bucket_start": f"{_NOW} - (i + 1) * interval 2 hour", "total_events": "10000 + hash(s, i) % 500",
        "good_events": "10000 + hash(s, i) % 500 - case when s % 20 = 0 and hash(i, s) % 97 < 4 then 400 else hash(i, s) % 8 end",
    }),
    "error_budget_events": (1, {
        "event_id": "'eb-' || s", "slo_id": "'slo-' || s", "occurred_at": f"{_NOW} - (s % 150) * interval 1 day",
        "kind": "'policy_action'",
    }),
    "reviews": (8, {
        "review_id": "'r-' || s || '-' || i", "kind": "case when i % 2 = 0 then 'slo' else 'oncall_handoff' end",
        "held_on": f"cast({_NOW} as date) - 7 * (i + 1)::int - (s % 5)::int", "attendee_count": "5", "dev_attendee_count": "3",
        "business_attended": "i % 3 = 0", "decisions_count": "1",
    }),
    "alert_rules": (12, {
        "rule_id": "'rule-' || s || '-' || i", "name": "'Rule' || i", "severity": "case when i % 3 = 2 then 'ticket' else 'page' end",
        "kind": "case when i < 3 then 'slo_burn' else 'symptom' end", "slo_id": "'slo-' || s", "enabled": "true",
        "burn_rate_threshold": "case i when 0 then 13.44 when 1 then 5.6 when 2 then 0.93 end",
        "burn_long_window_min": "case i when 0 then 60 when 1 then 360 when 2 then 4320 end",
        "burn_short_window_min": "case i when 0 then 5 when 1 then 30 when 2 then 360 end",
        "last_modified_at": "timestamp '2026-01-01'",
    }),
    "alert_notifications": (200, {
        "notification_id": "'n-' || s || '-' || i", "fingerprint": "'f' || (i % 20)", "severity": "case when i % 2 = 0 then 'page' else 'ticket' end",
        "starts_at": f"{_NOW} - (i * 13 + s % 12 + 1) * interval 1 hour", "recipient_team_id": "'team-' || (s % 500)",
        "acknowledged_at": f"case when i % 9 > 0 then {_NOW} - (i * 13 + s % 12 + 1) * interval 1 hour + (i % 20) * interval 1 minute end",
    }),
    "oncall_shifts": (26, {
        "shift_id": "'shift-' || s || '-' || i", "schedule_id": "'rota-' || s", "person_id": "'p-' || lpad((s % 500 * 9 + i % 9)::varchar, 12, '0')",
        "role": "case when i % 2 = 0 then 'primary' else 'secondary' end",
        "starts_at": f"{_NOW} - (i // 2 + 1) * interval 7 day", "ends_at": f"{_NOW} - (i // 2) * interval 7 day",
    }),
    "incidents": (10, {
        "incident_id": "'inc-' || s || '-' || i", "severity": "1 + (s + i) % 4", "detected_by": "'alert'",
        "detected_at": f"{_NOW} - (i * 17 + 3) * interval 1 day", "declared_at": f"{_NOW} - (i * 17 + 3) * interval 1 day",
        "impact_started_at": f"{_NOW} - (i * 17 + 3) * interval 1 day - interval 5 minute",
        "acknowledged_at": f"{_NOW} - (i * 17 + 3) * interval 1 day + interval 4 minute",
        "mitigated_at": f"{_NOW} - (i * 17 + 3) * interval 1 day + interval 40 minute",
        "resolved_at": f"{_NOW} - (i * 17 + 3) * interval 1 day + interval 2 hour",
        "closed_at": f"{_NOW} - (i * 17 + 2) * interval 1 day", "lead_team_id": "'team-' || (s % 500)",
        "lead_person_id": "'p-' || lpad((s % 500 * 9 + i % 9)::varchar, 12, '0')", "customer_visible": "true",
        "first_update_at": f"{_NOW} - (i * 17 + 3) * interval 1 day + interval 20 minute",
    }),
    "incident_participants": (30, {
        "incident_id": "'inc-' || s || '-' || (i // 3)", "person_id": "'p-' || lpad((s % 500 * 9 + i % 3)::varchar, 12, '0')",
        "role": "case i % 3 when 0 then 'commander' when 1 then 'ops' else 'comms' end", "minutes": "60",
    }),
    "drills": (2, {
        "drill_id": "'d-' || s || '-' || i", "kind": "'tabletop'", "held_on": f"cast({_NOW} as date) - 100 * (i + 1)::int",
        "participants_count": "5", "findings_count": "0", "report_url": "'https://wiki.example/drill'",
    }),
    "postmortems": (5, {
        "postmortem_id": "'pm-' || s || '-' || i", "incident_id": "'inc-' || s || '-' || (i * 2)", "status": "'reviewed'",
        "draft_completed_at": f"{_NOW} - (i * 34 + 1) * interval 1 day", "reviewed_at": f"{_NOW} - (i * 34 + 1) * interval 1 day",
        "published_at": f"{_NOW} - (i * 34 + 1) * interval 1 day", "audience": "'company'", "impact_quantified": "true",
        "sections_present": "['summary','impact','timeline','trigger','root_causes','detection','lessons','action_items']",
    }),
    "action_items": (10, {
        "action_item_id": "'a-' || s || '-' || i", "source_kind": "'postmortem'", "source_id": "'pm-' || s || '-' || (i // 2)",
        "priority": "'P1'", "owner_team_id": "'team-' || (s % 500)", "created_at": f"{_NOW} - (i * 17 + 2) * interval 1 day",
        "due_on": f"cast({_NOW} as date) - (i * 17)::int + 10", "closed_at": f"{_NOW} - (i * 17 - 5) * interval 1 day",
    }),
    "documents": (6, {
        "document_id": "'doc-' || s || '-' || i",
        "doc_type": "['incident_flow','severity_scale','postmortem_policy','runbook','contacts','slo_doc'][i + 1]",
        "title": "'Document'", "url": "'https://wiki.example/doc'", "owner_team_id": "'team-' || (s % 500)",
        "last_modified_at": "timestamp '2026-05-01'", "last_reviewed_on": "date '2026-05-01'", "http_status": "200",
    }),
    "teams": (1, {
        "team_id": "'team-' || s", "kind": "case when s = 499 then 'sre_company' else 'dev' end",
        "business_unit_id": "'unit-' || (s % 10)", "headcount_fte": "9", "site_count": "1", "active": "true",
    }),
    "people": (1, {
        "person_id": "'p-' || lpad(s::varchar, 12, '0')", "team_id": "'team-' || (s % 500)", "fte": "1",
        "active_from": "date '2024-01-01'",
    }),
    "calendar_days": (1, {"date": "date '2024-01-01' + s::int", "is_business_day": "isodow(date '2024-01-01' + s::int) < 6"}),
    "monitors": (4, {
        "monitor_id": "'mon-' || s || '-' || i", "kind": "case when i = 0 then 'blackbox' else 'whitebox' end",
        "golden_signal": "['errors','latency','traffic','saturation'][i + 1]", "enabled": "true",
        "last_success_at": f"{_NOW} - interval 5 minute",
    }),
    "survey_responses": (20, {
        "survey_id": "'survey-' || (i // 5)", "kind": "case when i % 2 = 0 then 'toil' else 'doc_quality' end",
        "team_id": "'team-' || (s % 500)", "respondent_key": "'p-' || lpad((s % 500 * 9 + i % 5)::varchar, 12, '0')",
        "question_key": "'q' || s", "value": "3 + i % 3", "submitted_on": f"cast({_NOW} as date) - 20 * (1 + i // 5)::int",
    }),
    "work_log": (120, {
        "entry_id": "'w-' || s || '-' || i", "person_id": "'p-' || lpad((s % 500 + 500 * (i % 9))::varchar, 12, '0')",
        "team_id": "'team-' || (s % 500)", "work_date": f"cast({_NOW} as date) - (i * 3 + 1)::int", "minutes": "30 + hash(s, i) % 90",
        "category": "['toil','project','feature','interrupt','overhead'][i % 5 + 1]", "toil_task_key": "'toil-' || s || '-' || (i % 3)",
        "source": "'log'",
    }),
    "toil_tasks": (3, {
        "toil_task_key": "'toil-' || s || '-' || i", "team_id": "'team-' || (s % 500)", "title": "'Task'", "runs_per_month": "10 * (3 - i)",
        "minutes_per_run": "20", "status": "case i when 2 then 'automated' else 'open' end", "owner_team_id": "'team-' || (s % 500)",
        "planned_quarter": "'2026Q3'", "expected_saving_min_per_month": "100", "first_seen_on": "date '2025-06-01'",
        "last_reviewed_on": "date '2026-08-01'", "closed_on": "case i when 2 then date '2026-04-01' end",
    }),
    "requests": (40, {
        "request_id": "'req-' || s || '-' || i", "request_type": "['admin','design_review','access','infra_review','infra_work','urgent_vuln'][i % 6 + 1]",
        "requester_team_id": "'team-' || (s % 500)", "assignee_team_id": "'team-499'",
        "created_at": f"{_NOW} - (i * 4 + 2) * interval 1 day - (s % 24) * interval 1 hour", "first_response_at": f"{_NOW} - (i * 4 + 2) * interval 1 day",
        "completed_at": f"case when i > 0 then {_NOW} - (i * 4) * interval 1 day end", "status": "case when i > 0 then 'done' else 'open' end",
        "review_outcome": "'approved'", "review_dimensions": "['availability','security']", "joint_decision": "true",
        "effort_minutes": "45", "reopened_count": "0", "automatable": "i % 2 = 0", "priority": "'normal'",
    }),
    "costs": (1560, {
        "charge_period_start": f"cast({_NOW} as date) - (i // 4 + 1)::int", "sub_account_id": "'account-' || s", "provider": "'Cloud'",
        "service_category": "['Compute','Storage','Databases','Networking'][i % 4 + 1]", "resource_id": "'res-' || s || '-' || (i % 4)",
        "sku": "'sku-' || (i % 4)", "charge_category": "'Usage'", "pricing_category": "case when i % 4 = 0 then 'Committed' else 'Standard' end",
        "commitment_discount_id": "case when i % 4 = 0 then 'plan-1' end", "commitment_discount_status": "case when i % 4 = 0 then 'Used' end",
        "billed_cost": "10 + hash(s, i) % 7", "effective_cost": "9 + hash(s, i) % 7", "list_cost": "14", "billing_currency": "'JPY'",
        "tags": "['env=production', 'service=service-' || s]",
    }),
    "budgets": (15, {
        "budget_id": "'b-' || s || '-' || i", "period_start": "date '2025-09-01' + i * interval 1 month",
        "period_end": "date '2025-09-01' + (i + 1) * interval 1 month - interval 1 day", "amount": "1500", "currency": "'JPY'",
        "forecast_amount": "1450", "forecast_made_on": "date '2025-08-20' + i * interval 1 month", "owner_team_id": "'team-' || (s % 500)",
    }),
    "cost_anomalies": (10, {
        "anomaly_id": "'ca-' || s || '-' || i", "detected_at": f"{_NOW} - (i * 15 + 3) * interval 1 day", "impact_amount": "100", "currency": "'JPY'",
        "acknowledged_at": f"{_NOW} - (i * 15 + 2) * interval 1 day", "disposed_at": f"{_NOW} - (i * 15 + 1) * interval 1 day",
        "disposition": "'actioned'", "routed_team_id": "'team-' || (s % 500)",
    }),
    "cost_recommendations": (10, {
        "recommendation_id": "'cr-' || s || '-' || i", "kind": "'rightsizing'", "estimated_monthly_saving": "20", "currency": "'JPY'",
        "first_seen_on": f"cast({_NOW} as date) - (i * 20 + 3)::int", "status": "case when i < 3 then 'open' else 'done' end",
        "decided_on": f"case when i > 2 then cast({_NOW} as date) - (i * 20)::int end", "done_on": f"case when i > 2 then cast({_NOW} as date) - (i * 20)::int end",
    }),
    "unit_metrics": (20, {
        "metric_key": "'orders'", "period_start": "date '2025-02-01' + i * interval 1 month", "value": "1000 + i * 10", "unit": "'orders'",
    }),
    "assets": (5, {
        "asset_id": "'asset-' || s || '-' || i", "asset_kind": "['repository','container_image','host','endpoint','function'][i + 1]",
        "publicly_exposed": "i = 3", "active_from": "date '2025-01-01'",
    }),
    "scan_runs": (400, {
        "scan_id": "'scan-' || s || '-' || i", "asset_id": "'asset-' || s || '-' || (i % 5)",
        "scan_kind": "['sca','container','host','dast','sast'][i % 5 + 1]", "tool": "'scanner'", "status": "'success'",
        "finished_at": f"{_NOW} - (i // 5 + 1) * interval 1 day + interval 2 hour", "commit_sha": "md5(s || '-' || (i // 5))",
    }),
    "vulnerability_findings": (300, {
        "finding_id": "'vf-' || s || '-' || i", "asset_id": "'asset-' || s || '-' || (i % 5)", "vulnerability_id": "'CVE-2026-' || (i * 7 + s % 7)",
        "severity": "['critical','high','medium','low','medium','low'][i % 6 + 1]", "in_kev": "i % 50 = 0",
        "kev_date_added": "case when i % 50 = 0 then date '2026-03-01' end", "ssvc_exploitation": "case when i % 50 = 0 then 'active' else 'none' end",
        "ssvc_automatable": "case when i % 5 = 0 then 'yes' else 'no' end", "ssvc_technical_impact": "case when i % 7 = 0 then 'total' else 'partial' end",
        "due_class": "'60d'", "first_seen_at": f"{_NOW} - (i + 2) * interval 1 day", "triaged_at": f"{_NOW} - (i + 1) * interval 1 day",
        "due_at": f"{_NOW} - (i + 2) * interval 1 day + interval 60 day", "fix_available_at": f"{_NOW} - (i + 2) * interval 1 day",
        "resolved_at": f"case when i > 20 then {_NOW} - i * interval 1 day + hash(s, i) % 15 * interval 1 day end", "last_seen_at": f"{_NOW} - interval 1 day",
        "status": "case when i > 20 then 'resolved' else 'open' end", "reopened_count": "0",
    }),
    "sboms": (40, {
        "sbom_id": "'sbom-' || s || '-' || i", "asset_id": "'asset-' || s || '-1'", "artifact_digest": "'sha256:' || md5(s || '-' || i)",
        "format": "'cyclonedx'", "spec_version": "'1.6'", "generated_at": f"{_NOW} - (i * 5 + 1) * interval 1 day", "component_count": "200",
    }),
    "deployments": (150, {
        "deployment_id": "'dep-' || s || '-' || i", "environment": "case when i % 2 = 0 then 'production' else 'staging' end",
        "artifact_digest": "'sha256:' || md5(s || '-' || (i // 4))", "commit_sha": "md5(s || '-' || i)",
        "started_at": f"{_NOW} - (i + 1) * interval 1 day - interval 5 minute", "finished_at": f"{_NOW} - (i + 1) * interval 1 day",
        "outcome": "case when i % 40 = 7 then 'rolled_back' else 'success' end", "trigger": "'automated'", "manual_steps_count": "0",
        "caused_failure": "i % 25 = 4", "recovered_at": f"case when i % 25 = 4 then {_NOW} - (i + 1) * interval 1 day + interval 40 minute end",
        "is_rework": "i % 30 = 3", "strategy": "case when i % 3 = 0 then 'canary' else 'rolling' end",
    }),
    "changes": (200, {
        "change_id": "'ch-' || s || '-' || i", "repo": "'acme/repo-' || s", "first_commit_at": f"{_NOW} - (i + 2) * interval 1 day",
        "opened_at": f"{_NOW} - (i + 2) * interval 1 day + interval 2 hour", "first_review_at": f"{_NOW} - (i + 2) * interval 1 day + interval 5 hour",
        "merged_at": f"{_NOW} - (i + 1) * interval 1 day - interval 1 hour", "commit_sha": "md5(s || '-' || i)", "lines_changed": "20 + hash(s, i) % 300",
        "author_kind": "case when i % 9 = 0 then 'bot' else 'human' end", "reviewers_count": "1", "is_dependency_update": "i % 9 = 0",
        "deployment_id": "'dep-' || s || '-' || i",
    }),
    "ci_runs": (400, {
        "run_id": "'run-' || s || '-' || i", "repo": "'acme/repo-' || s", "commit_sha": "md5(s || '-' || (i // 2))", "is_default_branch": "i % 2 = 0",
        "trigger": "case when i % 2 = 0 then 'push' else 'pull_request' end", "started_at": f"{_NOW} - (i + 1) * interval 12 hour - interval 9 minute",
        "finished_at": f"{_NOW} - (i + 1) * interval 12 hour", "outcome": "case when hash(s, i) % 10 = 0 then 'failure' else 'success' end",
        "test_count": "500", "tests_failed": "0",
    }),
    "infra_changes": (60, {
        "infra_change_id": "'ic-' || s || '-' || i", "applied_at": f"{_NOW} - (i * 3 + 1) * interval 1 day",
        "method": "case when i % 6 = 0 then 'console' else 'iac_pipeline' end", "is_major": "i % 20 = 0",
        "actor_team_id": "case when i % 7 = 0 then 'team-499' else 'team-' || (s % 500) end", "review_request_id": "'req-' || s || '-' || i",
    }),
    "maintenance_events": (6, {
        "maintenance_id": "'mt-' || s || '-' || i", "kind": "'reboot'", "announced_at": f"{_NOW} - (i * 25 + 9) * interval 1 day",
        "due_on": f"cast({_NOW} as date) - (i * 25)::int", "acknowledged_at": f"{_NOW} - (i * 25 + 8) * interval 1 day",
        "acknowledged_team_id": "'team-' || (s % 500)", "performed_team_id": "'team-' || (s % 500)", "completed_at": f"{_NOW} - (i * 25 + 2) * interval 1 day",
    }),
    "security_tasks": (20, {
        "security_task_id": "'st-' || s || '-' || i", "kind": "['policy_notice','posture_finding','audit_finding','security_incident'][i % 4 + 1]",
        "severity": "['high','low','medium','critical'][i % 4 + 1]", "issued_at": f"{_NOW} - (i * 9 + 5) * interval 1 day",
        "acknowledged_at": f"{_NOW} - (i * 9 + 5) * interval 1 day + interval 30 minute", "due_on": f"cast({_NOW} as date) - (i * 9)::int",
        "completed_at": f"{_NOW} - (i * 9 + 1) * interval 1 day",
    }),
    "trainings": (1, {
        "training_id": "'tr-' || s", "title": "'Session'", "kind": "'workshop'", "activity_key": "'slo'", "held_on": f"cast({_NOW} as date) - (s % 300)::int - 1",
        "duration_minutes": "60", "delivered_by_team_id": "'team-499'",
    }),
    "training_attendance": (10, {
        "training_id": "'tr-' || s", "person_id": "'p-' || lpad(((s * 10 + i) % 4500)::varchar, 12, '0')", "team_id": "'team-' || ((s * 10 + i) % 500)",
        "attended": "i % 4 > 0", "rating": "4", "passed": "true",
    }),
    "log_sources": (5, {
        "log_source_id": "'log-' || s || '-' || i", "log_kind": "['app','access','audit','db','os'][i + 1]", "centralised": "true", "destination": "'store'",
        "retention_hot_days": "90", "retention_total_days": "365", "structured": "true", "immutable": "i = 2", "pii_reviewed_on": "date '2026-05-01'",
        "last_event_at": f"{_NOW} - interval 1 hour", "daily_bytes": "1000000",
    }),
}  # fmt: skip
