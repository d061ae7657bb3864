"""A large campus for the bench: many copies of a small one that share no id and no person, and a server of pages."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import itertools
import multiprocessing
import re
import sys
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path

SPAWN = multiprocessing.get_context("spawn")
LEARNERS, BLOCK, PAGE = 200, 500, 500
# What makes one copy of the campus other than the next: three digits of each id, and all by which people are known.
VARYING = re.compile(rb'(-4[0-9a-fA-F]{3}-[89abAB]|@[Mm]ail|"stu-|//id|sum":"[0-9a-fA-F]{40})')


def generate(folder: Path, statements: int, increment: int, active: int) -> tuple[int, float]:
    """Write statements.ndjson, increment.ndjson and, alone, one.ndjson; return the number of copies and the seconds.

    A block of every copy, then the next block: in order of arrival to within a block. The increment is what came
    from the middle of the term on, of the people of `active` copies, with new ids, ten weeks later: after the term.
    """
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from demo.simulator.campus import Campus

    begun = time.perf_counter()
    campus = Campus(1, LEARNERS)
    lines = [body + b"\n" for _, body in campus.arrivals()]
    addresses = [f"mailto:{email}".encode() for _, _, email in campus.truth.rows["people"] if email]
    known = {hashlib.sha1(address).hexdigest().encode(): address for address in addresses}
    copies = -(-statements // len(lines))
    if copies > 2048:
        sys.exit("--statements: there are ids for 100 million only")
    with (folder / "statements.ndjson").open("wb") as every, (folder / "one.ndjson").open("wb") as one:
        for first in range(0, len(lines), BLOCK):
            pieces = VARYING.split(b"".join(lines[first : first + BLOCK]))
            one.write(varied(pieces, 0, 0, known))
            every.writelines(varied(pieces, copy, copy, known) for copy in range(copies))
    active = min(active, copies)
    middle, share = len(lines) // 2, -(-increment // active)
    pieces = VARYING.split(later(b"".join(lines[middle : middle + share])))
    news = b"".join(varied(pieces, copy, 2048 + copy, known) for copy in range(active))
    (folder / "increment.ndjson").write_bytes(b"".join(news.splitlines(keepends=True)[:increment]))
    return copies, time.perf_counter() - begun


def varied(pieces: list[bytes], copy: int, ids: int, known: dict[bytes, bytes]) -> bytes:
    """A text split by VARYING, of the people of `copy`, with ids of the series `ids`."""

    def other(found: bytes) -> bytes:
        if found[:1] == b"-":
            return b"-4%03x" % ids + found[5:]
        if found[:1] != b"s":
            return found + b"%d" % copy
        address = known[found[-40:].lower()].replace(b"@mail", b"@mail%d" % copy)
        digest = hashlib.sha1(address).hexdigest().encode()
        return found[:-40] + (digest if found[-40:].islower() else digest.upper())

    pieces = pieces.copy()
    pieces[1::2] = map(other, pieces[1::2])
    return b"".join(pieces)


def later(text: bytes) -> bytes:
    """Statements with every date of theirs put off by the ten weeks of a term."""

    def moved(found: re.Match[bytes]) -> bytes:
        return f'"{dt.date.fromisoformat(found[1].decode()) + dt.timedelta(weeks=10)}T'.encode()

    return re.sub(rb'"(2026-\d\d-\d\d)T', moved, text)


def write_pages(statements: Path, pages: Path, count: int) -> list[int]:
    """Write the first `count` pages, each but for its end, one after another; return where each begins, and the end."""
    begins = [0]
    with statements.open("rb") as lines, pages.open("wb") as target:
        for _ in range(count):
            page = b",".join(line.rstrip(b"\n") for line in itertools.islice(lines, PAGE))
            begins.append(begins[-1] + target.write(b'{"statements":[' + page))
    return begins


def serve(pages: Path, begins: list[int], ready: Connection) -> None:
    """Serve /<n>/...: the first n pages, each out of the file; costs next to nothing."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            count, page = int(self.path.split("/")[1]), int(self.path.partition("page=")[2] or 0)
            more = f"/{count}/statements?page={page + 1}" if page + 1 < count else ""
            end, size = f'],"more":"{more}"}}'.encode(), begins[page + 1] - begins[page]
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(size + len(end)))
            self.end_headers()
            with pages.open("rb") as source:
                self.connection.sendfile(source, begins[page], size)
            self.wfile.write(end)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    ready.send(server.server_port)
    server.serve_forever()


@contextlib.contextmanager
def serving(folder: Path, count: int) -> Iterator[str]:
    """The address of a server of `count` pages, in a process of its own."""
    begins = write_pages(folder / "statements.ndjson", folder / "pages", count)
    here, there = SPAWN.Pipe()
    process = SPAWN.Process(target=serve, args=(folder / "pages", begins, there), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{here.recv()}"
    finally:
        process.terminate()
        process.join()
