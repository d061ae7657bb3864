"""The campus's own list of accounts that belong to one person."""

from __future__ import annotations

from demo.simulator.customers import has_institution_email
from demo.simulator.meetings import manner
from demo.simulator.systems.oulad import student_id
from demo.simulator.systems.salesforce import contact_id
from demo.simulator.systems.zoom import registrant_of
from demo.simulator.term import Term


def registered_links(term: Term) -> list[tuple[str, str]]:
    """Pairs of identifiers of one person that no two systems connect by an id or by an address that either verifies."""
    found = []
    for user in term.users:
        address = f"mbox:mailto:{user.email}"
        if user.role == "learner" and manner("zoom", user) == "registrant":
            found.append((f"registrant:demo_zoom|{registrant_of(user)}", address))
        if user.role == "learner" and user.number % 3 == 0:
            found.append((f"user:demo_oulad|{student_id(user)}", address))
    for account in term.accounts:
        for user in account.members:
            if has_institution_email(user):
                found.append((f"user:demo_salesforce|{contact_id(user)}", f"mbox:mailto:{user.email}"))
    return found
