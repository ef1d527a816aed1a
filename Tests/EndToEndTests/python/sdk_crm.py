"""Customers and notes of CRMs, each through the provider's SDK."""

import pathlib
import tempfile
import uuid

from recorder import Answer
from sdk_cases import TO, case

ANN = {"email": "ann@example.com", "phone": TO, "first_name": "Ann", "last_name": "Lee"}
TIME = "2026-03-02T09:30:00Z"
MOMENT = "2026-03-02T09:30:00.000Z"


@case(
    "hubspot", "upsert_customer", "hubspot-api-client",
    input=ANN,
    secrets={"access_token": "token"},
    answers=[Answer("POST", "/crm/v3/objects/contacts/batch/upsert", {
        "status": "COMPLETE", "startedAt": MOMENT, "completedAt": MOMENT,
        "results": [{"id": "1", "properties": {}, "createdAt": MOMENT, "updatedAt": MOMENT, "new": True}],
    })],
)
def hubspot_contact(delivery, callback):
    from hubspot import HubSpot
    from hubspot.crm.contacts import BatchInputSimplePublicObjectBatchInputUpsert, SimplePublicObjectBatchInputUpsert

    person = SimplePublicObjectBatchInputUpsert(id_property="email", id=ANN["email"], properties={
        "email": ANN["email"], "phone": TO, "firstname": "Ann", "lastname": "Lee",
    })
    batch = BatchInputSimplePublicObjectBatchInputUpsert(inputs=[person])
    HubSpot(access_token="token").crm.contacts.batch_api.upsert(batch)


@case(
    "hubspot", "log_activity", "hubspot-api-client",
    input={"record": "hubspot:1", "text": "Paid", "time": TIME},
    secrets={"access_token": "token"},
    answers=[Answer("POST", "/crm/v3/objects/notes", {
        "id": "2", "properties": {}, "createdAt": MOMENT, "updatedAt": MOMENT,
    }, 201)],
)
def hubspot_note(delivery, callback):
    from hubspot import HubSpot
    from hubspot.crm.objects.notes import SimplePublicObjectInputForCreate

    note = SimplePublicObjectInputForCreate(
        properties={"hs_timestamp": TIME, "hs_note_body": "Paid"},
        associations=[{
            "to": {"id": "1"}, "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 202}],
        }],
    )
    HubSpot(access_token="token").crm.objects.notes.basic_api.create(note)


SALESFORCE = {
    "secrets": {"client_id": "id", "client_secret": "secret"},
    "config": {"url": "https://example.my.salesforce.com"},
    "token_origins": ("https://example.my.salesforce.com",),
    "sdk_only": {":x-prettyprint": "the layout of the reply"},
}
SALESFORCE_TOKEN = Answer("POST", "/services/oauth2/token", {
    "access_token": "token", "instance_url": "https://example.my.salesforce.com",
})


@case(
    "salesforce", "upsert_customer", "simple-salesforce",
    input={**ANN, "external_id": "acme:100231"},
    answers=[SALESFORCE_TOKEN, Answer(
        "PATCH", "/services/data/v62.0/sobjects/Contact/Account_Key__c/acme(:|%3A)100231",
        {"id": "003", "success": True, "errors": [], "created": True}, 201,
    )],
    **SALESFORCE,
)
def salesforce_contact(delivery, callback):
    salesforce().Contact.upsert("Account_Key__c/acme:100231", {
        "LastName": "Lee", "FirstName": "Ann", "Email": ANN["email"], "Phone": TO,
    })


@case(
    "salesforce", "log_activity", "simple-salesforce",
    input={"record": "003", "text": "Paid", "time": TIME},
    answers=[SALESFORCE_TOKEN, Answer(
        "POST", "/services/data/v62.0/sobjects/Task/", {"id": "00T", "success": True, "errors": []}, 201,
    )],
    **SALESFORCE,
)
def salesforce_task(delivery, callback):
    salesforce().Task.create({
        "WhoId": "003", "Subject": "Paid", "Description": "Paid", "ActivityDate": "2026-03-02", "Status": "Completed",
    })


def salesforce():
    from simple_salesforce import Salesforce

    return Salesforce(consumer_key="id", consumer_secret="secret", domain="example.my", version="62.0")


@case(
    "pipedrive", "log_activity", "pipedrive-python-lib",
    input={"record": "pipedrive:7", "text": "Paid", "time": TIME},
    secrets={"api_token": "token"},
    answers=[Answer("POST", "/v1/notes", {"data": {"id": 1}}, 201)],
    sdk_only={"?api_token": "the older place of the token"},
    ours_only={":x-api-token": "the newer place of the token, which logs do not show"},
    otherwise={"host": "api.pipedrive.com and a company's own domain are the same API"},
)
def pipedrive(delivery, callback):
    from pipedrive.client import Client

    client = Client(domain="https://acme.pipedrive.com/")
    client.set_api_token("token")
    client.notes.create_note({"content": "Paid", "person_id": 7, "add_time": "2026-03-02 09:30:00"})


ZOHO = {
    "secrets": {"client_id": "id", "client_secret": "secret", "refresh_token": "refresh"},
    "token_origins": ("https://accounts.zoho.com",),
    "sdk_beside": ("/crm/v8/settings/fields",),
}
ZOHO_ANSWERS = [
    Answer("POST", "/oauth/v2/token", {
        "access_token": "token", "expires_in": 3600, "api_domain": "https://www.zohoapis.com",
    }),
    Answer("GET", "/crm/v8/settings/fields", {"fields": [
        {"api_name": name, "data_type": "text", "json_type": "string"}
        for name in ("Email", "Last_Name", "First_Name", "Phone")
    ]}),
]


@case(
    "zoho", "upsert_customer", "zohocrmsdk8_0",
    input=ANN,
    answers=[*ZOHO_ANSWERS, Answer("POST", "/crm/v8/Contacts/upsert", {"data": [
        {"code": "SUCCESS", "status": "success", "message": "ok", "action": "insert", "details": {"id": "1"}},
    ]})],
    **ZOHO,
)
def zoho_contact(delivery, callback):
    from zohocrmsdk.src.com.zoho.crm.api import HeaderMap
    from zohocrmsdk.src.com.zoho.crm.api.record import BodyWrapper, Field, Record, RecordOperations

    record = Record()
    record.add_field_value(Field.Contacts.email(), ANN["email"])
    record.add_field_value(Field.Contacts.last_name(), "Lee")
    record.add_field_value(Field.Contacts.first_name(), "Ann")
    record.add_field_value(Field.Contacts.phone(), TO)
    body = BodyWrapper()
    body.set_data([record])
    body.set_duplicate_check_fields(["Email"])
    body.set_trigger([])
    with_zoho(lambda: RecordOperations("Contacts").upsert_records(body, HeaderMap()))


@case(
    "zoho", "log_activity", "zohocrmsdk8_0",
    input={"record": "4150868000003194003", "text": "Paid", "time": TIME},
    answers=[*ZOHO_ANSWERS, Answer("POST", "/crm/v8/Notes", {"data": [
        {"code": "SUCCESS", "status": "success", "message": "ok", "details": {"id": "1"}},
    ]}, 201)],
    otherwise={"data[0].Parent_Id.id": "ids are text in the documentation, and numbers to the SDK"},
    **ZOHO,
)
def zoho_note(delivery, callback):
    from zohocrmsdk.src.com.zoho.crm.api.modules import MinifiedModule
    from zohocrmsdk.src.com.zoho.crm.api.notes import BodyWrapper, Note, NotesOperations, ParentId

    module = MinifiedModule()
    module.set_api_name("Contacts")
    parent = ParentId()
    parent.set_id(4150868000003194003)
    parent.set_module(module)
    note = Note()
    note.set_note_content("Paid")
    note.set_parent_id(parent)
    body = BodyWrapper()
    body.set_data([note])
    with_zoho(lambda: NotesOperations().create_notes(body))


def with_zoho(call):
    """The SDK keeps its state in the process and in files."""
    from zohocrmsdk.src.com.zoho.api.authenticator import OAuthToken
    from zohocrmsdk.src.com.zoho.api.authenticator.store import FileStore
    from zohocrmsdk.src.com.zoho.crm.api import Initializer, SDKConfig
    from zohocrmsdk.src.com.zoho.crm.api.dc import USDataCenter

    with tempfile.TemporaryDirectory(prefix="throughline-zoho-") as folder:
        Initializer.initialize(
            environment=USDataCenter.PRODUCTION(),
            token=OAuthToken(client_id="id", client_secret="secret", refresh_token="refresh", find_user=False),
            store=FileStore(file_path=str(pathlib.Path(folder) / "tokens")), resource_path=folder,
            sdk_config=SDKConfig(pick_list_validation=False, auto_refresh_fields=False),
        )
        call()


@case(
    "zendesk", "upsert_customer", "zenpy",
    input={**ANN, "external_id": "acme:100231"},
    secrets={"api_token": "token"},
    config={"url": "https://acme.zendesk.com", "email": "agent@acme.example"},
    answers=[Answer("POST", "/api/v2/users/create_or_update(.json)?", {"user": {"id": 1}}, 201)],
    otherwise={"path": "the same with .json, the older spelling"},
)
def zendesk(delivery, callback):
    from zenpy import Zenpy
    from zenpy.lib.api_objects import User

    client = Zenpy(subdomain="acme", email="agent@acme.example", token="token")
    client.users.create_or_update(
        User(email=ANN["email"], external_id="acme:100231", phone=TO, name="Ann Lee")
    )


INTERCOM = {
    "secrets": {"access_token": "token"},
    "ours_only": {":intercom-version": "a version of the API; without one it is the workspace's"},
}


@case(
    "intercom", "upsert_customer", "python-intercom",
    input={**ANN, "external_id": "acme:100231"},
    answers=[Answer("POST", "/contacts", {"type": "contact", "id": "c1"})],
    **INTERCOM,
)
def intercom_create(delivery, callback):
    intercom().contacts.create(request={
        "role": "user", "email": ANN["email"], "external_id": "acme:100231", "phone": TO, "name": "Ann Lee",
    })


@case(
    "intercom", "update_contact", "python-intercom",
    input={**ANN, "known_id": "c1"},
    answers=[Answer("PUT", "/contacts/c1", {"type": "contact", "id": "c1"})],
    **INTERCOM,
)
def intercom_update(delivery, callback):
    intercom().contacts.update(contact_id="c1", email=ANN["email"], phone=TO, name="Ann Lee")


@case(
    "intercom", "log_activity", "python-intercom",
    input={"record": "c1", "text": "Paid", "time": TIME},
    answers=[Answer("POST", "/contacts/c1/notes", {"type": "note", "id": "n1", "body": "Paid"})],
    **INTERCOM,
)
def intercom_note(delivery, callback):
    intercom().notes.create("c1", body="Paid")


def intercom():
    from intercom import Intercom

    return Intercom(token="token")


@case(
    "dynamics365", "upsert_customer", "PowerPlatform-Dataverse-Client",
    input={**ANN, "external_id": "acme:100231"},
    secrets={"client_id": "id", "client_secret": "secret"},
    config={"url": "https://acme.crm.dynamics.com", "tenant": "tenant"},
    token_origins=("https://login.microsoftonline.com",),
    answers=[
        Answer("GET", "/tenant/v2.0/.well-known/openid-configuration", {
            "issuer": "https://login.microsoftonline.com/tenant/v2.0",
            "authorization_endpoint": "https://login.microsoftonline.com/tenant/oauth2/v2.0/authorize",
            "token_endpoint": "https://login.microsoftonline.com/tenant/oauth2/v2.0/token",
        }),
        Answer("POST", "/tenant/oauth2/v2.0/token", {
            "access_token": "token", "expires_in": 3600, "token_type": "Bearer",
        }),
        Answer("GET", "/api/data/v9.2/EntityDefinitions.*", {"value": [
            {"LogicalName": "contact", "EntitySetName": "contacts", "PrimaryIdAttribute": "contactid"},
        ]}),
        Answer("PATCH", "/api/data/v9.2/contacts.*", b"", 204, {
            "OData-EntityId": f"https://acme.crm.dynamics.com/api/data/v9.2/contacts({uuid.UUID(int=1)})",
        }),
    ],
    sdk_beside=("/tenant/v2.0/.well-known/openid-configuration", "/api/data/v9.2/EntityDefinitions"),
    sdk_only={"client_info": "asks for who was signed in", ":x-ms-lib-capability": "tells what the SDK can do"},
    is_large=True,
)
def dynamics(delivery, callback):
    from azure.identity import ClientSecretCredential
    from PowerPlatform.Dataverse.client import DataverseClient
    from PowerPlatform.Dataverse.models.upsert import UpsertItem

    credential = ClientSecretCredential("tenant", "id", "secret")
    DataverseClient("https://acme.crm.dynamics.com", credential).records.upsert("contact", [UpsertItem(
        alternate_key={"new_accountkey": "acme:100231"},
        record={"lastname": "Lee", "firstname": "Ann", "emailaddress1": ANN["email"], "telephone1": TO},
    )])


CLOSE = {"secrets": {"api_key": "key"}}


@case(
    "close", "upsert_customer", "closeio",
    input=ANN,
    answers=[
        Answer("GET", "/api/v1/lead/", {"data": [{"id": "lead_1", "contacts": [
            {"id": "cont_1", "emails": [{"type": "office", "email": ANN["email"]}]},
        ]}]}),
        Answer("PUT", "/api/v1/contact/cont_1/", {"id": "cont_1"}),
    ],
    **CLOSE,
)
def close_known(delivery, callback):
    close().get("lead", params={"query": 'email_address:"ann@example.com"', "_fields": "id,contacts", "_limit": 1})
    close().put("contact/cont_1", data={"name": "Ann Lee"})


@case(
    "close", "upsert_customer", "closeio",
    input=ANN,
    answers=[
        Answer("GET", "/api/v1/lead/", {"data": []}),
        Answer("POST", "/api/v1/lead/", {"id": "lead_1", "contacts": [{"id": "cont_1"}]}),
    ],
    **CLOSE,
)
def close_new(delivery, callback):
    close().get("lead", params={"query": 'email_address:"ann@example.com"', "_fields": "id,contacts", "_limit": 1})
    close().post("lead", data={"name": "Ann Lee", "contacts": [{
        "name": "Ann Lee", "emails": [{"type": "office", "email": ANN["email"]}],
        "phones": [{"type": "mobile", "phone": TO}],
    }]})


@case(
    "close", "log_activity", "closeio",
    input={"record": "lead_1", "text": "Paid", "time": TIME},
    answers=[Answer("POST", "/api/v1/activity/note/", {"id": "acti_1"})],
    **CLOSE,
)
def close_note(delivery, callback):
    close().post("activity/note", data={"lead_id": "lead_1", "note": "Paid"})


def close():
    from closeio_api import Client

    return Client("key")


@case(
    "freshdesk", "upsert_customer", "python-freshdesk",
    input=ANN,
    secrets={"api_key": "key"},
    config={"url": "https://acme.freshdesk.com"},
    answers=[
        Answer("POST", "/api/v2/contacts", {"description": "Validation failed", "errors": [{
            "field": "email", "message": "It should be a unique value", "code": "duplicate_value",
            "additional_info": {"user_id": 7},
        }]}, 409),
        Answer("PUT", "/api/v2/contacts/7", {"id": 7, "created_at": TIME, "updated_at": TIME}),
    ],
    sdk_only={"view_all_tickets": "its own default", "description": "its own default"},
    otherwise={"authorization": "any password will do"},
)
def freshdesk(delivery, callback):
    from freshdesk.api import API

    contacts = API("acme.freshdesk.com", "key").contacts
    try:
        contacts.create_contact(name="Ann Lee", email=ANN["email"], phone=TO)
    except Exception:  # It has no error of its own for a conflict.
        contacts.update_contact(7, name="Ann Lee", phone=TO)
