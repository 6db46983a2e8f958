"""Data connectors: calls that Intercom makes to other systems."""

from collections.abc import Mapping, Sequence
from typing import Literal

import attrs

from ..unset import UNSET, Unset
from .common import Changes, FlagChange, Id, Model, TextChange


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ConnectorHeader(Model):
    """A header of the call."""

    name: str | None = None
    #: Always ``****``.
    value: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ConnectorInput(Model):
    """What a connector is given."""

    name: str | None = None
    #: ``string``, ``integer``, ``decimal`` or ``boolean``.
    type: str | None = None
    description: str | None = None
    required: bool | None = None
    default_value: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ConnectorField(Model):
    """A field of what the other system answers."""

    #: Such as ``order.status``.
    path: str | None = None
    type: str | None = None
    example_value: object | None = attrs.field(default=None, hash=False)
    #: Whether logs leave it out.
    redacted: bool | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class AttributeMapping(Model):
    """Which field of the answer becomes which attribute."""

    response_attribute_path: str | None = None
    intercom_attribute_identifier: str | None = None
    #: ``primitive_mapping`` or ``context_mapping``.
    mapping_type: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ReferenceMapping(Model):
    """To which object another one refers."""

    intercom_object_type: str | None = None
    intercom_attribute_identifier: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ObjectMapping(Model):
    """Which object of the answer becomes which object of Intercom."""

    response_object_path: str | None = None
    #: ``conversation`` or ``user``.
    intercom_object_type: str | None = None
    attribute_mappings: tuple[AttributeMapping, ...] | None = None
    reference_mappings: tuple[ReferenceMapping, ...] | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class DataConnector(Model):
    """A call that Intercom makes to another system; lists leave out how it is made."""

    type: Literal["data_connector"] = "data_connector"
    id: Id
    name: str | None = None
    description: str | None = None
    #: ``draft`` or ``live``.
    state: str | None = None
    #: In lower case, such as ``get``.
    http_method: str | None = None
    #: Whether Fin calls it by itself.
    direct_fin_usage: bool | None = None
    url: str | None = None
    #: A template, as is the URL: ``{{order_id}}`` becomes that input.
    body: str | None = None
    headers: tuple[ConnectorHeader, ...] | None = None
    audiences: tuple[str, ...] | None = None
    #: ``server_side`` or ``client_side``.
    execution_type: str | None = None
    configuration_response_type: str | None = None
    data_transformation_type: str | None = None
    client_function_name: str | None = None
    client_function_timeout_ms: int | None = None
    data_inputs: tuple[ConnectorInput, ...] | None = None
    response_fields: tuple[ConnectorField, ...] | None = None
    object_mappings: tuple[ObjectMapping, ...] | None = None
    token_ids: tuple[Id, ...] | None = None
    customer_authentication: bool | None = None
    bypass_authentication: bool | None = None
    validate_missing_attributes: bool | None = None
    created_by_admin_id: Id | None = None
    updated_by_admin_id: Id | None = None
    #: As ISO 8601, unlike most instants.
    created_at: str | None = None
    updated_at: str | None = None
    #: The path under which its calls can be read.
    execution_results_url: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ExecutionResult(Model):
    """One call of a data connector."""

    type: Literal["data_connector.execution"] = "data_connector.execution"
    id: Id
    data_connector_id: Id | None = None
    success: bool | None = None
    #: What the other system answered; None without an answer.
    http_status: int | None = None
    http_method: str | None = None
    error_type: str | None = None
    error_message: str | None = None
    execution_time_ms: int | None = None
    #: What made the call, such as ``workflow`` or ``fin``.
    source_type: str | None = None
    source_id: Id | None = None
    conversation_id: Id | None = None
    #: As ISO 8601, unlike most instants.
    created_at: str | None = None
    #: Without its query.
    request_url: str | None = None
    #: In lists only when asked for.
    request_body: str | None = None
    response_body: str | None = None
    raw_response_body: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class HeaderChanges(Changes):
    """A header to send."""

    name: str
    value: str


@attrs.frozen(kw_only=True, repr=False, eq=False)
class InputChanges(Changes):
    """An input that a connector takes."""

    name: str
    type: Literal["string", "integer", "decimal", "boolean"]
    description: TextChange = UNSET
    required: FlagChange = UNSET
    default_value: TextChange = UNSET


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ConnectorFields(Changes):
    """What creating and changing a data connector have in common."""

    description: TextChange = UNSET
    http_method: Literal["get", "post", "put", "delete", "patch"] | Unset = UNSET
    url: TextChange = UNSET
    body: TextChange = UNSET
    direct_fin_usage: FlagChange = UNSET
    #: Of ``leads``, ``users`` and ``visitors``.
    audiences: Sequence[str] | Unset = attrs.field(default=UNSET, hash=False)
    headers: Sequence[HeaderChanges] | Unset = attrs.field(default=UNSET, hash=False)
    #: They replace all that it has.
    data_inputs: Sequence[InputChanges] | Unset = attrs.field(default=UNSET, hash=False)
    customer_authentication: FlagChange = UNSET
    bypass_authentication: FlagChange = UNSET
    validate_missing_attributes: FlagChange = UNSET
    #: An answer such as the other system gives: the response fields are made of it.
    mock_response: Mapping[str, object] | Unset = attrs.field(default=UNSET, hash=False)
    token_ids: Sequence[str | int] | Unset = attrs.field(default=UNSET, hash=False)


@attrs.frozen(kw_only=True, repr=False, eq=False)
class NewDataConnector(ConnectorFields):
    """A data connector to create, as a draft."""

    name: str


@attrs.frozen(kw_only=True, repr=False, eq=False)
class DataConnectorChanges(ConnectorFields):
    """What to write to a data connector."""

    name: TextChange = UNSET
    state: Literal["draft", "live"] | Unset = UNSET
