"""OpenAPI 3 and Swagger 2 documents: the service that one describes, and its operations."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from engine.dsl.limits import DslLimits
from engine.dsl.reading import read_yaml
from engine.errors import EngineError, InvalidDsl
from engine.tools.base import JsonObject, Parameter
from engine.tools.schemas import LONGEST_TEXT, Schemas, parameter

MOST_CHARACTERS: Final = 4_000_000  # of a document
MOST_OPERATIONS: Final = 1_000
MOST_ARGUMENTS: Final = 100  # of one operation
METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch")
READING: Final = ("GET", "HEAD", "OPTIONS")  # methods that change nothing

_YAML = DslLimits(characters=MOST_CHARACTERS)
_PLACES = ("path", "query", "header", "cookie")
_MEDIA = (  # of a body, the likeliest first
    "application/json",
    "multipart/form-data",
    "application/x-www-form-urlencoded",
    "text/plain",
    "application/octet-stream",
)
_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
_NOT_FOR_OTHERS = ("accept", "content-type", "authorization", "host", "content-length")  # headers we write ourselves


class InvalidSpecification(EngineError):
    """A text is no OpenAPI document that tools could be made of."""

    code = "invalid_specification"


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One value that an operation takes, and where it goes."""

    wire: str  # its name in the request, "" for a body that is one value
    place: str  # path, query, header, cookie, body
    parameter: Parameter  # as the tool has it
    style: str = ""
    explode: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One thing that the service does."""

    name: str
    method: str  # in capitals
    path: str  # with {names}
    summary: str = ""
    description: str = ""
    arguments: Sequence[Argument] = ()
    media_type: str = ""  # of the body, "" for none
    server: str = ""  # of this operation alone

    @property
    def changes_something(self) -> bool:
        """Return whether its method is one that changes something."""
        return self.method not in READING


@dataclass(frozen=True, slots=True, kw_only=True)
class Specification:
    """What a document says of a service."""

    title: str
    description: str
    servers: Sequence[str]  # addresses, the first is the usual one
    operations: Sequence[Operation]
    auth: Mapping[str, str] = field(default_factory=dict)  # the first way to sign in that we know, without its secrets


def read_specification(text: str, *, fetched_from: str = "") -> Specification:
    """Return what a document, JSON or YAML, describes; relative addresses are those of `fetched_from`.

    Nothing is fetched: references into other documents stand for values of any kind.

    Raises:
        InvalidSpecification: it is none, too large, or describes no operation.
    """
    document = _read(text)
    is_old = str(document.get("swagger") or "").startswith("2")
    if not is_old and not str(document.get("openapi") or "").startswith("3"):
        raise InvalidSpecification('this is no OpenAPI document: it begins with neither "openapi: 3" nor "swagger: 2"')
    schemas = Schemas(document)
    operations = list(_named(_operations(document, schemas, is_old=is_old)))
    if not operations:
        raise InvalidSpecification("the document describes no operation")
    info = _mapping(document.get("info"))
    return Specification(
        title=_text(info.get("title"))[:100] or "API",
        description=_text(info.get("description")),
        servers=_old_servers(document, fetched_from) if is_old else _servers(document, fetched_from),
        operations=operations,
        auth=_auth(document, schemas),
    )


def _read(text: str) -> Mapping[str, Any]:
    if len(text) > MOST_CHARACTERS:
        raise InvalidSpecification(f"the document has {len(text):,} characters; the limit is {MOST_CHARACTERS:,}")
    try:
        value = json.loads(text) if text.lstrip("\ufeff \r\n\t").startswith("{") else read_yaml(text, _YAML)[0]
    except (ValueError, RecursionError) as error:
        raise InvalidSpecification(f"the document is no JSON: {error}") from error
    except InvalidDsl as error:
        raise InvalidSpecification(str(error)) from error
    if not isinstance(value, Mapping):
        raise InvalidSpecification("this is no OpenAPI document: it is no mapping")
    return value


def _operations(document: Mapping[str, Any], schemas: Schemas, *, is_old: bool) -> Iterator[Operation]:
    found = 0
    for path, item in _mapping(document.get("paths")).items():
        entry = _mapping(schemas.target(item))
        for method in METHODS:
            if isinstance(entry.get(method), Mapping):
                found += 1
                if found > MOST_OPERATIONS:
                    raise InvalidSpecification(f"the document describes more than {MOST_OPERATIONS:,} operations")
                yield _operation(_Place(document, entry, entry[method], path, method), schemas, is_old=is_old)


@dataclass(frozen=True, slots=True)
class _Place:
    document: Mapping[str, Any]
    entry: Mapping[str, Any]  # of the path
    operation: Mapping[str, Any]
    path: str
    method: str


def _operation(place: _Place, schemas: Schemas, *, is_old: bool) -> Operation:
    schemas.begin()
    given = [_mapping(schemas.target(one)) for one in (*_list(place.entry), *_list(place.operation))]
    declared = {(str(one.get("in")), str(one.get("name"))): one for one in given}  # the operation's own win
    arguments = [_argument(one, schemas, is_old=is_old) for one in declared.values() if _is_ours(one)]
    body, media_type = _old_body(place, declared, schemas) if is_old else _body(place.operation, schemas)
    servers = [*_mapping_list(place.operation.get("servers")), *_mapping_list(place.entry.get("servers"))]
    return Operation(
        name=_name(place),
        method=place.method.upper(),
        path=place.path,
        summary=_text(place.operation.get("summary")),
        description=_text(place.operation.get("description")),
        arguments=list(_distinct([*arguments, *body]))[:MOST_ARGUMENTS],
        media_type=media_type,
        server=_filled(servers[0]) if servers else "",
    )


def _is_ours(declared: Mapping[str, Any]) -> bool:
    name, place = str(declared.get("name") or ""), declared.get("in")
    return bool(name) and place in _PLACES and not (place == "header" and name.lower() in _NOT_FOR_OTHERS)


def _argument(declared: Mapping[str, Any], schemas: Schemas, *, is_old: bool) -> Argument:
    name, place = str(declared["name"]), str(declared["in"])
    if is_old:
        schema = schemas.copied(declared)
        style = {"ssv": "spaceDelimited", "pipes": "pipeDelimited"}.get(str(declared.get("collectionFormat")), "form")
        explode = declared.get("collectionFormat") == "multi"
    else:
        content: Any = next(iter(_mapping(declared.get("content")).values()), {})
        schema = schemas.copied(declared.get("schema", _mapping(content).get("schema")))
        usual = "form" if place in ("query", "cookie") else "simple"
        style = str(declared.get("style") or usual)
        explode = bool(declared.get("explode", style == "form"))
    required = declared.get("required") is True or place == "path"
    described = parameter(name, schema, required=required, description=_text(declared.get("description")))
    return Argument(wire=name, place=place, parameter=described, style=style, explode=explode)


def _body(operation: Mapping[str, Any], schemas: Schemas) -> tuple[list[Argument], str]:
    body = _mapping(schemas.target(operation.get("requestBody")))
    content = _mapping(body.get("content"))
    media_type = next((one for one in _MEDIA if one in content), next(iter(content), ""))
    if not media_type:
        return [], ""
    schema = _mapping(content[media_type]).get("schema")
    required = body.get("required") is True
    return _body_arguments(schemas.copied(schema), media_type, required=required, said=_text(body.get("description")))


def _body_arguments(
    schema: JsonObject, media_type: str, *, required: bool, said: str = ""
) -> tuple[list[Argument], str]:
    """Return the fields of a body that is an object, else the body as one argument."""
    is_fields = bool(schema.get("properties")) and not any(word in schema for word in ("anyOf", "oneOf"))
    if is_fields and (media_type in _FORMS or "json" in media_type):
        needed = schema.get("required", ())  # whether the body itself is, documents rarely say
        fields = schema["properties"].items()
        return [_field(name, one, media_type, required=name in needed) for name, one in fields], media_type
    whole = parameter("body", schema, required=required, description=said)
    is_file = media_type not in _FORMS and "json" not in media_type and not media_type.startswith("text/")
    if is_file and "xml" not in media_type:
        whole = replace(whole, type="file", shape=None)
    elif "json" in media_type and not schema.get("type"):
        whole = replace(whole, type="object")
    return [Argument(wire="", place="body", parameter=whole)], media_type


def _field(name: str, schema: JsonObject, media_type: str, *, required: bool) -> Argument:
    described = parameter(name, schema, required=required)
    items = _mapping(schema.get("items"))
    if media_type == "multipart/form-data" and schema.get("format") == "binary":
        described = replace(described, type="file", shape=None)
    elif media_type == "multipart/form-data" and items.get("format") == "binary":
        described = replace(described, type="files", shape=None)
    return Argument(wire=name, place="body", parameter=described)


def _old_body(
    place: _Place, declared: Mapping[tuple[str, str], Mapping[str, Any]], schemas: Schemas
) -> tuple[list[Argument], str]:
    consumed = [str(one) for one in place.operation.get("consumes") or place.document.get("consumes") or ()]
    fields = [one for (where, _), one in declared.items() if where == "formData"]
    if fields:
        is_multipart = "multipart/form-data" in consumed or any(one.get("type") == "file" for one in fields)
        media_type = _FORMS[0] if is_multipart else _FORMS[1]
        return [_old_field(one, media_type, schemas) for one in fields], media_type
    body = next((one for (where, _), one in declared.items() if where == "body"), None)
    if body is None:
        return [], ""
    media_type = next((one for one in _MEDIA if one in consumed), consumed[0] if consumed else _MEDIA[0])
    schema = schemas.copied(body.get("schema"))
    return _body_arguments(
        schema, media_type, required=body.get("required") is True, said=_text(body.get("description"))
    )


def _old_field(declared: Mapping[str, Any], media_type: str, schemas: Schemas) -> Argument:
    is_file = declared.get("type") == "file"
    schema = {"type": "string", "format": "binary"} if is_file else schemas.copied(declared)
    argument = _field(str(declared.get("name")), schema, media_type, required=declared.get("required") is True)
    said = _text(declared.get("description"))
    return replace(argument, parameter=replace(argument.parameter, description=said))


def _distinct(arguments: Sequence[Argument]) -> Iterator[Argument]:
    """Yield the arguments under names that differ: a second one gets its place behind its name."""
    taken: set[str] = set()
    for argument in arguments:
        name = argument.parameter.name
        if name in taken:
            name = f"{name}_{argument.place}"
        if name not in taken:
            taken.add(name)
            yield replace(argument, parameter=replace(argument.parameter, name=name))


def _name(place: _Place) -> str:
    """Return the operation's id, else its path and method written together, as Dify does."""
    given = str(place.operation.get("operationId") or "").strip()
    return re.sub(r"[^A-Za-z0-9_-]", "_" if given else "", given or f"{place.path}_{place.method}")[:64]


def _named(operations: Iterator[Operation]) -> Iterator[Operation]:
    """Yield the operations under names that differ."""
    taken: dict[str, int] = {}
    for operation in operations:
        count = taken[operation.name] = taken.get(operation.name, 0) + 1
        yield operation if count == 1 else replace(operation, name=f"{operation.name[:60]}_{count}")


def _servers(document: Mapping[str, Any], fetched_from: str) -> list[str]:
    found = [urljoin(fetched_from, _filled(one)) for one in _mapping_list(document.get("servers"))]
    return _web_addresses(found or [urljoin(fetched_from, "/")])


def _old_servers(document: Mapping[str, Any], fetched_from: str) -> list[str]:
    here = urlsplit(fetched_from)
    host = str(document.get("host") or here.netloc)
    schemes = [str(one) for one in document.get("schemes") or ()] or [here.scheme or "https"]
    return _web_addresses([f"{scheme}://{host}{document.get('basePath') or ''}" for scheme in schemes])


def _web_addresses(found: Sequence[str]) -> list[str]:
    return [url.rstrip("/") for url in found[:20] if urlsplit(url).scheme in ("http", "https") and urlsplit(url).netloc]


def _filled(server: Mapping[str, Any]) -> str:
    """Return the address of a server with the usual values of its variables."""
    url = str(server.get("url") or "")
    for name, about in _mapping(server.get("variables")).items():
        url = url.replace(f"{{{name}}}", str(_mapping(about).get("default") or ""))
    return url


def _auth(document: Mapping[str, Any], schemas: Schemas) -> dict[str, str]:
    declared = _mapping(
        _mapping(document.get("components")).get("securitySchemes") or document.get("securityDefinitions")
    )
    for one in declared.values():
        scheme = _mapping(schemas.target(one))
        match (scheme.get("type"), str(scheme.get("scheme") or "").lower(), scheme.get("in")):
            case ("apiKey", _, "header" | "query" as place):
                return {"type": "api_key", "place": place, "name": str(scheme.get("name") or "")}
            case ("http", "bearer", _):
                return {"type": "bearer"}
            case ("http", "basic", _) | ("basic", _, _):
                return {"type": "basic"}
            case ("oauth2", _, _):
                flow = _mapping(_mapping(scheme.get("flows")).get("clientCredentials")) or scheme
                if isinstance(flow.get("tokenUrl"), str):
                    return {
                        "type": "oauth2",
                        "token_url": flow["tokenUrl"],
                        "scope": " ".join(_mapping(flow.get("scopes"))),
                    }
    return {}


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _mapping_list(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _list(entry: Mapping[str, Any]) -> list[Any]:
    value = entry.get("parameters")
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    return value.strip()[:LONGEST_TEXT] if isinstance(value, str) else ""
