"""What two recorded requests have in common, and where they differ."""

import base64
import collections
import json
import urllib.parse
import xml.etree.ElementTree

import jwt
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

# Headers of the transport, moments (which are signed), and those in which an SDK tells of itself.
NOISE = ("accept", "accept-charset", "accept-encoding", "authorization", "connection", "content-length", "content-type",
         "expect", "host", "user-agent", "x-amz-date", "x-timestamp")
TELEMETRY = ("amz-sdk-", "purecloud-sdk", "x-client-", "x-fern-", "x-ms-client-", "x-ms-correlation-", "x-stainless-",
             "x-stripe-client-", "x-twilio-client", "x-user-agent", "x-zoho-sdk", "adyen-library-",
             "gocardless-client-", "client-request-id", "x-tz-offset")


def compare(ours, theirs, case):
    """Every difference in words; none when the two ask for the same."""
    yield from different("method", ours.method, theirs.method)
    yield from case.allowing("path", different("path", path(ours), path(theirs)))
    yield from case.allowing("content-type", different("content type", family(ours), family(theirs)))
    yield from case.allowing("authorization", case.authentication(ours, theirs))
    our_fields, their_fields = fields(ours), fields(theirs)
    for name in our_fields.keys() - their_fields.keys():
        yield from case.allowing(name, [f"only we send {name} = {our_fields[name]!r}"], case.ours_only)
    for name in their_fields.keys() - our_fields.keys():
        yield from case.allowing(name, [f"only the SDK sends {name} = {their_fields[name]!r}"], case.sdk_only)
    for name in our_fields.keys() & their_fields.keys():
        yield from case.allowing(name, different(name, our_fields[name], their_fields[name]))


def different(name, ours, theirs):
    if type(ours) is not type(theirs) or ours != theirs:
        yield f"{name}: we send {ours!r}, the SDK {theirs!r}"


def path(request):
    return urllib.parse.unquote(request.path)


def family(request):
    """How a body is written; a body that does not say is what it looks like."""
    if not request.body:
        return "none"
    said = request.headers.get("content-type", "").split(";")[0].strip().lower()
    kinds = {"application/x-www-form-urlencoded": "form", "text/xml": "xml", "application/xml": "xml"}
    if said and not said.endswith("json"):
        return kinds.get(said, said)
    return "json"


def fields(request):
    """Everything that is said, by name: of the query with `?`, of headers with `:`, of the body as it nests there."""
    found = numbered((f"?{name}", value) for name, value in request.query)
    for name, value in request.headers.items():
        if name not in NOISE and not name.startswith(TELEMETRY):
            found[f":{name}"] = value
    kind = family(request)
    if kind == "form":
        found |= numbered(urllib.parse.parse_qsl(request.body.decode(), keep_blank_values=True))
    elif kind == "json":
        found |= dict(leaves(json.loads(request.body)))
    elif kind == "xml":
        root = xml.etree.ElementTree.fromstring(request.body)
        found |= numbered((f"{local(root)}.{name}", text) for name, text in elements(root))
    elif kind != "none":
        found["body"] = request.body
    return found


def numbered(pairs):
    """A name that comes again is told apart by its place."""
    lists = collections.defaultdict(list)
    for name, value in pairs:
        lists[name].append(value)
    return {
        name if len(values) == 1 else f"{name}[{place}]": value
        for name, values in lists.items() for place, value in enumerate(values)
    }


def leaves(value, name=""):
    """The values at the ends of a JSON document; null says nothing."""
    if isinstance(value, dict) and value:
        for key, nested in value.items():
            yield from leaves(nested, f"{name}.{key}" if name else key)
    elif isinstance(value, list) and value:
        for place, nested in enumerate(value):
            yield from leaves(nested, f"{name}[{place}]")
    elif value is not None:
        yield name, value


def elements(node):
    children = list(node)
    names = collections.Counter(local(child) for child in children)
    seen = collections.Counter()
    for child in children:
        name = local(child) if names[local(child)] == 1 else f"{local(child)}[{seen[local(child)]}]"
        seen[local(child)] += 1
        if len(child):
            yield from ((f"{name}.{nested}", text) for nested, text in elements(child))
        else:
            yield name, child.text or ""


def local(node):
    return node.tag.split("}")[-1]


def authorization(request):
    """The scheme and what it carries; a user and a password in clear."""
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        return "basic", *base64.b64decode(value).decode(errors="replace").split(":", 1)
    return scheme.lower(), value


def same_authorization(ours, theirs):
    yield from different("authorization", authorization(ours), authorization(theirs))


def same_token(key):
    """JSON web tokens of one algorithm that claim the same for the same time, both signed with `key`."""
    def compare_tokens(ours, theirs):
        said = []
        for request in (ours, theirs):
            scheme, token = authorization(request)
            try:
                claims = jwt.decode(token, key, algorithms=["RS256", "HS256"])
            except jwt.PyJWTError as error:
                yield f"the token of {request.headers.get('user-agent', 'ours')} is not good: {error}"
                return
            times = {"lasts": claims.pop("exp") - claims.pop("iat"), "jti": bool(claims.pop("jti", None))}
            said.append((scheme, jwt.get_unverified_header(token), claims, times))
        yield from different("token", *said)
    return compare_tokens


def same_aws_signature(access_key, secret_key):
    """The same scope, everything signed that the SDK signs, and a signature that the SDK itself finds."""
    def parts(request):
        scheme, text = authorization(request)
        found = dict(part.strip().split("=", 1) for part in text.split(","))
        return scheme, found["Credential"].split("/"), found["SignedHeaders"].split(";"), found["Signature"]

    def compare_signatures(ours, theirs):
        (our_scheme, our_scope, our_headers, signature), (scheme, scope, headers, _) = parts(ours), parts(theirs)
        yield from different("scheme", our_scheme, scheme)
        yield from different("scope", our_scope[:1] + our_scope[2:], scope[:1] + scope[2:])
        for name in set(headers) - set(our_headers):
            yield f"the header {name} is not signed"
        yield from different("signature", signature, signed_again(ours, our_headers, our_scope))

    def signed_again(request, names, scope):
        signer = SigV4Auth(Credentials(access_key, secret_key), scope[3], scope[2])
        again = AWSRequest(request.method, f"https://{request.headers['host']}{request.path}", data=request.body)
        for name in names:
            again.headers[name] = request.headers[name]
        again.context["timestamp"] = request.headers["x-amz-date"]
        return signer.signature(signer.string_to_sign(again, signer.canonical_request(again)), again)

    return compare_signatures
