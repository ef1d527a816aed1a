"""Calls, each through the provider's SDK."""

import asyncio
import base64
import hashlib
import hmac

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from comparison import authorization, different, same_aws_signature, same_token
from recorder import Answer
from sdk_cases import FROM, PAGE, TO, case

CALL = {"to": TO, "from": FROM, "answer_url": PAGE}
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PRIVATE = KEY.private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
).decode()


@case(
    "twilio", "place_call", "twilio",
    input=CALL,
    secrets={"account_sid": "AC1", "api_key": "SK1", "api_secret": "secret"},
    answers=[Answer("POST", "/2010-04-01/Accounts/AC1/Calls.json", {"sid": "CA1", "status": "queued"}, 201)],
)
def twilio(delivery, callback):
    from twilio.rest import Client

    Client("SK1", "secret", "AC1").calls.create(
        to=TO, from_=FROM, url=PAGE, status_callback=callback,
        status_callback_event=["initiated", "answered", "completed"], machine_detection="DetectMessageEnd",
        async_amd="true", async_amd_status_callback=callback,
    )


@case(
    "telnyx", "place_call", "telnyx",
    input={"to": TO, "from": FROM},
    secrets={"api_key": "KEY1"},
    config={"connection_id": "connection"},
    answers=[Answer("POST", "/v2/calls", {"data": {"call_leg_id": "c1"}})],
)
def telnyx(delivery, callback):
    from telnyx import Telnyx

    Telnyx(api_key="KEY1").calls.dial(
        to=TO, from_=FROM, connection_id="connection", answering_machine_detection="detect", webhook_url=callback,
        command_id=delivery,
    )


@case(
    "vonage", "place_call", "vonage",
    input=CALL,
    secrets={"private_key": PRIVATE},
    config={"application_id": "application"},
    answers=[Answer("POST", "/v1/calls", {
        "uuid": "c1", "status": "started", "direction": "outbound", "conversation_uuid": "CON1",
    }, 201)],
    authentication=same_token(KEY.public_key()),
)
def vonage(delivery, callback):
    from vonage import Auth, Vonage
    from vonage_voice import CreateCallRequest, Phone, ToPhone

    Vonage(Auth(application_id="application", private_key=PRIVATE)).voice.create_call(CreateCallRequest(
        to=[ToPhone(number=TO[1:])], from_=Phone(number=FROM[1:]), answer_url=[PAGE], event_url=[callback],
        machine_detection="continue",
    ))


@case(
    "plivo", "place_call", "plivo",
    input=CALL,
    secrets={"auth_id": "MAXXXXXXXXXXXXXXXXXX", "auth_token": "token"},
    answers=[Answer("POST", "/v1/Account/MAXXXXXXXXXXXXXXXXXX/Call/", {"request_uuid": "r1"}, 201)],
    sdk_only={
        **{f"{name}_method": "POST is the default" for name in (
            "answer", "ring", "hangup", "fallback", "machine_detection",
        )},
        "machine_detection_time": "its default", "ring_timeout": "its default",
        "error_if_parent_not_found": "its default",
    },
)
def plivo(delivery, callback):
    from plivo import RestClient

    RestClient("MAXXXXXXXXXXXXXXXXXX", "token").calls.create(
        from_=FROM, to_=TO, answer_url=PAGE, ring_url=callback, hangup_url=callback, machine_detection="true",
        machine_detection_url=callback,
    )


@case(
    "bandwidth", "place_call", "bandwidth-sdk",
    input=CALL,
    secrets={"api_user": "user", "api_password": "password"},
    config={"account_id": "9900", "voice_application_id": "app"},
    answers=[Answer("POST", "/api/v2/accounts/9900/calls", {
        "applicationId": "app", "accountId": "9900", "callId": "c1", "to": TO, "from": FROM,
        "callUrl": "https://voice.bandwidth.com/c1", "answerMethod": "POST", "answerUrl": PAGE,
        "disconnectMethod": "POST",
    }, 201)],
    sdk_only={
        **{name: "POST is the default" for name in ("answerMethod", "answerFallbackMethod", "disconnectMethod")},
        **{f"machineDetection.{name}": "its default" for name in (
            "detectionTimeout", "silenceTimeout", "speechThreshold", "speechEndThreshold", "delayResult",
            "callbackMethod", "fallbackMethod",
        )},
        **{name: "its default" for name in ("callTimeout", "callbackTimeout", "priority")},
    },
)
def bandwidth(delivery, callback):
    import bandwidth as sdk
    from bandwidth.models import CreateCall, MachineDetectionConfiguration

    with sdk.ApiClient(sdk.Configuration(username="user", password="password")) as client:
        sdk.CallsApi(client).create_call("9900", CreateCall(
            applicationId="app", to=TO, var_from=FROM, answerUrl=PAGE, disconnectUrl=callback, tag=delivery,
            machineDetection=MachineDetectionConfiguration(mode="async", callbackUrl=callback),
        ))


def sinch_signature(ours, theirs):
    """Both sign body, content type, moment and path with the application's secret."""
    said = []
    for request in (ours, theirs):
        scheme, value = authorization(request)
        said.append((scheme, value.split(":")[0], value.split(":")[1] == sinch_signed(request)))
    yield from different("signature", *said)


def sinch_signed(request):
    digest = base64.b64encode(hashlib.md5(request.body).digest()).decode()
    moment = f"x-timestamp:{request.headers['x-timestamp']}"
    content = "\n".join([request.method, digest, request.headers["content-type"], moment, request.path])
    return base64.b64encode(hmac.digest(b"secret", content.encode(), "sha256")).decode()


@case(
    "sinch", "place_call", "sinch",
    input={"to": TO, "from": FROM, "text": "Hi"},
    secrets={"application_secret": base64.b64encode(b"secret").decode()},
    config={"application_key": "application"},
    answers=[Answer("POST", "/calling/v1/callouts", {"callId": "c1"})],
    authentication=sinch_signature,
)
def sinch(delivery, callback):
    from sinch import SinchClient

    secret = base64.b64encode(b"secret").decode()
    SinchClient(application_key="application", application_secret=secret).voice.callouts.text_to_speech(
        destination={"type": "number", "endpoint": TO}, cli=FROM, text="Hi", enable_ace=True, enable_dice=True,
        custom=delivery,
    )


@case(
    "amazon-connect", "place_call", "boto3",
    input={"to": TO, "from": FROM},
    secrets={"access_key": "AK1", "secret_key": "secret"},
    config={"region": "us-east-1", "instance_id": "instance", "contact_flow_id": "flow"},
    answers=[Answer("PUT", "/contact/outbound-voice", {"ContactId": "c1"})],
    authentication=same_aws_signature("AK1", "secret"),
    ours_only={":x-amz-content-sha256": "the hash of the body, which libcurl signs by name too"},
)
def amazon_connect(delivery, callback):
    import boto3

    client = boto3.client("connect", region_name="us-east-1", aws_access_key_id="AK1", aws_secret_access_key="secret")
    client.start_outbound_voice_contact(
        DestinationPhoneNumber=TO, SourcePhoneNumber=FROM, InstanceId="instance", ContactFlowId="flow",
        Attributes={"delivery": delivery}, AnswerMachineDetectionConfig={"EnableAnswerMachineDetection": True},
        TrafficType="CAMPAIGN", ClientToken=delivery,
    )


@case(
    "ringcentral", "place_call", "ringcentral",
    input={"to": TO, "from": FROM},
    secrets={"client_id": "id", "client_secret": "secret", "login_token": "login"},
    token_origins=("https://platform.ringcentral.com",),
    config={"agent_number": "+15005550009"},
    answers=[
        Answer("POST", "/restapi/oauth/token", {
            "access_token": "token", "token_type": "bearer", "expires_in": 3600, "refresh_token": "refresh",
            "refresh_token_expires_in": 3600, "scope": "SMS", "owner_id": "1",
        }),
        Answer("POST", "/restapi/v1.0/account/~/extension/~/ring-out", {"id": "1"}),
    ],
)
def ringcentral(delivery, callback):
    from ringcentral import SDK

    platform = SDK("id", "secret", "https://platform.ringcentral.com").platform()
    platform.login(jwt="login")
    platform.post("/restapi/v1.0/account/~/extension/~/ring-out", {
        "from": {"phoneNumber": "+15005550009"}, "to": {"phoneNumber": TO}, "callerId": {"phoneNumber": FROM},
        "playPrompt": False,
    })


@case(
    "jambonz", "place_call", "jambonz-python-sdk",
    input={"to": TO, "from": FROM},
    secrets={"api_key": "key"},
    config={"url": "https://jambonz.example.com/api", "account_sid": "account", "application_sid": "application"},
    answers=[Answer("POST", "/api/v1/Accounts/account/Calls", {"sid": "c1"}, 201)],
)
def jambonz(delivery, callback):
    from jambonz_sdk.client import JambonzClient

    async def call():
        url = "https://jambonz.example.com/api"
        async with JambonzClient(base_url=url, account_sid="account", api_key="key") as client:
            await client.calls.create({
                "from": FROM, "to": {"type": "phone", "number": TO}, "application_sid": "application",
                "call_status_hook": {"url": callback, "method": "POST"}, "amd": {"actionHook": callback},
            })

    asyncio.run(call())


@case(
    "genesys-cloud", "place_call", "PureCloudPlatformClientV2",
    input={"to": TO, "first_name": "Ann"},
    secrets={"client_id": "id", "client_secret": "secret"},
    config={"contact_list": "list"},
    token_origins=("https://login.mypurecloud.com",),
    answers=[
        Answer("POST", "/oauth/token", {"access_token": "token", "expires_in": 3600}),
        Answer("POST", "/api/v2/outbound/contactlists/list/contacts", [{"id": "1"}]),
    ],
    is_large=True,
)
def genesys(delivery, callback):
    import PureCloudPlatformClientV2 as sdk

    client = sdk.api_client.ApiClient().get_client_credentials_token("id", "secret")
    contact = sdk.WritableDialerContact()
    contact.data = {"Phone": TO, "Delivery": delivery, "FirstName": "Ann"}
    contact.callable = True
    sdk.OutboundApi(client).post_outbound_contactlist_contacts("list", [contact], priority=True)
