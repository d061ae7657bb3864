"""BambooHR: employees with their departments, supervisors, and dates of hire and termination."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Mapping

import requests
from requests.auth import HTTPBasicAuth

from loaders.api import Api
from loaders.errors import LoadError
from loaders.pages import Page, Stream
from loaders.settings import check_server, secret

STREAMS = {
    "company": Stream(("$.legalName",)),
    "lists": Stream(("$.fieldId",)),
    "employees": Stream(("$.fields.eeid",)),
    "changes": Stream(time="$.lastChanged"),
}
_FIELDS = (
    "eeid employeeNumber firstName lastName email status hireDate terminationDate supervisorEid "
    "jobInformationReportsTo jobInformationDepartment jobInformationJobTitle"
)
# BambooHR has recorded changes since that day.
_FIRST_CHANGE = "2011-06-05T00:00:00Z"


@dataclasses.dataclass(frozen=True)
class Settings:
    """`url`: such as https://campus.bamboohr.com/api. `employee_fields`: the account's names of the fields to load."""

    url: str
    api_key: str | None = secret()
    employee_fields: tuple[str, ...] = tuple(_FIELDS.split())
    page_size: int = 1000

    def __post_init__(self) -> None:
        check_server(self, "api_key")


def fetch(settings: Settings, cursors: Mapping[str, str]) -> Iterator[Page]:
    """Yield all employees, including former ones, and the changes and deletions of records. Raises LoadError.

    The API cannot return only the changed employees with their fields. Employees who did not change land once.
    """
    api = Api(settings.url, HTTPBasicAuth(settings.api_key or "", "x"), {"Accept": "application/json"}, _check)
    yield Page("company", api.ask("v1/company_information").lines)
    yield Page("lists", api.ask("v1/meta/lists").lines)
    # Before the employees, so that the next load gets a deletion that happens in between.
    since = cursors["changes"][:19] + "Z" if "changes" in cursors else _FIRST_CHANGE
    changes = api.ask("v1/employees/changed", "employees", params={"since": since})
    yield Page("changes", changes.lines, changes.promise())
    for number in itertools.count(1):
        wanted = {"fields": settings.employee_fields, "orderBy": "eeid asc", "page": number}
        answer = api.ask("v2/datasets/employee/data", "data", "POST", json={**wanted, "pageSize": settings.page_size})
        yield Page("employees", answer.lines)
        if not (answer.rest.get("links") or {}).get("next"):
            return


def _check(response: requests.Response) -> None:
    if response.status_code == 422 or (response.status_code == 400 and "/datasets/" in response.url):
        raise LoadError(
            "BambooHR rejects the query; write in 'employee_fields:' only fields that datasets/employee/fields lists."
        )
