"""A cmi5 course structure: its validation by the specification (Quartz, sections 8.1, 13 and 14), and its records."""

from __future__ import annotations

import collections
import dataclasses
import posixpath
import re
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from xml.parsers import expat

STREAMS = ("courses", "blocks", "aus", "objectives")
Record = dict[str, Any]

_NAMESPACE = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"
_DEEPEST = 100
_LONGEST_QUOTE = 200

# The schema: the children of an element in order (?: optional, +: repeatable). Other elements contain text.
_CHILDREN = {
    "courseStructure": "course objectives? (au|block)+",
    "course": "title description",
    "block": "title description objectives? (au|block)+",
    "au": "title description objectives? url launchParameters? entitlementKey?",
    "objectives": "objective+",
    "objective": "(title description|description title)",
    "title": "langstring+",
    "description": "langstring+",
}
_ATTRIBUTES = {
    "course": {"id"},
    "block": {"id"},
    "au": {"id", "moveOn", "masteryScore", "launchMethod", "activityType"},
    "objective": {"id"},
    "langstring": {"lang"},
    "reference": {"idref"},
}
_ORDER = {role: re.compile(re.sub(r"\w+", r"(?:\g<0>,)", content), re.VERBOSE) for role, content in _CHILDREN.items()}
_MOVE_ON = ("NotApplicable", "Passed", "Completed", "CompletedAndPassed", "CompletedOrPassed")
_LAUNCH_METHOD = ("AnyWindow", "OwnWindow")
_LAUNCH_PARAMETERS = {"endpoint", "fetch", "actor", "registration", "activityId"}
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:.")
_NOT_IN_IRIS = re.compile(r"""[\x00-\x20\x7f-\xa0<>"{}|\\^`]|%(?![0-9A-Fa-f]{2})""")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")


class InvalidCourse(ValueError):
    """A course structure that must not be imported. `code`: the violated rule. `text`: the place and the error."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"{code}: {text}")
        self.code, self.text = code, text


def quoted(value: str) -> str:
    """A value in quotes for an error message. Long values are cut."""
    return repr(value if len(value) <= _LONGEST_QUOTE else value[:_LONGEST_QUOTE] + "…")


def course_records(document: bytes, files: frozenset[str] | None) -> dict[str, list[Record]]:
    """The records of a course structure by stream. `files`: the files of its package, None for a separate XML file.

    - courses (one): id, title, description; block_ids, au_ids, objective_ids: all ids of the course, in order
    - blocks: id, course_id, parent_id, position, title, description, objectives
    - aus: the same and url, launchMethod, moveOn, masteryScore, activityType, has_launch_parameters,
      has_entitlement_key
    - objectives: id, course_id, title, description

    Ids are those of the publisher. title and description map languages ('und' where none is stated) to texts.
    objectives is a list of ids. parent_id is the id of a block or of the course. position counts blocks and units
    together in document order, from 1 on. masteryScore is a number or null, activityType an IRI or null. As the
    specification requires, values are trimmed, and defaults are filled in.

    Raises InvalidCourse with the first error.
    """
    return _Structure(files).read(_parsed(document))


@dataclasses.dataclass(slots=True)
class _Node:
    """An element. In the namespace of cmi5 its name is plain, in others it is `namespace}name`."""

    name: str
    attributes: dict[str, str]
    line: int
    children: list[_Node] = dataclasses.field(default_factory=list)
    pieces: list[str] = dataclasses.field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.pieces).strip()

    def fault(self, code: str, text: str) -> InvalidCourse:
        named = self.attributes.get("id", "").strip()
        place = f"{self.name.lstrip('}')} {quoted(named)}" if named else self.name.lstrip("}")
        return InvalidCourse(code, f"{place} in line {self.line}: {text}")


def _parsed(document: bytes) -> _Node:
    """The root element. A document with a DOCTYPE is rejected: only such documents can have entities or defaults."""
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    open_nodes = [_Node("", {}, 0)]

    def start(name: str, attributes: dict[str, str]) -> None:
        name = name.removeprefix(_NAMESPACE + "}") if "}" in name else "}" + name
        node = _Node(name, attributes, parser.CurrentLineNumber)
        if len(open_nodes) > _DEEPEST:
            raise node.fault("too_deep", f"is more than {_DEEPEST} elements deep")
        open_nodes[-1].children.append(node)
        open_nodes.append(node)

    def refuse(*declaration: object) -> None:
        raise InvalidCourse(
            "document_type", f"line {parser.CurrentLineNumber}: a DOCTYPE, and so an entity, is not allowed"
        )

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: open_nodes.pop()
    parser.CharacterDataHandler = lambda text: open_nodes[-1].pieces.append(text)
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(document, True)
    except InvalidCourse:
        raise
    except (expat.ExpatError, LookupError, ValueError) as error:  # an unknown encoding raises the latter two
        raise InvalidCourse("not_xml", f"not readable as XML ({error})") from None
    return open_nodes[0].children[0]


def _children(node: _Node, role: str | None = None) -> list[_Node]:
    """The children of a node in the namespace of cmi5, after a check of its content by the schema."""
    role = role or node.name
    for name in node.attributes:
        if "}" not in name and name not in _ATTRIBUTES.get(role, ()):
            raise node.fault("unexpected_attribute", f"has an unknown attribute {quoted(name)}")
    if role not in _CHILDREN:
        for child in node.children:
            raise child.fault("unexpected_element", f"{node.name} may contain only text")
        return []
    if node.text:
        raise node.fault("unexpected_text", f"may contain only elements, not {quoted(node.text)}")
    # Elements of another namespace are extensions of the publisher. Elements without a namespace are not allowed.
    children = [child for child in node.children if child.name.find("}") < 1]
    names = [child.name for child in children]
    if not _ORDER[role].fullmatch("".join(f"{name}," for name in names)):
        content = _CHILDREN[role]
        for child in children:
            if child.name not in re.findall(r"\w+", content):
                raise child.fault("unexpected_element", f"is not allowed in {node.name}")
        for part in content.split():
            options = re.findall(r"\w+", part)
            if not part.endswith("?") and not set(options) & set(names):
                raise node.fault("missing_element", f"has no {' or '.join(options)}")
        raise node.fault("element_order", f"{quoted(' '.join(names))} is not in the schema's order: {content}")
    return children


def _texts(node: _Node) -> dict[str, str]:
    texts: dict[str, str] = {}
    for part in _children(node):
        _children(part)
        language = part.attributes.get("lang", "und").strip()
        if not _LANGUAGE.fullmatch(language):
            raise part.fault("invalid_lang", f"lang {quoted(language)} is not a language tag")
        texts.setdefault(language, part.text)
    return texts


def _attribute(node: _Node, name: str) -> str:
    if name not in node.attributes:
        raise node.fault("missing_attribute", f"has no {name}")
    return node.attributes[name].strip()


def _iri(node: _Node, name: str) -> str:
    value = _attribute(node, name)
    if _NOT_IN_IRIS.search(value):
        raise node.fault("invalid_iri", f"{name} {quoted(value)} is not an IRI")
    if not _SCHEME.match(value):
        raise node.fault("relative_iri", f"{name} {quoted(value)} is not absolute")
    return value


def _one_of(node: _Node, name: str, options: Sequence[str]) -> str:
    value = node.attributes.get(name, options[0]).strip()
    if value not in options:
        raise node.fault(f"invalid_{name}", f"{name} {quoted(value)} is not one of {', '.join(options)}")
    return value


def _score(node: _Node) -> float | None:
    if "masteryScore" not in node.attributes:
        return None
    value = _attribute(node, "masteryScore")
    if not _DECIMAL.fullmatch(value) or not 0 <= float(value) <= 1:
        raise node.fault("invalid_masteryScore", f"masteryScore {quoted(value)} is not a decimal number from 0 to 1")
    return float(value)


def _is_url(value: str) -> bool:
    try:
        parts = urlsplit(value)
        _ = parts.port  # raises where it is not a number
    except ValueError:
        return False
    has_host = parts.scheme not in ("http", "https") or bool(parts.hostname)
    return bool(value) and has_host and not _NOT_IN_IRIS.search(value)


class _Structure:
    """Reads a structure from the beginning, so that it reports the first error."""

    def __init__(self, files: frozenset[str] | None) -> None:
        self.files = files
        self.records: dict[str, list[Record]] = {stream: [] for stream in STREAMS}
        self.nodes: dict[str, _Node] = {}
        self.position = 0

    def read(self, root: _Node) -> dict[str, list[Record]]:
        if root.name != "courseStructure":
            raise root.fault("wrong_root", f"the root is not courseStructure of {_NAMESPACE}")
        node, *members = _children(root)
        course, _ = self.described(node)
        self.course_id = course["id"]
        self.records["courses"].append(course)
        if members[0].name == "objectives":
            for objective in _children(members.pop(0)):
                self.records["objectives"].append(self.described(objective)[0] | {"course_id": self.course_id})
        self.members(members, self.course_id)
        for stream in STREAMS[1:]:
            course[stream.removesuffix("s") + "_ids"] = [record["id"] for record in self.records[stream]]
        return self.records

    def described(self, node: _Node) -> tuple[Record, dict[str, list[_Node]]]:
        """The id, title and description of a node, and its children by name."""
        parts: dict[str, list[_Node]] = collections.defaultdict(list)
        for child in _children(node):
            parts[child.name].append(child)
        found = _iri(node, "id")
        other = self.nodes.setdefault(found, node)
        if other is not node:
            raise node.fault("duplicate_id", f"the {other.name} in line {other.line} has that id")
        return {"id": found} | {name: _texts(parts[name][0]) for name in ("title", "description")}, parts

    def members(self, nodes: Iterable[_Node], parent_id: str) -> None:
        for node in nodes:
            record, parts = self.described(node)
            self.position += 1
            record |= {"course_id": self.course_id, "parent_id": parent_id, "position": self.position}
            record["objectives"] = [
                self.objective(reference) for part in parts["objectives"] for reference in _children(part)
            ]
            if node.name == "block":
                self.records["blocks"].append(record)
                self.members((child for child in node.children if child.name in ("block", "au")), record["id"])
                continue
            record |= {
                "url": self.url(node, parts["url"][0]),
                "launchMethod": _one_of(node, "launchMethod", _LAUNCH_METHOD),
                "moveOn": _one_of(node, "moveOn", _MOVE_ON),
                "masteryScore": _score(node),
                "activityType": _iri(node, "activityType") if "activityType" in node.attributes else None,
                "has_launch_parameters": bool(parts["launchParameters"]),
                "has_entitlement_key": bool(parts["entitlementKey"]),
            }
            self.records["aus"].append(record)

    def objective(self, reference: _Node) -> str:
        _children(reference, "reference")
        found = _attribute(reference, "idref")
        if found not in self.nodes or self.nodes[found].name != "objective":
            raise reference.fault("unknown_objective", f"the course has no objective {quoted(found)}")
        return found

    def url(self, au: _Node, node: _Node) -> str:
        _children(node)
        url = node.text
        if not _is_url(url):
            raise au.fault("invalid_url", f"url {quoted(url)} is not a URL by RFC 3986")
        query = parse_qsl(urlsplit(url).query, keep_blank_values=True)
        if reserved := sorted({name for name, _ in query} & _LAUNCH_PARAMETERS):
            raise au.fault("reserved_parameter", f"url {quoted(url)} has {', '.join(reserved)}, which the LMS adds")
        if _SCHEME.match(url):
            return url
        if self.files is None:
            text = f"url {quoted(url)} is relative, but the structure is not in a zip package"
            raise au.fault("relative_url_without_package", text)
        path = posixpath.normpath(re.split("[?#]", url)[0])
        if path not in self.files and unquote(path) not in self.files:
            raise au.fault("missing_file", f"url {quoted(url)} is relative, but the package has no such file")
        return url
