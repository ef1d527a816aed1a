"""Texts and mail, each through the provider's SDK."""

from comparison import same_aws_signature
from recorder import Answer
from sdk_cases import FROM, TO, case

MAIL = {
    "to": "ann@example.com", "from": "billing@acme.example", "subject": "Statement", "text": "Hi", "html": "<p>Hi</p>",
}
TEXT = {"to": TO, "from": FROM, "text": "Hi"}
PICTURE = "https://example.com/picture.png"
LATE = "2099-01-01T00:00:00+00:00"


@case(
    "twilio", "send_message", "twilio",
    input={**TEXT, "media_urls": [PICTURE], "expires": LATE},
    secrets={"account_sid": "AC1", "api_key": "SK1", "api_secret": "secret"},
    answers=[Answer("POST", "/2010-04-01/Accounts/AC1/Messages.json", {"sid": "SM1", "status": "queued"}, 201)],
)
def twilio(delivery, callback):
    from twilio.rest import Client

    Client("SK1", "secret", "AC1").messages.create(
        to=TO, from_=FROM, body="Hi", media_url=[PICTURE], status_callback=callback, validity_period=36000,
    )


@case(
    "sendgrid", "send_message", "sendgrid",
    input=MAIL,
    secrets={"api_key": "SG.1"},
    answers=[Answer("POST", "/v3/mail/send", b"", 202, {"X-Message-Id": "m1"})],
)
def sendgrid(delivery, callback):
    from sendgrid import SendGridAPIClient
    from sendgrid.helpers.mail import CustomArg, Email, Mail, Personalization

    mail = Mail(from_email=MAIL["from"], subject="Statement", plain_text_content="Hi", html_content="<p>Hi</p>")
    person = Personalization()
    person.add_to(Email("ann@example.com"))
    person.add_custom_arg(CustomArg("delivery", delivery))
    mail.add_personalization(person)
    SendGridAPIClient("SG.1").send(mail)


@case(
    "mailgun", "send_message", "mailgun",
    input=MAIL,
    secrets={"api_key": "key-1"},
    config={"domain": "mg.example.com"},
    answers=[Answer("POST", "/v3/mg.example.com/messages", {"id": "<1@mg.example.com>", "message": "Queued."})],
)
def mailgun(delivery, callback):
    from mailgun.client import Client

    mail = {**MAIL, "v:delivery": delivery}
    Client(auth=("api", "key-1")).messages.create(data=mail, domain="mg.example.com")


@case(
    "postmark", "send_message", "postmarker",
    input=MAIL,
    secrets={"server_token": "token"},
    answers=[Answer("POST", "/email", {"ErrorCode": 0, "Message": "OK", "MessageID": "m1"})],
    sdk_only={
        "Headers": "an empty list", "Attachments": "an empty list",
        "TrackLinks": "its default; ours is what the server is set to",
    },
)
def postmark(delivery, callback):
    from postmarker.core import PostmarkClient

    PostmarkClient(server_token="token").emails.send(
        From=MAIL["from"], To="ann@example.com", Subject="Statement", TextBody="Hi", HtmlBody="<p>Hi</p>",
        Metadata={"delivery": delivery}, MessageStream="outbound",
    )


@case(
    "ses-sns", "send_message", "boto3",
    input=MAIL,
    secrets={"access_key": "AK1", "secret_key": "secret"},
    config={"region": "us-east-1", "configuration_set": "states"},
    answers=[Answer("POST", "/v2/email/outbound-emails", {"MessageId": "m1"})],
    authentication=same_aws_signature("AK1", "secret"),
    ours_only={":x-amz-content-sha256": "the hash of the body, which libcurl signs by name too"},
)
def ses(delivery, callback):
    import boto3

    client = boto3.client("sesv2", region_name="us-east-1", aws_access_key_id="AK1", aws_secret_access_key="secret")
    words = {"Text": {"Data": "Hi"}, "Html": {"Data": "<p>Hi</p>"}}
    client.send_email(
        FromEmailAddress=MAIL["from"], Destination={"ToAddresses": ["ann@example.com"]},
        Content={"Simple": {"Subject": {"Data": "Statement"}, "Body": words}}, ConfigurationSetName="states",
        EmailTags=[{"Name": "delivery", "Value": delivery}],
    )


@case(
    "telnyx", "send_message", "telnyx",
    input={**TEXT, "media_urls": [PICTURE]},
    secrets={"api_key": "KEY1"},
    config={"messaging_profile_id": "profile"},
    answers=[Answer("POST", "/v2/messages", {"data": {"id": "m1"}})],
)
def telnyx(delivery, callback):
    from telnyx import Telnyx

    Telnyx(api_key="KEY1").messages.send(
        to=TO, from_=FROM, text="Hi", media_urls=[PICTURE], messaging_profile_id="profile", webhook_url=callback,
        idempotency_key=delivery,
    )


@case(
    "vonage", "send_message", "vonage",
    input={**TEXT, "expires": LATE},
    secrets={"api_secret": "secret"},
    config={"api_key": "key"},
    answers=[Answer("POST", "/v1/messages", {"message_uuid": "m1"}, 202)],
)
def vonage(delivery, callback):
    from vonage import Auth, Vonage
    from vonage_messages import Sms

    Vonage(Auth(api_key="key", api_secret="secret")).messages.send(Sms(
        to=TO[1:], from_=FROM[1:], text="Hi", client_ref=delivery, webhook_url=callback, ttl=604800,
    ))


@case(
    "plivo", "send_message", "plivo",
    input={**TEXT, "media_urls": [PICTURE]},
    secrets={"auth_id": "MAXXXXXXXXXXXXXXXXXX", "auth_token": "token"},
    answers=[Answer("POST", "/v1/Account/MAXXXXXXXXXXXXXXXXXX/Message/", {"message_uuid": ["m1"]}, 202)],
    sdk_only={"log": "its default", "trackable": "its default"},
)
def plivo(delivery, callback):
    from plivo import RestClient

    RestClient("MAXXXXXXXXXXXXXXXXXX", "token").messages.create(
        src=FROM, dst=TO, text="Hi", type_="mms", media_urls=[PICTURE], url=callback,
    )


@case(
    "bandwidth", "send_message", "bandwidth-sdk",
    input={**TEXT, "media_urls": [PICTURE], "expires": LATE},
    secrets={"api_user": "user", "api_password": "password"},
    config={"account_id": "9900", "messaging_application_id": "app"},
    answers=[Answer("POST", "/api/v2/users/9900/messages", {"id": "m1"}, 202)],
)
def bandwidth(delivery, callback):
    import bandwidth as sdk
    from bandwidth.models import MessageRequest

    with sdk.ApiClient(sdk.Configuration(username="user", password="password")) as client:
        sdk.MessagesApi(client).create_message("9900", MessageRequest(
            applicationId="app", to=[TO], var_from=FROM, text="Hi", media=[PICTURE], tag=delivery, expiration=LATE,
        ))


@case(
    "sinch", "send_message", "sinch",
    input={**TEXT, "expires": LATE},
    secrets={"api_token": "token"},
    config={"service_plan_id": "plan"},
    answers=[Answer("POST", "/xms/v1/plan/batches", {"id": "b1"}, 201)],
)
def sinch(delivery, callback):
    from sinch import SinchClient

    SinchClient(service_plan_id="plan", sms_api_token="token").sms.batches.send(
        body="Hi", to=[TO], from_=FROM, delivery_report="per_recipient", client_reference=delivery,
        callback_url=callback, expire_at=LATE,
    )


@case(
    "messagebird", "send_message", "messagebird",
    input=TEXT,
    secrets={"access_key": "key"},
    answers=[Answer("POST", "/messages", {"id": "m1"}, 201)],
)
def messagebird(delivery, callback):
    from messagebird import Client

    Client("key").message_create(FROM, [TO[1:]], "Hi", {"reference": delivery, "reportUrl": callback})


@case(
    "meta", "send_message", "pywa",
    input={"to": TO, "text": "Hi"},
    secrets={"access_token": "token"},
    config={"phone_number_id": "123"},
    answers=[Answer("POST", "/v26.0/123/messages", {
        "messaging_product": "whatsapp", "contacts": [{"input": TO, "wa_id": TO[1:]}], "messages": [{"id": "m1"}],
    })],
    sdk_only={"recipient_type": "the default, an individual", "text.preview_url": "the default, none"},
)
def whatsapp(delivery, callback):
    from pywa import WhatsApp

    WhatsApp(phone_id="123", token="token").send_message(to=TO, text="Hi", tracker=delivery)


@case(
    "ringcentral", "send_message", "ringcentral",
    input=TEXT,
    secrets={"client_id": "id", "client_secret": "secret", "login_token": "login"},
    token_origins=("https://platform.ringcentral.com",),
    answers=[
        Answer("POST", "/restapi/oauth/token", {
            "access_token": "token", "token_type": "bearer", "expires_in": 3600, "refresh_token": "refresh",
            "refresh_token_expires_in": 3600, "scope": "SMS", "owner_id": "1",
        }),
        Answer("POST", "/restapi/v1.0/account/~/extension/~/sms", {"id": 1}),
    ],
)
def ringcentral(delivery, callback):
    from ringcentral import SDK

    platform = SDK("id", "secret", "https://platform.ringcentral.com").platform()
    platform.login(jwt="login")
    platform.post("/restapi/v1.0/account/~/extension/~/sms", {
        "from": {"phoneNumber": FROM}, "to": [{"phoneNumber": TO}], "text": "Hi",
    })
