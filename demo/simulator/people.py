"""Learners: their names, the identifiers under which each system knows them, and how they study."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import random

HOME_PAGE = "https://lms.campus.example"
_FIRST_NAMES = (
    "Amara Anselm Beatriz Bohdan Caoimhe Casimir Dalia Dragan Eilidh Emeka Farah Florian Ghislaine Gintaras Halima "
    "Henrik Ilona Itziar Jarmila Joaquin Katarzyna Kwabena Leocadia Lorenzo Mahnoor Matthis Nadezhda Ngozi Octavia "
    "Oluwaseun Petronella Piotr Quirin Rosalind Ruairi Saoirse Sigrid Tadashi Thandiwe Ulrike Umberto Valentina "
    "Vikram Wilhelmina Xiomara Yevgenia Yusuf Zdenka Zoltan Øyvind"
)
_LAST_NAMES = (
    "Abernathy Achterberg Bellweather Bjornstad Castellanos Chukwuma Delacroix Drummond Eisenhauer Esterhazy "
    "Fairweather Fitzgibbon Gallagher Grunewald Haverford Hrabowski Ignatiev Iwanowski Jankowski Jorgensen Kaminski "
    "Kowalczyk Lachapelle Lindqvist Macallister Mbeki Nakamura Novotny Okonkwo Ostrowski Papadakis Pemberton Quintero "
    "Rasmussen Rutherford Szymanski Sorensen Thackeray Tomlinson Uchenna Underhill Vandermeer Villanueva Wainwright "
    "Wojcik Xanthopoulos Yamaguchi Ybarra Zabolotny Zielinski"
)
_FIRST, _LAST = _FIRST_NAMES.split(), _LAST_NAMES.split()


@dataclasses.dataclass(frozen=True)
class Person:
    """One person. `actors`: (actor JSON, normalized identifier) by the system that sends it, several where it varies.

    `local`: the part of the institution's address before the @. `email` None: no statement contains it.
    """

    key: str
    number: int
    local: str
    institutional_id: str
    name: str
    email: str | None
    manner: str
    skill: float
    actors: dict[str, tuple[tuple[str, str], ...]]
    link: tuple[str, str] | None
    personal: tuple[tuple[str, str], ...]


# This service voids statements on behalf of people. It is not a person, although it has an identifier.
SERVICE_KEY = "service"
SERVICE_ACTOR = f'{{"account":{{"homePage":"{HOME_PAGE}","name":"records-service"}}}}'
SERVICE_IDENTIFIER = f"account:{HOME_PAGE}|records-service"


def make_person(rng: random.Random, number: int) -> Person:
    """Person `number` (from 1), who thrives, is steady, drifts, drops out or never comes."""
    first, last = rng.choice(_FIRST), rng.choice(_LAST)
    name, local = f"{first} {last}", f"{first}.{last}{number}".lower().replace("ø", "o")
    email, account = f"{local}@mail.campus.example", f"stu-{100000 + number}"
    shown = json.dumps(name, ensure_ascii=False)
    digest = hashlib.sha1(f"mailto:{email}".encode()).hexdigest()
    sha = (f'{{"mbox_sha1sum":"{digest}"}}', f"mbox_sha1sum:{digest}")
    loud_sha = (f'{{"mbox_sha1sum":"{digest.upper()}"}}', f"mbox_sha1sum:{digest}")
    mail_id = f"mbox:mailto:{email}"
    mail = (f'{{"objectType":"Agent","name":{shown},"mbox":"mailto:{email}"}}', mail_id)
    loud_email = f"{local}@Mail.CAMPUS.example"
    loud = (f'{{"name":{shown},"mbox":"mailto:{loud_email}"}}', mail_id)
    account_id = f"account:{HOME_PAGE}|{account}"
    own = (
        f'{{"objectType":"Agent","name":{shown},"account":{{"homePage":"{HOME_PAGE}","name":"{account}"}}}}',
        account_id,
    )
    openid = f"https://id.campus.example/{local}"
    openid_id = f"openid:{openid}"
    open_ = (f'{{"openid":"{openid}"}}', openid_id)
    mails = (mail, mail, mail, loud)
    # Numbers 1 to 6 are one of each kind, so that the smallest campus has all kinds.
    kind = ("mail", "hash", "link", "all", "account", "openid")[number - 1] if number <= 6 else ""
    kind = kind or rng.choices(("mail", "hash", "link", "all", "account", "openid"), (40, 15, 18, 10, 15, 2))[0]
    by_kind: dict[str, dict[str, tuple[tuple[str, str], ...]]] = {
        "mail": {"lms": mails, "video": mails, "content": (mail,)},
        "hash": {"lms": mails, "video": (sha, loud_sha), "content": (mail,)},
        "link": {"lms": mails, "video": mails, "content": (own,)},
        "all": {"lms": (mail, loud, sha), "video": (sha,), "content": (own,)},
        "account": {"lms": (own,), "video": (own,), "content": (own,)},
        "openid": {"lms": (open_,), "video": (open_,), "content": (open_,)},
    }
    personal = [("name", name)]
    if kind not in ("account", "openid"):
        personal += [("email", email), ("email", loud_email)]
    if kind in ("link", "all", "account"):
        personal.append(("account_name", account))
    if kind in ("hash", "all"):
        personal += [("email_hash", digest), ("email_hash", digest.upper())]
    if kind == "openid":
        personal.append(("openid", openid))
    manner = rng.choices(("thrive", "steady", "drift", "drop", "never"), (36, 28, 18, 13, 5))[0]
    if number <= 6:
        manner = ("thrive", "steady", "thrive", "steady", "drift", "drop")[number - 1]
    skill = {"thrive": 0.84, "steady": 0.72, "drift": 0.6, "drop": 0.55, "never": 0.5}[manner]
    return Person(
        f"person-{number:06d}",
        number,
        local,
        account,
        name,
        email if kind not in ("account", "openid") else None,
        manner,
        min(0.97, max(0.2, rng.gauss(skill, 0.08))),
        by_kind[kind],
        (mail_id, account_id) if kind in ("link", "all") else (openid_id, account_id) if kind == "openid" else None,
        tuple(personal),
    )
