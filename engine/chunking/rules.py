"""How a document is cut: the process rule of the API, checked."""

from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from engine.errors import EngineError

LEAST_TOKENS: Final = 20
MOST_TOKENS: Final = 4000


class InvalidRule(EngineError):
    """A process rule cannot be followed; the message names the field, the value and the limit."""


class Cleaning(BaseModel):
    """One rule that is applied before the cutting; `remove_stopwords` is known and does nothing, as in Dify."""

    model_config = ConfigDict(frozen=True)

    id: Literal["remove_extra_spaces", "remove_urls_emails", "remove_stopwords"]
    enabled: bool = True


def _unescaped(separator: str) -> str:
    for written, meant in (("\\n", "\n"), ("\\t", "\t"), ("\\r", "\r")):
        separator = separator.replace(written, meant)
    return separator


class Segmentation(BaseModel):
    """Where to cut, and how long pieces may be; lengths in tokens."""

    model_config = ConfigDict(frozen=True)

    separator: str = "\n"
    max_tokens: int = Field(500, ge=LEAST_TOKENS, le=MOST_TOKENS)
    chunk_overlap: int = Field(0, ge=0)

    @model_validator(mode="before")
    @classmethod
    def _read(cls, given: Any) -> Any:
        """Take `delimiter` for the separator and null for no overlap; a separator may come with its escapes."""
        if not isinstance(given, dict):
            return given
        values = {name: value for name, value in given.items() if value is not None}
        separator = values.get("separator", values.pop("delimiter", "\n"))
        return {**values, "separator": _unescaped(separator) if isinstance(separator, str) else separator}

    @model_validator(mode="after")
    def _checked(self) -> "Segmentation":
        if self.chunk_overlap >= self.max_tokens:
            raise ValueError(f"chunk_overlap {self.chunk_overlap} is not below max_tokens {self.max_tokens}")
        return self


class ProcessRule(BaseModel):
    """How a document is cleaned and cut.

    `automatic` cuts at headings, paragraphs and sentences; `custom` at a separator; `hierarchical` into parents that
    are read and children that are compared.
    """

    model_config = ConfigDict(frozen=True)

    mode: Literal["automatic", "custom", "hierarchical"] = "automatic"
    pre_processing_rules: tuple[Cleaning, ...] = (Cleaning(id="remove_extra_spaces"),)
    segmentation: Segmentation = Segmentation(max_tokens=500, chunk_overlap=50)
    parent_mode: Literal["paragraph", "full-doc"] = "paragraph"
    subchunk_segmentation: Segmentation = Segmentation(max_tokens=200)
    chunker: str = ""  # of a plugin, as plugin/name, that cuts instead

    @classmethod
    def parse(cls, given: Any) -> "ProcessRule":
        """Return the rule in a request's `process_rule`: `{mode, rules: {...}}`, None for the automatic one.

        Raises:
            InvalidRule: a field is wrong.
        """
        if given is None:
            return cls()
        if not isinstance(given, dict):
            raise InvalidRule(f"process_rule is no object but {given!r}")
        rules = given.get("rules") or {}
        mode = given.get("mode") or "automatic"
        values = {name: value for name, value in rules.items() if value is not None} if isinstance(rules, dict) else {}
        try:
            return cls(mode=mode) if mode == "automatic" else cls.model_validate({**values, "mode": mode})
        except ValidationError as error:
            raise InvalidRule(_told(error)) from error

    def as_mapping(self) -> dict[str, Any]:
        """Return the rule as the API shows it."""
        values = self.model_dump(mode="json")
        if not self.chunker:
            del values["chunker"]
        return {"mode": values.pop("mode"), "rules": values}

    def cleans(self, rule: str) -> bool:
        """Return whether a cleaning rule is on."""
        return any(one.id == rule and one.enabled for one in self.pre_processing_rules)


def _told(error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(["process_rule", *(str(part) for part in first["loc"])])
    return f"{place}: {first['msg']} (given: {first['input']!r})"
