"""Salesforce: accounts (customers), contacts (their people), and which contact belongs to which account."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

import msgspec
import requests

from loaders.api import Api, ClientCredentials, by_field
from loaders.errors import LoadError
from loaders.http import Busy, Gone, check_url
from loaders.pages import Page, Stream
from loaders.settings import check_server, secret

_QUERIES = {
    "accounts": ("Account", "Id, Name, ParentId, Type, IsDeleted, SystemModstamp"),
    "contacts": ("Contact", "Id, AccountId, FirstName, LastName, Email, IsDeleted, SystemModstamp"),
    "account_contact_relations": (
        "AccountContactRelation",
        "Id, AccountId, ContactId, IsDirect, IsActive, StartDate, EndDate, IsDeleted, SystemModstamp",
    ),
}
STREAMS = {name: Stream(("$.Id",), time="$.SystemModstamp") for name in _QUERIES}
# A transaction may last ten minutes, and its records have the time of the change, not of the commit.
_LONGEST_TRANSACTION_MINUTES = 15


@dataclasses.dataclass(frozen=True)
class Settings:
    """`url`: such as https://campus.my.salesforce.com. `account_fields` and `contact_fields`: additional fields."""

    url: str
    token_url: str | None = None
    client_id: str | None = None
    client_secret: str | None = secret()
    version: str = "64.0"
    account_fields: tuple[str, ...] = ()
    contact_fields: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_server(self, "client_id", "client_secret")
        if self.token_url is not None:
            check_url("token_url", self.token_url)


def fetch(settings: Settings, cursors: Mapping[str, str]) -> Iterator[Page]:
    """Yield the records changed or deleted since the cursors. Raises LoadError."""
    form = {
        "grant_type": "client_credentials",
        "client_id": settings.client_id or "",
        "client_secret": settings.client_secret or "",
    }
    token_url = settings.token_url or settings.url.rstrip("/") + "/services/oauth2/token"
    api = Api(settings.url, ClientCredentials(token_url, lambda: form, check=_check), check=_check)
    more = {"accounts": settings.account_fields, "contacts": settings.contact_fields}
    for stream, (entity, fields) in _QUERIES.items():
        since = f" WHERE SystemModstamp >= {cursors[stream][:19]}Z" if stream in cursors else ""
        chosen = ", ".join((fields, *more.get(stream, ())))
        query = {"q": f"SELECT {chosen} FROM {entity}{since} ORDER BY SystemModstamp, Id"}
        # queryAll also returns deleted records, query does not.
        address = f"services/data/v{settings.version}/queryAll"
        try:
            for answer in api.pages(address, "records", by_field("nextRecordsUrl"), query):
                yield Page(stream, answer.lines, answer.promise(_LONGEST_TRANSACTION_MINUTES))
        except _NoSuchEntity:
            if entity != "AccountContactRelation":
                raise
            # The object exists only where contacts may belong to several accounts.


class _NoSuchEntity(LoadError):
    """The organization has no such object, or the user of the integration may not read it."""


def _check(response: requests.Response) -> None:
    status = response.status_code
    if status == 401 and "/query/" in response.url:
        raise Gone("Salesforce: the session has ended, and its pages with it; run the load again.")
    if status not in (400, 403):
        return
    try:
        fault = msgspec.json.decode(response.content, type=list[dict[str, str | list[str]]])[0]
        code, message = str(fault["errorCode"]), str(fault["message"])
    except (msgspec.DecodeError, IndexError, KeyError):
        return
    match code:
        case "REQUEST_LIMIT_EXCEEDED" if "TotalRequests" in message:
            raise LoadError(
                "Salesforce: the organization has used up its requests of 24 hours; run the load again later."
            )
        case "REQUEST_LIMIT_EXCEEDED":
            raise Busy("answered REQUEST_LIMIT_EXCEEDED")
        case "INVALID_TYPE":
            raise _NoSuchEntity("Salesforce: an object is unknown (INVALID_TYPE); check the rights of the credentials.")
        case "INVALID_FIELD" | "MALFORMED_QUERY":
            raise LoadError(f"Salesforce: {code}; check 'account_fields:', 'contact_fields:' and rights to the fields.")
