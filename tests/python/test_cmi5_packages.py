"""cmi5 course structures: those of a conformance suite for LMSs, and packages that are broken in every way."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.errors import LoadError
from loaders.sources import cmi5
from loaders.sources.cmi5_structure import STREAMS, InvalidCourse, course_records

# What the suite has an LMS refuse, and the requirement each file breaks by the suite's own account. Its other three
# invalid packages are made below: one that is not a package, one that is not a zip, one without cmi5.xml. 005-1 and
# 005-2 are not invalid: what breaks the rules there is what their units do once they are launched.
INVALID = {
    "201-1-iris-course-id.xml": "relative_iri: {}: course ",
    "201-2-iris-block-id.xml": "relative_iri: {}: block ",
    "201-3-iris-au-id.xml": "relative_iri: {}: au ",
    "201-4-iris-objective-id.xml": "relative_iri: {}: objective ",
    "202-1-relative-url-no-zip.xml": "relative_url_without_package: {}: au ",
    "202-2-relative-url-no-zip.xml": "relative_url_without_package: {}: au ",
    "202-3-relative-url-no-zip.xml": "relative_url_without_package: {}: au ",
    "202-4-relative-url-no-zip.xml": "relative_url_without_package: {}: au ",
    "202-5-relative-url-no-zip.xml": "relative_url_without_package: {}: au ",
    "203-1-relative-url-no-reference.zip": "missing_file: {}: au ",
    "204-query-string-conflict-endpoint.xml": "reserved_parameter: {}: au ",
    "205-1-duplicated-block.xml": "duplicate_id: {}: block ",
    "205-2-duplicated-objective.xml": "duplicate_id: {}: objective ",
    "205-3-duplicated-au.xml": "duplicate_id: {}: au ",
    "206-1-invalid-au-url.xml": "invalid_url: {}: au ",
    "207-1-invalid-courseStructure.xml": "element_order: {}: au ",
}
VALID = 23
CONTENT = ("index.html", "pre1.html", "post1.html", "pre2.html", "post2.html")

TEXT = '<title><langstring lang="en">T</langstring></title><description><langstring>D</langstring></description>'
COURSE = f'<course id="urn:x:course">{TEXT}</course>'
AU = f'<au id="urn:x:au">{TEXT}<url>https://example.com/a</url></au>'


def structure(inside: str = COURSE + AU, start: str = "") -> bytes:
    namespace = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"
    return f'{start}<courseStructure xmlns="{namespace}">{inside}</courseStructure>'.encode()


def au(attributes: str = "", url: str = "https://example.com/a", before: str = "", after: str = "") -> bytes:
    return structure(f'{COURSE}<au id="urn:x:au" {attributes}>{TEXT}{before}<url>{url}</url>{after}</au>')


def package(file: Path, document: bytes | None, content: tuple[str, ...] = CONTENT, zip64: bool = False) -> Path:
    entries = dict.fromkeys(content, b"") | ({} if document is None else {"cmi5.xml": document})
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in entries.items():
            with target.open(name, "w", force_zip64=zip64) as entry:
                entry.write(data)
    return file


def load(path: Path | str) -> tuple[dict[str, list[dict[str, object]]], list[tuple[str, str]]]:
    """The records by stream and what was rejected."""
    records: dict[str, list[dict[str, object]]] = {stream: [] for stream in STREAMS}
    rejected: list[tuple[str, str]] = []
    for page in cmi5.fetch(cmi5.Settings(str(path)), {}):
        records[page.stream] += map(json.loads, page.lines.splitlines())
        rejected += page.rejected
    return records, rejected


@pytest.fixture(scope="module")
def suite(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The suite as it is given out: what is called x.cmi5.xml here is the cmi5.xml of package x there."""
    folder = tmp_path_factory.mktemp("suite")
    for file in (shared / "cmi5_packages").glob("*.xml"):
        document = file.read_bytes()
        if file.name.endswith(".cmi5.xml"):
            name = file.name.removesuffix(".cmi5.xml")
            package(folder / f"{name}.zip", document, zip64="zip64" in name)
        else:
            (folder / file.name).write_bytes(document)
    return folder


def test_suite_is_split_into_valid_and_invalid(suite: Path) -> None:
    records, rejected = load(suite)
    refused = {reason.split(": ")[1] for _, reason in rejected}
    accepted = {course["file"] for course in records["courses"]}
    assert refused == set(INVALID)
    assert accepted == {file.name for file in suite.iterdir()} - refused
    assert len(records["courses"]) == VALID
    assert {stream: len(found) for stream, found in records.items()} == {
        "courses": VALID, "blocks": 8, "aus": 1035, "objectives": 0
    }  # fmt: skip


@pytest.mark.parametrize("name", INVALID)
def test_invalid_structure_is_rejected_for_its_own_reason(suite: Path, name: str) -> None:
    records, [(text, reason)] = load(suite / name)
    assert not any(records.values())
    assert reason.startswith(INVALID[name].format(name))
    assert text.startswith("<?xml") and text.rstrip().endswith("</courseStructure>")


def test_what_a_package_holds_does_not_stand_alone(shared: Path) -> None:
    _, rejected = load(shared / "cmi5_packages")
    reasons = [reason for _, reason in rejected]
    assert sum(reason.startswith("relative_url_without_package") for reason in reasons) == 5 + 1 + (VALID - 1)


def test_records_of_a_package(suite: Path) -> None:
    records, _ = load(suite / "001-essentials.zip")
    base = "https://w3id.org/xapi/cmi5/catapult/lts"
    texts = {"en": "CATAPULT LMS Test Block: 001 Essentials"}
    assert records == {
        "courses": [{
            "id": f"{base}/course/001-essentials",
            "title": {"en": "CATAPULT LMS Test Course: 001 Essentials"},
            "description": {"en": "CATAPULT LMS Test Course: 001 Essentials"},
            "block_ids": [f"{base}/block/001-essentials"],
            "au_ids": [f"{base}/au/001-essentials"],
            "objective_ids": [],
            "file": "001-essentials.zip",
            "is_package": True,
        }],
        "blocks": [{
            "id": f"{base}/block/001-essentials",
            "course_id": f"{base}/course/001-essentials",
            "parent_id": f"{base}/course/001-essentials",
            "position": 1,
            "title": texts,
            "description": texts,
            "objectives": [],
        }],
        "aus": [{
            "id": f"{base}/au/001-essentials",
            "course_id": f"{base}/course/001-essentials",
            "parent_id": f"{base}/block/001-essentials",
            "position": 2,
            "title": {"en": "CATAPULT LMS Test AU: 001 Essentials"},
            "description": {"en": "CATAPULT LMS Test AU: 001 Essentials"},
            "objectives": [],
            "url": "index.html?paramA=1&paramB=2",
            "launchMethod": "AnyWindow",
            "moveOn": "CompletedAndPassed",
            "masteryScore": 0.9,
            "activityType": None,
            "has_launch_parameters": True,
            "has_entitlement_key": True,
        }],
        "objectives": [],
    }  # fmt: skip


def test_values_of_the_suite(suite: Path) -> None:
    records, _ = load(suite)
    units = {str(unit["id"]).rsplit("/", 1)[1]: unit for unit in records["aus"]}
    for value in ("Completed", "CompletedOrPassed", "Passed", "NotApplicable"):
        assert {unit["moveOn"] for name, unit in units.items() if name.endswith(f"moveOn-{value}")} == {value}
    assert units["003-launchMethod-OwnWindow"]["launchMethod"] == "OwnWindow"
    thousand = [unit for unit in records["aus"] if "0002-one-thousand-aus" in str(unit["id"])]
    assert [str(unit["id"]).rsplit("/", 1)[1] for unit in thousand] == [str(number) for number in range(1001)]
    assert [unit["position"] for unit in thousand] == list(range(1, 1002))
    assert {(unit["moveOn"], unit["masteryScore"]) for unit in thousand} == {("NotApplicable", None)}


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
EXTERNAL = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
OBJECTIVES = f'<objectives><objective id="urn:x:objective">{TEXT}</objective></objectives>'


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (b"", "not_xml: "),
        (b"not XML", "not_xml: "),
        (structure()[:-5], "not_xml: "),
        (structure().replace(b"T</", b"\xff</"), "not_xml: "),
        (structure(start='<?xml version="1.0" encoding="x-none"?>'), "not_xml: "),
        (structure(start='<?xml version="1.0" encoding="euc-jp"?>'), "not_xml: "),
        (structure(start=BOMB), "document_type: line 1"),
        (structure(start=EXTERNAL), "document_type: line 1"),
        (structure(start='<!DOCTYPE x SYSTEM "https://example.com/x.dtd">'), "document_type: line 1"),
        (structure().replace(b"<courseS", b"&a;<courseS"), "not_xml: "),
        (structure("<a>" * 200 + "</a>" * 200), "too_deep: a in line 1"),
        (structure().replace(b"/v1/", b"/v2/"), "wrong_root: "),
        (structure().replace(b" xmlns", b" ignored"), "wrong_root: "),
        (structure(AU), "missing_element: courseStructure in line 1: has no course"),
        (structure(COURSE), "missing_element: courseStructure in line 1: has no au or block"),
        (structure(COURSE + f'<block id="urn:x:block">{TEXT}</block>'), "missing_element: block 'urn:x:block'"),
        (structure(COURSE + OBJECTIVES), "missing_element: courseStructure in line 1: has no au or block"),
        (structure(COURSE + "<objectives/>" + AU), "missing_element: objectives in line 1: has no objective"),
        (structure(COURSE + AU + OBJECTIVES), "element_order: courseStructure"),
        (structure(COURSE + COURSE + AU), "element_order: courseStructure"),
        (structure(COURSE + AU + "<unit/>"), "unexpected_element: unit in line 1"),
        (structure(COURSE + AU + '<au xmlns=""/>'), "unexpected_element: au in line 1"),
        (structure(COURSE + AU + "text"), "unexpected_text: courseStructure"),
        (structure().replace(b"T</", b"<b>T</b></"), "unexpected_element: b in line 1"),
        (structure().replace(b'<langstring lang="en">T</langstring>', b""), "missing_element: title"),
        (structure().replace(b' lang="en"', b' lang="en_US"'), "invalid_lang: langstring"),
        (structure().replace(b' id="urn:x:au"', b""), "missing_attribute: au in line 1: has no id"),
        (structure().replace(b"urn:x:au", b"a b"), "invalid_iri: au 'a b'"),
        (structure().replace(b"urn:x:au", b"urn:%zz"), "invalid_iri: au"),
        (structure().replace(b"urn:x:au", b"urn:"), "relative_iri: au 'urn:'"),
        (structure().replace(b"urn:x:au", b"urn:x:course"), "duplicate_id: au 'urn:x:course'"),
        (au('moveon="Passed"'), "unexpected_attribute: au"),
        (au('moveOn="passed"'), "invalid_moveOn: au"),
        (au('launchMethod="NewWindow"'), "invalid_launchMethod: au"),
        (au('activityType="lesson"'), "relative_iri: au"),
        *((au(f'masteryScore="{score}"'), "invalid_masteryScore: au") for score in ("", "1.01", "-0.1", "1e-1", "NaN")),
        *((au(url=url), "invalid_url: au") for url in ("", "http://", "http:x", "https://a:b/", "http://[", "x://a\\b")),
        *((au(url=f"https://a.b/?x=1&amp;{name}"), "reserved_parameter: au")
          for name in ("endpoint=", "fetch", "actor=1", "registration=1", "activityId=1", "%66etch=1")),
        *((au(url=url), "relative_url_without_package: au") for url in ("a", "//a.b/c", "?a", "C:/a.html")),
        (au(before='<objectives><objective idref="urn:x:au"/></objectives>'), "unknown_objective: objective"),
        (au(before="<objectives><objective/></objectives>"), "missing_attribute: objective in line 1: has no idref"),
        (au(after="<entitlementKey/><launchParameters/>"), "element_order: au"),
    ],
)  # fmt: skip
def test_each_requirement_is_checked(document: bytes, reason: str) -> None:
    with pytest.raises(InvalidCourse) as caught:
        course_records(document, None)
    assert str(caught.value).startswith(reason)


def test_whatever_the_specification_allows_is_read() -> None:
    extension = '<x:note xmlns:x="urn:x" id="1">text<title/></x:note>'
    inner = f'<block id="urn:x:inner">{TEXT}<objectives><objective idref=" urn:x:objective "/></objectives>{AU}</block>'
    document = structure(
        COURSE.replace("</course>", f"{extension}</course>")
        + OBJECTIVES
        + f'<block id="urn:x:outer" xml:lang="en">{TEXT}{inner}{AU.replace("urn:x:au", "course-v1:a+b")}</block>'
        + f'<au id=" urn:x:last " masteryScore=" 1.0 " activityType="urn:x:lesson">{TEXT}'
        + "<url>\n app://start </url><launchParameters><a/></launchParameters></au>"
        + extension,
        start='<?xml version="1.0" encoding="ISO-8859-1"?><!-- a comment --><?a processing instruction?>',
    ).replace(b"T</langstring>", b" \xfc <!-- -->\n</langstring><langstring lang='en'>again</langstring>")
    records = course_records(document, None)
    course = records["courses"][0]
    assert course["title"] == {"en": "ü"} and course["description"] == {"und": "D"}
    assert course["block_ids"] == ["urn:x:outer", "urn:x:inner"] and course["objective_ids"] == ["urn:x:objective"]
    assert course["au_ids"] == ["urn:x:au", "course-v1:a+b", "urn:x:last"]
    placed = [(record["id"], record["parent_id"]) for record in records["blocks"] + records["aus"]]
    assert placed == [
        ("urn:x:outer", "urn:x:course"), ("urn:x:inner", "urn:x:outer"),
        ("urn:x:au", "urn:x:inner"), ("course-v1:a+b", "urn:x:outer"), ("urn:x:last", "urn:x:course"),
    ]  # fmt: skip
    assert [record["position"] for record in records["blocks"] + records["aus"]] == [1, 2, 3, 4, 5]
    assert records["blocks"][1]["objectives"] == ["urn:x:objective"]
    last = records["aus"][2]
    assert (last["url"], last["masteryScore"], last["activityType"]) == ("app://start", 1.0, "urn:x:lesson")
    assert (last["has_launch_parameters"], last["has_entitlement_key"]) == (True, False)
    assert course_records(structure().decode().encode("utf-16"), None) == course_records(structure(), None)


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("a/start.html?x=1#y", True),
        ("./a/../a/start.html", True),
        ("a/%C3%BC%20b.html", True),
        ("https://example.com/elsewhere.html", True),
        ("a/", False),
        ("a/Start.html", False),
        ("/a/start.html", False),
        ("../a/start.html", False),
        ("//a/start.html", False),
        ("?x=1", False),
    ],
)
def test_relative_urls_are_files_of_the_package(url: str, found: bool) -> None:
    files = frozenset({"cmi5.xml", "a/", "a/start.html", "a/ü b.html"})
    if found:
        assert course_records(au(url=url), files)["aus"][0]["url"] == url
    else:
        with pytest.raises(InvalidCourse, match=r"^missing_file: au 'urn:x:au' in line 1: "):
            course_records(au(url=url), files)


def encrypted(file: Path) -> None:
    body = bytearray(package(file, structure(), ()).read_bytes())
    body[body.index(b"PK\x01\x02") + 8] |= 1  # the flag in the list of entries
    file.write_bytes(body)


def damaged(file: Path) -> None:
    body = bytearray(package(file, structure(), ()).read_bytes())
    body[60] ^= 0xFF  # in the compressed text
    file.write_bytes(body)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda file: file.write_bytes(b""), "not_a_zip: x.zip: "),
        (lambda file: file.write_bytes(b"This is not a zip file.\n"), "not_a_zip: x.zip: "),
        (lambda file: file.write_bytes(package(file, structure()).read_bytes()[:-30]), "not_a_zip: x.zip: "),
        (encrypted, "not_a_zip: x.zip: "),
        (damaged, "not_a_zip: x.zip: "),
        (lambda file: package(file, None), "no_cmi5_xml: x.zip: the package has no cmi5.xml at its root"),
        (lambda file: package(file, None, ("a/cmi5.xml",)), "no_cmi5_xml: x.zip: .*there is 'a/cmi5.xml'"),
        (lambda file: package(file, b"<a>"), "not_xml: x.zip: "),
        (lambda file: package(file, au(url="other.html")), "missing_file: x.zip: au "),
        (lambda file: package(file, structure(start=BOMB)), "document_type: x.zip: "),
        (lambda file: package(file, b" " * 20_000_000 + structure()), "too_large: x.zip: "),
    ],
)
def test_broken_package_is_one_rejected_record(make: Callable[[Path], object], reason: str, tmp_path: Path) -> None:
    make(tmp_path / "x.zip")
    (tmp_path / "y.xml").write_bytes(structure())
    records, rejected = load(tmp_path)
    assert [course["file"] for course in records["courses"]] == ["y.xml"]
    assert len(rejected) == 1 and re.match(reason, rejected[0][1])


def test_files_are_found_by_folder_pattern_and_name(tmp_path: Path) -> None:
    (tmp_path / "a [1]").mkdir()
    (tmp_path / "a [1]" / "one.XML").write_bytes(structure())
    package(tmp_path / "two.bin", structure().replace(b"urn:x:course", b"urn:x:two"))
    (tmp_path / "notes.md").write_text("# No course")

    def files(path: Path | str) -> list[object]:
        return [course["file"] for course in load(path)[0]["courses"]]

    assert files(tmp_path) == ["a [1]/one.XML"]
    assert files(tmp_path / "a [1]" / "one.XML") == ["one.XML"]
    assert files(f"{tmp_path}/**") == ["a [1]/one.XML", "two.bin"]
    [(text, reason)] = load(tmp_path / "notes.md")[1]
    assert text == "# No course" and reason.startswith("not_xml: notes.md: ")


def test_no_file_is_an_error_that_says_what_to_write(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.zip", tmp_path / "*.zip"):
        with pytest.raises(LoadError, match=r"no file there \(\*\.xml, \*\.zip\); write a file, a folder or a pattern"):
            load(path)


def test_one_course_in_two_files_counts_once(tmp_path: Path) -> None:
    (tmp_path / "1.xml").write_bytes(structure())
    (tmp_path / "2.xml").write_bytes(structure().replace(b"T</", b"U</"))
    records, rejected = load(tmp_path)
    assert [course["file"] for course in records["courses"]] == ["1.xml"] and len(records["aus"]) == 1
    assert [reason for _, reason in rejected] == ["duplicate_course: 2.xml: course 'urn:x:course' is in 1.xml too"]


def test_rejected_text_is_cut_and_storable(tmp_path: Path) -> None:
    (tmp_path / "x.xml").write_bytes(b"<a>\x00\xff" + b"x" * 200_000)
    _, [(text, _reason)] = load(tmp_path)
    assert text.startswith(r"<a>\x00\xffxx") and len(text) == 100_000


def test_many_structures_come_in_several_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cmi5, "_PAGE_BYTES", len(structure()) + 1)
    for number in range(10, 15):
        (tmp_path / f"{number}.xml").write_bytes(structure().replace(b"urn:x:course", b"urn:x:%d" % number))
    pages = list(cmi5.fetch(cmi5.Settings(str(tmp_path)), {}))
    assert [page.stream for page in pages] == ["courses", "aus"] * 3
    assert len(load(tmp_path)[0]["courses"]) == 5


FULL = structure(COURSE + OBJECTIVES + f'<block id="urn:x:block">{TEXT}{AU}</block>')


@given(st.data())
def test_any_damage_is_a_reason(data: st.DataObject) -> None:
    document = bytearray(FULL)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(document)))
        document[at : at + data.draw(st.integers(0, 20))] = data.draw(st.binary(max_size=4))
    try:
        records = course_records(bytes(document), data.draw(st.sampled_from([None, frozenset({"a"})])))
    except InvalidCourse as fault:
        assert fault.code.replace("_", "").isalpha() and str(fault).startswith(f"{fault.code}: ")
    else:
        assert len(records["courses"]) == 1 and json.dumps(records)


Tree = list["Tree"] | None
trees = st.lists(st.recursive(st.none(), lambda inner: st.lists(inner, min_size=1, max_size=4), max_leaves=20),
                 min_size=1, max_size=5)  # fmt: skip


@given(trees)
def test_any_nesting_keeps_its_order_and_parents(forest: list[Tree]) -> None:
    expected: list[tuple[str, str, int]] = []

    def written(tree: Tree, parent: str) -> str:
        number = len(expected) + 1
        expected.append((f"urn:x:{number}", parent, number))
        if tree is None:
            return AU.replace("urn:x:au", f"urn:x:{number}")
        inside = "".join(written(inner, f"urn:x:{number}") for inner in tree)
        return f'<block id="urn:x:{number}">{TEXT}{inside}</block>'

    document = structure(COURSE + "".join(written(tree, "urn:x:course") for tree in forest))
    records = course_records(document, None)
    found = [(r["id"], r["parent_id"], r["position"]) for r in records["blocks"] + records["aus"]]
    assert sorted(found, key=lambda row: row[2]) == expected
    assert sorted(records["courses"][0]["au_ids"]) == sorted(record["id"] for record in records["aus"])
