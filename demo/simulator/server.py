"""A learning record store on the loopback interface that serves the campus over HTTP."""

from __future__ import annotations

import base64
import binascii
import bisect
import dataclasses
import datetime as dt
import json
from typing import Any

from demo.simulator.campus import Campus
from demo.simulator.service import Request, Response, Service, answered
from demo.simulator.writing import timestamp

_PATH = "/xAPI/statements"
_MOST = 5000
_KNOWN = {"limit", "ascending", "since", "until", "attachments", "format"}


class RecordStore(Service):
    """`GET /xAPI/statements` of a campus with basic authentication, for the time of a `with` block.

    `url` (ends in /xAPI), `username` and `password` are for the client. Set `now` (ms since 1970) to serve only the
    statements that had arrived by then, as if the term were not over.
    """

    system = "xapi"

    def __init__(self, campus: Campus) -> None:
        super().__init__(campus.term)
        arrivals = campus.arrivals()
        self.times = [arrived for arrived, _ in arrivals]
        self.bodies = [body for _, body in arrivals]
        self.now = self.times[-1] + 1 if arrivals else 0
        self.username, self.password = "campus", self.secret
        self.url += "/xAPI"

    def settings(self) -> dict[str, Any]:
        return {"url": self.url, "username": self.username, "password": self.password, "page_size": 1000}

    def answer(self, request: Request) -> Response:
        if request.basic != (self.username, self.password):
            refusal = answered({"error": "credentials are missing or wrong"}, 401)
            return dataclasses.replace(refusal, headers={"WWW-Authenticate": 'Basic realm="campus"'})
        if "x-experience-api-version" not in request.headers:
            return answered({"error": "X-Experience-API-Version is missing"}, 400)
        query = request.query
        if request.path.startswith(_PATH + "/more/"):
            query = {"token": request.path.removeprefix(_PATH + "/more/")}
        elif request.path != _PATH:
            return answered({"error": "the only address is /xAPI/statements"}, 404)
        headers = {
            "X-Experience-API-Version": "1.0.3",
            "X-Experience-API-Consistent-Through": timestamp(self.now),
        }
        return Response(200, self.page(query), headers)

    def page(self, query: dict[str, str]) -> bytes:
        """The answer to a query, or to the token of a `more` link. Raises ValueError where the query is invalid."""
        if "token" in query:
            try:
                lower, upper, limit, ascending = json.loads(base64.urlsafe_b64decode(query["token"]))
            except binascii.Error as error:
                raise ValueError(str(error)) from None
        else:
            if unknown := set(query) - _KNOWN:
                raise ValueError(f"unknown parameters: {sorted(unknown)}")
            # `since` excludes the time itself, `until` includes it.
            lower = bisect.bisect_right(self.times, _ms(query["since"])) if "since" in query else 0
            until = min(self.now, _ms(query["until"])) if "until" in query else self.now
            upper = max(lower, bisect.bisect_right(self.times, until))
            limit, ascending = min(int(query.get("limit", 0)) or _MOST, _MOST), query.get("ascending") == "true"
            if limit < 0:
                raise ValueError("limit is negative")
        if ascending:
            cut = min(lower + limit, upper)
            chosen, rest = self.bodies[lower:cut], [cut, upper]
        else:
            cut = max(upper - limit, lower)
            chosen, rest = self.bodies[cut:upper][::-1], [lower, cut]
        more = ""
        if rest[0] < rest[1]:
            token = base64.urlsafe_b64encode(json.dumps([*rest, limit, ascending]).encode()).decode()
            more = f"{_PATH}/more/{token}"
        return b'{"statements":[' + b",".join(chosen) + b'],"more":"' + more.encode() + b'"}'


def _ms(text: str) -> int:
    # A plus sign that was not escaped arrives as a space.
    moment = dt.datetime.fromisoformat(text.replace(" ", "+"))
    moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return (moment - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(milliseconds=1)
