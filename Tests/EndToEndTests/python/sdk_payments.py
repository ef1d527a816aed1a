"""Payment links, each through the provider's SDK."""

import os

from recorder import Answer
from sdk_cases import case

LINK = {
    "amount": 1050, "currency": "usd", "description": "Statement 12", "reference": "acme:100231",
    "success_url": "https://example.com/paid",
}
VERSION = "each pins a version of the API"


@case(
    "stripe", "create_payment_link", "stripe",
    input=LINK,
    secrets={"api_key": "sk_1"},
    answers=[Answer("POST", "/v1/checkout/sessions", {
        "id": "cs_1", "object": "checkout.session", "url": "https://checkout.stripe.com/1",
    })],
    sdk_only={":stripe-version": "ours is the account's: nothing that we read differs between them"},
)
def stripe(delivery, callback):
    import stripe as sdk

    sdk.ca_bundle_path = os.environ["SSL_CERT_FILE"]
    known = {"account": "acme:100231", "delivery": delivery}
    price = {"currency": "usd", "unit_amount": 1050, "product_data": {"name": "Statement 12"}}
    sdk.StripeClient("sk_1").v1.checkout.sessions.create(params={
        "mode": "payment", "success_url": LINK["success_url"], "client_reference_id": "acme:100231",
        "metadata": known, "payment_intent_data": {"metadata": known},
        "line_items": [{"quantity": 1, "price_data": price}],
    }, options={"idempotency_key": delivery})


@case(
    "square", "create_payment_link", "squareup",
    input=LINK,
    secrets={"access_token": "token"},
    config={"location_id": "location"},
    answers=[Answer("POST", "/v2/online-checkout/payment-links", {
        "payment_link": {"id": "l1", "version": 1, "url": "https://square.link/1"},
    })],
    otherwise={":square-version": VERSION},
)
def square(delivery, callback):
    from square import Square

    Square(token="token").checkout.payment_links.create(
        idempotency_key=delivery,
        quick_pay={
            "name": "Statement 12", "price_money": {"amount": 1050, "currency": "USD"}, "location_id": "location",
        },
        checkout_options={"redirect_url": LINK["success_url"]},
        payment_note=f"account=acme:100231;delivery={delivery}",
    )


@case(
    "adyen", "create_payment_link", "Adyen",
    input=LINK,
    secrets={"api_key": "key"},
    config={"merchant_account": "merchant"},
    answers=[Answer("POST", "/v72/paymentLinks", {"id": "l1", "url": "https://test.adyen.link/1"}, 201)],
)
def adyen(delivery, callback):
    import Adyen as sdk

    sdk.Adyen(xapikey="key", platform="test").checkout.payment_links_api.payment_links({
        "merchantAccount": "merchant", "reference": "acme:100231", "description": "Statement 12",
        "amount": {"value": 1050, "currency": "USD"}, "returnUrl": LINK["success_url"],
        "metadata": {"delivery": delivery},
    }, idempotency_key=delivery)


@case(
    "paypal", "create_payment_link", "paypal-server-sdk",
    input=LINK,
    secrets={"client_id": "id", "client_secret": "secret"},
    token_origins=("https://api-m.paypal.com",),
    answers=[
        Answer("POST", "/v1/oauth2/token", {"access_token": "token", "expires_in": 3600, "token_type": "Bearer"}),
        Answer("POST", "/v2/checkout/orders", {
            "id": "o1", "links": [{"href": "https://www.paypal.com/1", "rel": "payer-action", "method": "GET"}],
        }, 201),
    ],
)
def paypal_order(delivery, callback):
    paypal().orders.create_order({"paypal_request_id": delivery, "body": {
        "intent": "CAPTURE",
        "purchase_units": [{
            "amount": {"currency_code": "USD", "value": "10.50"}, "description": "Statement 12",
            "custom_id": "acme:100231", "invoice_id": delivery,
        }],
        "payment_source": {"paypal": {"experience_context": {
            "return_url": LINK["success_url"], "user_action": "PAY_NOW",
        }}},
    }})


@case(
    "paypal", "capture_payment", "paypal-server-sdk",
    input={"order": "o1"},
    secrets={"client_id": "id", "client_secret": "secret"},
    token_origins=("https://api-m.paypal.com",),
    answers=[
        Answer("POST", "/v1/oauth2/token", {"access_token": "token", "expires_in": 3600, "token_type": "Bearer"}),
        Answer("POST", "/v2/checkout/orders/o1/capture", {
            "id": "o1", "status": "COMPLETED", "purchase_units": [{"payments": {"captures": [{"id": "c1"}]}}],
        }, 201),
    ],
)
def paypal_capture(delivery, callback):
    paypal().orders.capture_order({"id": "o1", "paypal_request_id": delivery, "body": {}})


def paypal():
    from paypalserversdk.configuration import Environment
    from paypalserversdk.http.auth.o_auth_2 import ClientCredentialsAuthCredentials
    from paypalserversdk.paypal_serversdk_client import PaypalServersdkClient

    credentials = ClientCredentialsAuthCredentials(o_auth_client_id="id", o_auth_client_secret="secret")
    return PaypalServersdkClient(
        client_credentials_auth_credentials=credentials, environment=Environment.PRODUCTION,
    )


@case(
    "authorizenet", "create_payment_link", "authorizenet",
    input=LINK,
    secrets={"login_id": "login", "transaction_key": "key"},
    answers=[Answer("POST", "/xml/v1/request.api", {
        "token": "t1", "messages": {"resultCode": "Ok", "message": [{"code": "I00001", "text": "Successful."}]},
    })],
    sdk_answers=[Answer(
        "POST", "/xml/v1/request.api",
        '\ufeff<getHostedPaymentPageResponse xmlns="AnetApi/xml/v1/schema/AnetApiSchema.xsd"><messages>'
        "<resultCode>Ok</resultCode><message><code>I00001</code><text>Successful.</text></message></messages>"
        "<token>t1</token></getHostedPaymentPageResponse>".encode(),
        headers={"Content-Type": "application/xml"},
    )],
    sdk_only={
        ":version": "of the XML, which it says in a header", ":encoding": "of the XML, which it says in a header",
        "getHostedPaymentPageRequest.clientId": "tells which SDK calls",
        "getHostedPaymentPageRequest.hostedPaymentSettings.setting.settingName": "XML has no list of one",
        "getHostedPaymentPageRequest.hostedPaymentSettings.setting.settingValue": "XML has no list of one",
    },
    ours_only={
        "getHostedPaymentPageRequest.hostedPaymentSettings.setting[0].settingName": "the same as a list of one",
        "getHostedPaymentPageRequest.hostedPaymentSettings.setting[0].settingValue": "the same as a list of one",
    },
    otherwise={
        "content-type": "the API reads JSON as it reads XML",
        "host": "api2 is the same behind a network of caches",
        "getHostedPaymentPageRequest.transactionRequest.amount": "10.5 and 10.50",
    },
)
def authorizenet(delivery, callback):
    from authorizenet import apicontractsv1 as contract
    from authorizenet.apicontrollers import getHostedPaymentPageController
    from authorizenet.constants import constants

    request = contract.getHostedPaymentPageRequest()
    request.merchantAuthentication = contract.merchantAuthenticationType()
    request.merchantAuthentication.name = "login"
    request.merchantAuthentication.transactionKey = "key"
    transaction = contract.transactionRequestType()
    transaction.transactionType, transaction.amount = "authCaptureTransaction", "10.50"
    transaction.order = contract.orderType()
    transaction.order.invoiceNumber, transaction.order.description = "acme:100231", "Statement 12"
    request.transactionRequest = transaction
    setting = contract.settingType()
    setting.settingName = "hostedPaymentReturnOptions"
    setting.settingValue = '{"url": "https://example.com/paid", "urlText": "Continue"}'
    request.hostedPaymentSettings = contract.ArrayOfSetting()
    request.hostedPaymentSettings.setting.append(setting)
    controller = getHostedPaymentPageController(request)
    controller.setenvironment(constants.PRODUCTION)
    controller.execute()


@case(
    "checkout-com", "create_payment_link", "checkout-sdk",
    input=LINK,
    secrets={"secret_key": "sk_m73dzbpy7cf3gfd46xr4yj5xo4e"},
    config={"api": "https://abcdefgh.api.checkout.com", "processing_channel": "pc_1"},
    answers=[Answer("POST", "/payment-links", {
        "id": "l1", "_links": {"redirect": {"href": "https://pay.checkout.com/1"}},
    }, 201)],
    ours_only={":cko-idempotency-key": "documented for every POST; the SDK has it for payments only"},
)
def checkout(delivery, callback):
    from checkout_sdk.checkout_sdk import CheckoutSdk
    from checkout_sdk.environment import Environment
    from checkout_sdk.payments.links.payments_links import PaymentLinkRequest

    key, environment = "sk_m73dzbpy7cf3gfd46xr4yj5xo4e", Environment.production()
    sdk = CheckoutSdk.builder().secret_key(key).environment(environment).environment_subdomain("abcdefgh").build()
    request = PaymentLinkRequest()
    request.amount, request.currency, request.reference = 1050, "USD", "acme:100231"
    request.description, request.return_url = "Statement 12", LINK["success_url"]
    request.billing, request.processing_channel_id = {"address": {"country": "US"}}, "pc_1"
    request.metadata = {"account": "acme:100231", "delivery": delivery}
    sdk.payments_links.create_payment_link(request)


@case(
    "gocardless", "create_payment_link", "gocardless_pro",
    input=LINK,
    secrets={"access_token": "token"},
    answers=[Answer("POST", "/billing_request_templates", {"billing_request_templates": {
        "id": "t1", "authorisation_url": "https://pay.gocardless.com/1",
    }}, 201)],
)
def gocardless(delivery, callback):
    from gocardless_pro import Client

    Client(access_token="token", environment="live").billing_request_templates.create(params={
        "name": "acme:100231", "payment_request_amount": "1050", "payment_request_currency": "USD",
        "payment_request_description": "Statement 12", "redirect_uri": LINK["success_url"],
        "payment_request_metadata": {"account": "acme:100231", "delivery": delivery},
    }, headers={"Idempotency-Key": delivery})


@case(
    "braintree", "charge", "braintree",
    input={"amount": 1050, "currency": "usd", "reference": "acme:100231", "payment_method": "method"},
    secrets={"private_key": "private"},
    config={"public_key": "public"},
    answers=[Answer("POST", "/graphql", {
        "data": {"chargePaymentMethod": {"transaction": {"id": "t1", "status": "SUBMITTED_FOR_SETTLEMENT"}}},
    })],
    sdk_only={":x-apiversion": "of the older API, which takes XML"},
    otherwise={":braintree-version": VERSION},
)
def braintree(delivery, callback):
    """Its own charges go by the older API; the door to GraphQL is one that it has for newer things."""
    import braintree as sdk

    sdk.Environment.Production.ssl_certificate = os.environ["SSL_CERT_FILE"]
    settings = sdk.Configuration(sdk.Environment.Production, "merchant", "public", "private")
    sdk.BraintreeGateway(settings).graphql_client.query(
        "mutation($input: ChargePaymentMethodInput!) { "
        "chargePaymentMethod(input: $input) { transaction { id status } } }",
        {"input": {
            "clientMutationId": delivery, "paymentMethodId": "method",
            "transaction": {"amount": "10.50", "orderId": "acme:100231"},
        }},
    )
