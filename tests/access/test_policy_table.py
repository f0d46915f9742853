"""What each role may do, as the shipped table says; the mechanics are tested beside."""

import pytest

from casework.access.permissions import PERMISSIONS
from casework.access.policy import AccessPolicy, load_access
from casework.paths import ROOT_POLICIES
from casework.vocabulary import load

CASE_FILE = {"case", "consent", "incident", "safety", "service"}


@pytest.fixture(scope="module")
def table() -> AccessPolicy:
    return load_access(ROOT_POLICIES / "access.toml")


def resources(policy: AccessPolicy, role: str) -> set[str]:
    return {permission.split(":")[0] for permission in policy.table[role]}


def test_every_permission_is_given_to_somebody(table: AccessPolicy) -> None:
    assert {permission for rules in table.table.values() for permission in rules} == PERMISSIONS


def test_every_role_has_a_name_on_screen(table: AccessPolicy) -> None:
    assert set(load(ROOT_POLICIES)["role"].codes) == set(table.table)


@pytest.mark.parametrize(
    "role",
    [
        "perpetrator_counsellor",
        "police_officer",
        "justice_officer",
        "partner_officer",
        "coordinator",
        "manager",
        "data_protection_officer",
        "administrator",
        "operator",
    ],
)
def test_only_workers_and_supervisors_touch_a_case_file(table: AccessPolicy, role: str) -> None:
    assert not resources(table, role) & CASE_FILE


def test_a_manager_sees_figures_alone(table: AccessPolicy) -> None:
    assert dict(table.table["manager"]) == {"indicators:read": "any", "indicators:download": "any"}


def test_the_data_protection_officer_sees_the_log_and_her_notices_alone(table: AccessPolicy) -> None:
    assert resources(table, "data_protection_officer") == {"audit", "conflict", "notice"}


def test_an_administrator_sees_no_person_and_no_figure(table: AccessPolicy) -> None:
    assert resources(table, "administrator") == {"account", "duty", "provider"}


@pytest.mark.parametrize("role", ["police_officer", "justice_officer", "partner_officer"])
def test_an_officer_of_an_agency_reaches_what_it_sent_and_no_list_of_anything_else(
    table: AccessPolicy, role: str
) -> None:
    sent = {"referral:answer", "referral:countersign", "referral:revoke", "referral:track"}
    rules = table.table[role]
    assert {name for name, rule in rules.items() if rule == "own_sent"} == sent
    lists = {name for name in rules if name.endswith((":list", ":search", ":inbox", ":read"))}
    assert lists <= {"work:list"}
    assert "any" not in rules.values()


def test_a_coordinator_reaches_no_person(table: AccessPolicy) -> None:
    rules = table.table["coordinator"]
    assert {name for name in rules if name.startswith("referral:")} == {"referral:overdue"}
    assert rules["referral:overdue"] == "own_province"
    assert {name for name in rules if name.startswith("order:")} <= {"order:overdue"}
    assert resources(table, "coordinator") <= {"duty", "order", "provider", "referral", "reminder", "work"}


def test_a_counsellor_reaches_perpetrators_only(table: AccessPolicy) -> None:
    rules = {
        name: rule for name, rule in table.table["perpetrator_counsellor"].items() if name != "provider:list"
    }
    assert set(rules.values()) == {"own_facility_perpetrators"}


def test_case_work_never_leaves_the_facility(table: AccessPolicy) -> None:
    for role, rules in table.table.items():
        for permission, predicate in rules.items():
            if permission.split(":")[0] in CASE_FILE | {"liability", "counselling", "perpetrator"}:
                assert predicate.startswith("own_facility"), (role, permission)


def test_exact_figures_are_for_the_servers_command_line(table: AccessPolicy) -> None:
    assert [role for role, rules in table.table.items() if "indicators:exact" in rules] == ["operator"]
