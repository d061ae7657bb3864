"""The campus's BambooHR: employees with their departments, managers, and days of hire and leave."""

from __future__ import annotations

import json
from typing import Any

from demo.simulator.service import Request, Response, Service, answered, iso
from demo.simulator.term import DEPARTMENTS, Employee

NEVER = "0000-00-00"


class BambooHR(Service):
    """BambooHR with an API key. Employees in `deleted` (numbers of users) were deleted at `now`."""

    system = "bamboohr"
    # All employees were hired before the term. In the term records change, but none is added.
    is_timeless = True

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.deleted: set[int] = set()

    def settings(self) -> dict[str, Any]:
        return {"url": f"{self.url}/api", "api_key": self.secret, "page_size": 10}

    def throttled(self) -> Response:
        return Response(503, b"", {"Retry-After": "0", "X-BambooHR-Error-Message": "Too many requests"})

    def answer(self, request: Request) -> Response:
        if not request.basic or request.basic[0] != self.secret:
            return Response(401, b"", {"X-BambooHR-Error-Message": "Invalid API key"})
        match request.path.removeprefix("/api/"):
            case "v1/company_information":
                return answered({"legalName": "Campus gGmbH", "displayName": "Campus", "address": None, "phone": None})
            case "v1/meta/lists":
                return answered([_list(17, "jobTitle", ["Assistant", "Head"]), _list(4, "department", DEPARTMENTS)])
            case "v1/employees/changed":
                # PHP sends an empty object as an empty array.
                changes = self._changes(request.query["since"])
                return answered({"latest": iso(self.now), "employees": changes or []})
            case "v2/datasets/employee/data" if request.headers["content-type"] == "application/json":
                return self._dataset(json.loads(request.body))
        return Response(404)

    def _dataset(self, wanted: dict[str, Any]) -> Response:
        hired = [one for one in self.term.employees if one.hired <= self.now and one.user.number not in self.deleted]
        records = sorted((self._fields(one) for one in hired), key=lambda fields: int(fields["eeid"]))
        if records and (unknown := set(wanted["fields"]) - set(records[0])):
            return answered({"type": "about:blank", "title": "Bad Request", "detail": f"{unknown}", "status": 400}, 400)
        number, size = wanted["page"], wanted["pageSize"]
        shown = records[(number - 1) * size : number * size]
        links = {"next": f"{self.url}/api/v2/datasets/employee/data"} if number * size < len(records) else {}
        data = [{"fields": {name: record[name] for name in wanted["fields"]}} for record in shown]
        return answered({"data": data, "links": links, "meta": {"page": number, "totalItems": len(records)}})

    def _fields(self, employee: Employee) -> dict[str, Any]:
        user, chief = employee.user, employee.manager
        left = employee.left if employee.left and employee.left <= self.now else None
        return {
            "eeid": str(user.number),
            "employeeNumber": user.institutional_id,
            "firstName": user.given_name,
            "lastName": user.family_name,
            "email": user.email,
            "status": "Inactive" if left else "Active",
            "hireDate": (iso(employee.hired) or "")[:10],
            "terminationDate": (iso(left) or NEVER)[:10],
            "supervisorEid": str(chief.number) if chief else None,
            "jobInformationReportsTo": chief.name if chief else "",
            "jobInformationDepartment": employee.department,
            "jobInformationJobTitle": "Assistant" if chief else "Head",
        }

    def _changes(self, since: str) -> dict[str, dict[str, str]]:
        found = {}
        for one in self.term.employees:
            at = max(time for time in (one.hired, one.left or one.hired) if time <= self.now)
            action = "Updated" if at == one.left else "Inserted"
            if one.user.number in self.deleted:
                at, action = self.now, "Deleted"
            if (iso(at) or "") >= since:
                found[str(one.user.number)] = {
                    "id": str(one.user.number),
                    "action": action,
                    "lastChanged": (iso(at) or "").replace("Z", "+00:00"),
                }
        return found


def _list(field: int, alias: str, names: Any) -> dict[str, Any]:
    options = [
        {"id": field * 100 + place, "archived": "no", "createdDate": None, "archivedDate": None, "name": name}
        for place, name in enumerate(names, start=1)
    ]
    return {
        "fieldId": field,
        "manageable": "yes",
        "multiple": "no",
        "name": alias.capitalize(),
        "options": options,
        "alias": alias,
    }
