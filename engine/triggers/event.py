"""An event of a plugin, checked against the shape that its trigger declares."""

from collections.abc import Mapping
from typing import Any

from jsonschema import Draft7Validator
from jsonschema.exceptions import SchemaError, best_match
from referencing import Registry
from referencing.exceptions import Unresolvable

from engine.errors import InvalidInputs
from engine.nodes.trigger_plugin import TriggerPlugin
from engine.triggers.webhook import unmarked


def event_outputs(config: TriggerPlugin.Config, event: Mapping[str, Any]) -> dict[str, Any]:
    """Return the outputs of a plugin trigger for an event.

    Raises:
        InvalidInputs: the event breaks the schema, the message says where; or the schema cannot be used.
    """
    try:
        Draft7Validator.check_schema(config.output_schema)
        fault = best_match(Draft7Validator(config.output_schema, registry=Registry()).iter_errors(dict(event)))
    except (SchemaError, Unresolvable) as error:
        raise InvalidInputs(f"The schema of the event cannot be used: {error!s:.200}", "output_schema") from error
    if fault is not None:
        place = ".".join(map(str, fault.absolute_path))
        raise InvalidInputs(f"The event breaks its schema at {place or 'its top'}: {fault.message:.200}", place or None)
    outputs: dict[str, Any] = unmarked(dict(event))
    return outputs
