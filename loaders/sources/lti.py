"""LTI 1.3 Advantage (1EdTech): what a platform sends to a tool: members (NRPS 2.0), line items, results (AGS 2.0)."""

from __future__ import annotations

import dataclasses
import time
import uuid
from collections.abc import Iterator, Mapping
from urllib.parse import urljoin, urlsplit, urlunsplit

import jwt
import msgspec
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from loaders.api import Api, ClientCredentials
from loaders.http import check_url
from loaders.pages import Page, Stream, values, with_request
from loaders.settings import secret

STREAMS = {
    "contexts": Stream(("$._request.context_id",)),
    "memberships": Stream(("$._request.context_id", "$.user_id")),
    "line_items": Stream(),
    "results": Stream(),
}
_MEMBERSHIP_SCOPE = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
_GRADE_SCOPES = " ".join(
    f"https://purl.imsglobal.org/spec/lti-ags/scope/{what}.readonly" for what in ("lineitem", "result")
)
_MEMBERS = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
_LINE_ITEMS = "application/vnd.ims.lis.v2.lineitemcontainer+json"
_RESULTS = "application/vnd.ims.lis.v2.resultcontainer+json"


@dataclasses.dataclass(frozen=True)
class Settings:
    """The registration of the tool, and the service addresses of each context by its id. A launch contains both.

    `private_key`: RSA in PEM. `audience`: for platforms that expect another one than their token_url.
    """

    token_url: str
    client_id: str
    key_id: str
    private_key: str | None = secret()
    audience: str | None = None
    memberships_urls: dict[str, str] | None = None
    line_items_urls: dict[str, str] | None = None
    page_size: int = 500

    def __post_init__(self) -> None:
        check_url("token_url", self.token_url)
        if not self.memberships_urls and not self.line_items_urls:
            raise ValueError("write 'memberships_urls:' or 'line_items_urls:' with one 'context id: URL' per line.")
        for key in ("memberships_urls", "line_items_urls"):
            for url in (getattr(self, key) or {}).values():
                # Addresses of Moodle have a query.
                check_url(key, url.partition("?")[0])
        self.key()

    def key(self) -> RSAPrivateKey:
        """The private key. Raises ValueError where it is not one. The message does not quote it."""
        try:
            # An .env file cannot contain line breaks.
            found = load_pem_private_key((self.private_key or "").replace("\\n", "\n").encode(), None)
        except (ValueError, TypeError):
            found = None
        if not isinstance(found, RSAPrivateKey):
            raise ValueError(
                "'private_key:' is not an RSA private key in PEM without a password; export the whole file."
            )
        return found


def fetch(settings: Settings, cursors: Mapping[str, str]) -> Iterator[Page]:
    """Yield everything that the platform sends now, since the services have no filter by time. Raises LoadError."""
    limit = {"limit": settings.page_size}
    auth = _credentials(settings, _MEMBERSHIP_SCOPE)
    for context_id, url in (settings.memberships_urls or {}).items():
        for answer in Api(_host(url), auth, {"Accept": _MEMBERS}).pages(url, "members", params=limit):
            if context := answer.rest.get("context"):
                yield Page("contexts", with_request(msgspec.json.encode(context), context_id=context_id))
            yield Page("memberships", with_request(answer.lines, context_id=context_id))
    auth = _credentials(settings, _GRADE_SCOPES)
    for context_id, url in (settings.line_items_urls or {}).items():
        results = Api(_host(url), auth, {"Accept": _RESULTS})
        for answer in Api(_host(url), auth, {"Accept": _LINE_ITEMS}).pages(url, params=limit):
            yield Page("line_items", with_request(answer.lines, context_id=context_id))
            for (line_item,) in values(answer.lines, "id"):
                if isinstance(line_item, str):
                    for found in results.pages(_results_of(line_item), params=limit):
                        yield Page("results", with_request(found.lines, context_id=context_id))


def _credentials(settings: Settings, scope: str) -> ClientCredentials:
    """Credentials for one service. Each has its own token, because a platform may grant only one of the services."""
    key = settings.key()

    def form() -> dict[str, str]:
        now = int(time.time())
        claims = {
            "iss": settings.client_id,
            "sub": settings.client_id,
            "aud": settings.audience or settings.token_url,
            "iat": now,
            "exp": now + 300,
            "jti": str(uuid.uuid4()),
        }
        return {
            "grant_type": "client_credentials",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": jwt.encode(claims, key, "RS256", {"kid": settings.key_id}),
            "scope": scope,
        }

    return ClientCredentials(settings.token_url, form)


def _host(url: str) -> str:
    return urljoin(url, "/")


def _results_of(line_item: str) -> str:
    """The address of the results of a line item. The path goes before the query, which line items of Moodle have."""
    parts = urlsplit(line_item)
    return urlunsplit(parts._replace(path=parts.path.rstrip("/") + "/results"))
