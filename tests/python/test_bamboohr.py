"""BambooHR as staged: every employee of the plan, day by day; who was deleted; fields that an account does not have."""

from __future__ import annotations

from pathlib import Path

import pytest
from compiled import compiled
from conftest import Warehouse
from test_sources import HALFWAY, load

from demo.simulator.service import LATER, iso
from demo.simulator.systems.bamboohr import BambooHR
from demo.simulator.term import DEPARTMENTS, Employee, Term
from loaders.errors import LoadError

SOURCE = "demo_bamboohr"


@pytest.fixture(scope="module")
def deleted(term: Term) -> Employee:
    return next(one for one in term.employees if one.user.role == "learner")


@pytest.fixture(scope="module")
def staged(term: Term, deleted: Employee, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Loaded in the middle of the term and after it, when one employee has been deleted."""
    warehouse = Warehouse(tmp_path_factory.mktemp("bamboohr"))
    with BambooHR(term) as service:
        service.now = HALFWAY
        load(service, warehouse.database)
        service.now = LATER
        service.deleted = {deleted.user.number}
        load(service, warehouse.database)
    compiled().build(warehouse.database, "staging/bamboohr")
    return warehouse


def user(number: int | None) -> str | None:
    return None if number is None else f"user:{SOURCE}|{number}"


def day(ms: int | None) -> str | None:
    return (iso(ms) or "")[:10] or None


def test_people_are_the_employees(staged: Warehouse, term: Term, deleted: Employee) -> None:
    found = staged.rows("""
        select user_identifier, institutional_id, email, is_email_trusted, person_name, person_role, is_active
        from pii.stg_bamboohr__people
        qualify row_number() over (partition by user_identifier order by load_id desc) = 1 order by all""")
    assert found == sorted(
        (
            user(one.user.number),
            one.user.institutional_id,
            one.user.email,
            True,
            one.user.name,
            None,
            one.left is None and one is not deleted,
        )
        for one in term.employees
    )


def test_memberships_hold_departments_chiefs_and_days(staged: Warehouse, term: Term, deleted: Employee) -> None:
    found = staged.rows("""
        select user_identifier, org_unit_key, manager_identifier, membership_kind, starts_on::varchar, ends_on::varchar
        from pii.stg_bamboohr__org_memberships order by all""")
    assert any(one.left for one in term.employees), "somebody leaves"
    expected = [
        (
            user(one.user.number),
            f"department:{SOURCE}|{one.department}",
            user(one.manager.number if one.manager else None),
            "employee",
            day(one.hired),
            # What happened to a record after the last load that saw it is not known.
            day(one.left) if one is not deleted or (one.left or LATER) <= HALFWAY else None,
        )
        for one in term.employees
    ]
    assert found == sorted(expected, key=str)


def test_departments_are_under_the_company(staged: Warehouse) -> None:
    company = f"company:{SOURCE}|company"
    found = staged.rows(
        "select org_unit_key, parent_org_unit_key, org_unit_name, org_unit_kind from staging.stg_bamboohr__org_units"
    )
    expected = {(f"department:{SOURCE}|{name}", company, name, "department") for name in DEPARTMENTS}
    assert set(found) == expected | {(company, None, "Campus", "company")} and len(found) == len(expected) + 1


def test_a_field_that_the_account_lacks_is_named(term: Term, tmp_path: Path) -> None:
    with BambooHR(term) as service, pytest.raises(LoadError, match="employee_fields") as refused:
        load(service, tmp_path / "w.duckdb", employee_fields=["eeid", "shoeSize"])
    assert len(str(refused.value).splitlines()) == 1
