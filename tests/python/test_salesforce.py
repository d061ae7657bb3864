"""Salesforce as staged: every contact of the plan, what was deleted; sessions that end, limits, fields that are not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from compiled import compiled
from conftest import Warehouse
from test_sources import HALFWAY, load, query

from demo.simulator.customers import created, deleted, has_institution_email
from demo.simulator.service import LATER, Request, Response, answered
from demo.simulator.study import TERM
from demo.simulator.systems.salesforce import (
    Salesforce,
    account_id,
    contact_id,
    salesforce_id,
)
from demo.simulator.term import Account, Term, User
from loaders.errors import LoadError

SOURCE = "demo_salesforce"


@pytest.fixture(scope="module")
def contacts(term: Term) -> list[tuple[User, Account]]:
    return [(user, account) for account in term.accounts for user in account.members]


@pytest.fixture(scope="module")
def staged(term: Term, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Loaded in the middle of the term and after it."""
    warehouse = Warehouse(tmp_path_factory.mktemp("salesforce"))
    with Salesforce(term) as service:
        for service.now in (HALFWAY, LATER):
            load(service, warehouse.database)
    compiled().build(warehouse.database, "staging/salesforce")
    return warehouse


def test_ids_of_the_vendor_tell_case_in_their_last_characters() -> None:
    # A and a are the digits 0 and 26.
    assert salesforce_id("001", 0)[:15].lower() == salesforce_id("001", 26)[:15].lower()
    assert salesforce_id("001", 0).lower() != salesforce_id("001", 26).lower()


def test_people_are_the_contacts(staged: Warehouse, contacts: list[tuple[User, Account]]) -> None:
    found = staged.rows("""
        select user_identifier, institutional_id, email, is_email_trusted, person_name, person_role, is_active
        from pii.stg_salesforce__people
        qualify row_number() over (partition by user_identifier order by load_id desc) = 1""")
    expected = [
        (
            f"user:{SOURCE}|{contact_id(user)}",
            None if has_institution_email(user) else user.institutional_id,
            user.email if has_institution_email(user) else user.private_email,
            False,
            user.name,
            None,
            deleted(user) is None,
        )
        for user, _ in contacts
    ]
    assert sorted(found, key=str) == sorted(expected, key=str)
    assert {row[-1] for row in expected} == {True, False}


def test_accounts_have_their_parents(staged: Warehouse, term: Term) -> None:
    key = {account.id: f"account:{SOURCE}|{account_id(account)}" for account in term.accounts}
    found = staged.rows(
        "select org_unit_key, parent_org_unit_key, org_unit_name from staging.stg_salesforce__org_units order by all"
    )
    expected = [(key[one.id], key[one.parent] if one.parent else None, one.name) for one in term.accounts]
    assert found == sorted(expected, key=str)


def test_memberships_are_of_customers(staged: Warehouse, term: Term, contacts: list[tuple[User, Account]]) -> None:
    found = staged.rows("""
        select user_identifier, org_unit_key, manager_identifier, membership_kind, starts_on, ends_on
        from pii.stg_salesforce__org_memberships""")
    start = dt.datetime.fromtimestamp(TERM / 1000, dt.UTC).date()
    expected: list[tuple[object, ...]] = []
    for user, account in contacts:
        if deleted(user):
            continue
        member = f"user:{SOURCE}|{contact_id(user)}"
        expected.append((member, f"account:{SOURCE}|{account_id(account)}", None, "customer", None, None))
        if account.parent and user.number % 4 == 0:
            parent = next(one for one in term.accounts if one.id == account.parent)
            days = (start, start + dt.timedelta(days=28))
            expected.append((member, f"account:{SOURCE}|{account_id(parent)}", None, "customer", *days))
    assert sorted(found, key=str) == sorted(expected, key=str)
    assert len(expected) > len({row[0] for row in expected}), "somebody belongs to two"


def test_a_later_load_asks_for_what_is_new(term: Term, contacts: list[tuple[User, Account]], tmp_path: Path) -> None:
    with Salesforce(term) as service:
        service.now = HALFWAY
        load(service, tmp_path / "w.duckdb")
        service.requests.clear()
        service.now = LATER
        load(service, tmp_path / "w.duckdb")
        asked = [request.query["q"] for request in service.requests if "q" in request.query]
    assert len(asked) == 3 and all("WHERE SystemModstamp >= 202" in soql for soql in asked)
    news = sum(created(user) > HALFWAY or (deleted(user) or 0) > HALFWAY for user, _ in contacts)
    landed = query(
        tmp_path / "w.duckdb", "select landed from ops.loads where stream = 'contacts' order by load_id desc limit 1"
    )
    assert landed == [(news,)] and news


def test_an_organization_without_relations_has_its_contacts(term: Term, tmp_path: Path) -> None:
    def refuse(request: Request, response: Response) -> Response:
        if "AccountContactRelation" in request.query.get("q", ""):
            return answered([{"message": "sObject type is not supported.", "errorCode": "INVALID_TYPE"}], 400)
        return response

    with Salesforce(term) as service:
        service.tamper = refuse
        load(service, tmp_path / "w.duckdb")
    assert query(tmp_path / "w.duckdb", "select count(*) > 0 from raw_salesforce.contacts") == [(True,)]
    assert query(tmp_path / "w.duckdb", "select count(*) from raw_salesforce.account_contact_relations") == [(0,)]


def test_the_limit_of_a_day_ends_at_once(term: Term, tmp_path: Path) -> None:
    fault = [{"message": "TotalRequests Limit exceeded.", "errorCode": "REQUEST_LIMIT_EXCEEDED"}]
    with Salesforce(term) as service:
        service.tamper = lambda request, response: answered(fault, 403) if request.query else response
        with pytest.raises(LoadError, match="24 hours"):
            load(service, tmp_path / "w.duckdb")
        assert len(service.requests) == 2


def test_a_field_that_is_not_there_is_a_fault_of_the_settings(term: Term, tmp_path: Path) -> None:
    with Salesforce(term) as service, pytest.raises(LoadError, match="contact_fields") as refused:
        load(service, tmp_path / "w.duckdb", contact_fields=["Shoe_Size__c"])
    assert len(str(refused.value).splitlines()) == 1
