"""What each role may do, as the shipped table says; the mechanics are tested beside."""

import pytest

from casework.access.permissions import PERMISSIONS
from casework.access.policy import AccessPolicy
from casework.paths import ROOT_POLICIES
from casework.sharing import load_sharing
from casework.vocabulary import load
from tests.factories.people import access_policy

CASE_FILE = {"case", "consent", "incident", "safety", "service"}


@pytest.fixture(scope="module")
def table() -> AccessPolicy:
    return access_policy()


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
    rules = table.table["manager"]
    assert resources(table, "manager") == {"figures", "indicators", "release", "reminder", "report", "work"}
    assert {name for name, rule in rules.items() if rule != "any"} == {"reminder:set"}


def test_the_data_protection_officer_sees_the_log_her_notices_and_what_was_released(
    table: AccessPolicy,
) -> None:
    assert resources(table, "data_protection_officer") == {"audit", "conflict", "line", "notice", "release"}
    assert "line:request" not in table.table["data_protection_officer"]
    assert {name for name in table.table["data_protection_officer"] if name.startswith("release:")} == {
        "release:list",
        "release:verify",
    }


def test_an_administrator_sees_no_person_and_no_figure(table: AccessPolicy) -> None:
    assert resources(table, "administrator") == {"account", "duty", "provider", "token"}


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


def test_every_role_but_those_above_all_belongs_to_an_organisation(table: AccessPolicy) -> None:
    nowhere = {role for role, membership in table.memberships.items() if not membership.kinds}
    assert nowhere == {"manager", "data_protection_officer", "administrator", "operator"}


def test_whoever_decides_on_referrals_belongs_where_they_are_received(table: AccessPolicy) -> None:
    inside = load_sharing(ROOT_POLICIES / "sharing.toml", load(ROOT_POLICIES)).inside
    deciding = {role for role, rules in table.table.items() if "referral:decide" in rules}
    assert {table.memberships[role].kinds for role in deciding} == {inside}


def test_whoever_begins_a_referral_belongs_to_a_kind_that_may_tell_somebody(table: AccessPolicy) -> None:
    sharing = load_sharing(ROOT_POLICIES / "sharing.toml", load(ROOT_POLICIES))
    for role, rules in table.table.items():
        if "referral:begin" in rules:
            for kind in table.memberships[role].kinds:
                assert any(sharing.grant(kind, receiver) for receiver in sharing.inside), (role, kind)
