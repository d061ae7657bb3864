"""The campus's Salesforce: customers that send learners, and their contacts."""

from __future__ import annotations

import re
from typing import Any

from demo.simulator.customers import belongs_to_parent, created, deleted, has_institution_email
from demo.simulator.service import Request, Response, Service, answered, iso
from demo.simulator.study import DAY, TERM
from demo.simulator.term import Account, User

_VERSION = "/services/data/v64.0"
_BATCH = 10
_QUERY = re.compile(r"SELECT (.+) FROM (\w+)(?: WHERE SystemModstamp >= (\S+))? ORDER BY SystemModstamp, Id")
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_SUFFIX = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def salesforce_id(prefix: str, number: int) -> str:
    """An id of 15 case-sensitive characters, and three more that encode the case of each five of them."""
    digits = ""
    for _ in range(7):
        number, digit = divmod(number, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    id15 = f"{prefix}Wx000{digits}"
    fives = (id15[start : start + 5] for start in (0, 5, 10))
    return id15 + "".join(_SUFFIX[sum(one.isupper() << place for place, one in enumerate(five))] for five in fives)


def account_id(account: Account) -> str:
    return salesforce_id("001", int(account.id[3:]))


def contact_id(user: User) -> str:
    return salesforce_id("003", user.number)


class Salesforce(Service):
    """The REST API of Salesforce with client credentials and ten records per page."""

    system = "salesforce"
    poison = "Bakeries"

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        # Further pages of a query: the token of the request, and the remaining records.
        self._cursors: dict[str, tuple[str | None, list[dict[str, Any]]]] = {}

    def settings(self) -> dict[str, Any]:
        return {
            "url": self.url,
            "client_id": "3MVG9learning",
            "client_secret": self.secret,
            "contact_fields": ["Learner_Id__c"],
        }

    def throttled(self) -> Response:
        return _fault(403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (Concurrent API Requests) Limit exceeded.")

    def answer(self, request: Request) -> Response:
        if request.path == "/services/oauth2/token":
            return self._token(request.form)
        if not self.knows(request.bearer):
            return _fault(401, "INVALID_SESSION_ID", "Session expired or invalid")
        if request.path == f"{_VERSION}/queryAll":
            query = _QUERY.fullmatch(request.query["q"])
            if not query:
                return _fault(400, "MALFORMED_QUERY", "unexpected token")
            return self._query(request, *query.groups())
        locator = request.path.removeprefix(f"{_VERSION}/query/")
        token, rest = self._cursors.get(locator, (None, []))
        if token != request.bearer:
            return _fault(400, "INVALID_QUERY_LOCATOR", "invalid query locator")
        return self._page(request, rest)

    def _token(self, form: dict[str, str]) -> Response:
        if form["grant_type"] != "client_credentials" or form["client_secret"] != self.secret:
            return answered({"error": "invalid_client", "error_description": "invalid client credentials"}, 400)
        response = self.token()
        # There is no expires_in: a session lasts as long as it is used.
        return Response(response.status, response.body.replace(b',"expires_in":3600', b""), response.headers)

    def _query(self, request: Request, chosen: str, entity: str, since: str | None) -> Response:
        records = self.records().get(entity)
        if records is None:
            return _fault(400, "INVALID_TYPE", f"sObject type '{entity}' is not supported.")
        names = chosen.split(", ")
        for name in names:
            if records and name not in records[0]:
                return _fault(400, "INVALID_FIELD", f"No such column '{name}' on entity '{entity}'.")
        shown = [
            {
                "attributes": {"type": entity, "url": f"{_VERSION}/sobjects/{entity}/{record['Id']}"},
                **{name: record[name] for name in names},
            }
            for record in sorted(records, key=lambda record: (str(record["SystemModstamp"]), str(record["Id"])))
            if since is None or record["SystemModstamp"] >= since[:19]
        ]
        return self._page(request, shown)

    def _page(self, request: Request, records: list[dict[str, Any]]) -> Response:
        page: dict[str, Any] = {"totalSize": len(records), "done": len(records) <= _BATCH, "records": records[:_BATCH]}
        if not page["done"]:
            locator = f"{salesforce_id('01g', len(self._cursors))}-{_BATCH}"
            self._cursors[locator] = (request.bearer, records[_BATCH:])
            page["nextRecordsUrl"] = f"{_VERSION}/query/{locator}"
        return answered(page)

    def records(self) -> dict[str, list[dict[str, Any]]]:
        """The records of all objects at `now`."""
        found: dict[str, list[dict[str, Any]]] = {"Account": [], "Contact": [], "AccountContactRelation": []}
        by_id = {account.id: account for account in self.term.accounts}
        for account in self.term.accounts:
            parent = by_id[account.parent] if account.parent else None
            found["Account"].append(
                {
                    "Id": account_id(account),
                    "Name": account.name,
                    "ParentId": account_id(parent) if parent else None,
                    "Type": "Customer - Direct",
                    "IsDeleted": False,
                    "SystemModstamp": _stamp(TERM - 100 * DAY),
                }
            )
            for user in account.members:
                if created(user) > self.now:
                    continue
                gone = (deleted(user) or self.now + 1) <= self.now
                found["Contact"].append(_contact(user, account, gone))
                found["AccountContactRelation"].append(_relation(user, account, gone))
                if parent and belongs_to_parent(user):
                    found["AccountContactRelation"].append(_relation(user, parent, gone, is_direct=False))
        return found


def _contact(user: User, account: Account, gone: bool) -> dict[str, Any]:
    return {
        "Id": contact_id(user),
        "AccountId": account_id(account),
        "FirstName": user.given_name,
        "LastName": user.family_name,
        "Email": user.email if has_institution_email(user) else user.private_email,
        "Learner_Id__c": None if has_institution_email(user) else user.institutional_id,
        "IsDeleted": gone,
        "SystemModstamp": _stamp(deleted(user) if gone else created(user)),
    }


def _relation(user: User, account: Account, gone: bool, is_direct: bool = True) -> dict[str, Any]:
    """The relation of a contact to an account. A relation to the parent lasts for the first four weeks of the term."""
    return {
        "Id": salesforce_id("07k", user.number * 10 + is_direct),
        "AccountId": account_id(account),
        "ContactId": contact_id(user),
        "IsDirect": is_direct,
        "IsActive": is_direct,
        "StartDate": None if is_direct else (iso(TERM) or "")[:10],
        "EndDate": None if is_direct else (iso(TERM + 28 * DAY) or "")[:10],
        "IsDeleted": gone,
        "SystemModstamp": _stamp(deleted(user) if gone else created(user)),
    }


def _stamp(ms: int | None) -> str:
    return (iso(ms) or "").replace("Z", ".000+0000")


def _fault(status: int, code: str, message: str) -> Response:
    return answered([{"message": message, "errorCode": code}], status)
