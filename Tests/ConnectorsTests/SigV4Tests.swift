import Core
import Testing

@testable import Connectors

/// Signatures in AWS's fourth version, against those that botocore 1.44 makes of the same requests at the same moment.
@Suite("Signing for AWS") struct SigV4Tests {
    /// One request, and what botocore says of it.
    struct Vector: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let method: String
        let url: String
        var sent: String?
        var type: String?
        var more: [String: String] = [:]
        var body = ""
        let service: String
        let region: String
        var token: String?
        let headers: String
        let signature: String
    }

    static let vectors = [
        Vector(
            testDescription: "a mail",
            method: "POST",
            url: "https://email.us-east-1.amazonaws.com/v2/email/outbound-emails",
            type: "application/json",
            body: #"{"a":"é"}"#,
            service: "ses",
            region: "us-east-1",
            headers: "content-type;host;x-amz-content-sha256;x-amz-date",
            signature: "ddf5cc8225a77677a5fcdb8febb3a27e8e285be03bc7da607a89e7bf0c607397"
        ),
        Vector(
            testDescription: "with a session token",
            method: "PUT",
            url: "https://connect.eu-west-2.amazonaws.com/contact/outbound-voice",
            type: "application/json",
            body: "{}",
            service: "connect",
            region: "eu-west-2",
            token: "FQoGZXIvYXdzEXAMPLE//token==",
            headers: "content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token",
            signature: "47272867187f83059105cca9503f96c5fa92274eec05bf9fcaa39d99691e0255"
        ),
        Vector(
            testDescription: "a query with every kind of character, written as a form writes it",
            method: "GET",
            url: "https://service.example.com/list?b=x+y&a=1%2B1%3D2%263&a-b=%7E*/?&A&ü=Zoë&a%25=%2541&ab=2",
            sent:
                "https://service.example.com/list?b=x%20y&a=1%2B1%3D2%263&a-b=~%2A%2F%3F&A=&%C3%BC=Zo%C3%AB&a%25=%2541&ab=2",
            service: "execute-api",
            region: "eu-central-1",
            headers: "host;x-amz-content-sha256;x-amz-date",
            signature: "5f02906c8bdf4a8f5a4baab3319232eaf6ef151a2d364aedc0fb56950acfb9f8"
        ),
        Vector(
            testDescription: "a name twice, in the order of the values",
            method: "GET",
            url:
                "https://service.example.com/list?b=x%20y&a=1%2B1%3D2%263&a-b=~%2A%2F%3F&A=&%C3%BC=Zo%C3%AB&a%25=%2541&ab=2&a=0#f",
            sent:
                "https://service.example.com/list?b=x%20y&a=1%2B1%3D2%263&a-b=~%2A%2F%3F&A=&%C3%BC=Zo%C3%AB&a%25=%2541&ab=2&a=0",
            service: "execute-api",
            region: "eu-central-1",
            headers: "host;x-amz-content-sha256;x-amz-date",
            signature: "748965399d555ce5c963655d9e624b4ebf96763a78a7b595ae2bfaa3df80b237"
        ),
        Vector(
            testDescription: "a path that is encoded twice",
            method: "DELETE",
            url: "https://service.example.com/a%20b/c%2Fd/./x/../caf%C3%A9/",
            service: "execute-api",
            region: "eu-central-1",
            headers: "host;x-amz-content-sha256;x-amz-date",
            signature: "a3fa301db0dec1df83ff538bc1a49f068c67770796a4514087822f7810530059"
        ),
        Vector(
            testDescription: "a path that is not",
            method: "PUT",
            url: "https://bucket.s3.us-west-2.amazonaws.com/a%20b/c%2Bd.txt",
            body: "hello",
            service: "s3",
            region: "us-west-2",
            headers: "host;x-amz-content-sha256;x-amz-date",
            signature: "108f58b21bded9788f7883e196434fd0c025a70a74eec4e4594133ec0c1d81fc"
        ),
        Vector(
            testDescription: "a port, and needless spaces",
            method: "POST",
            url: "http://localhost:5566/",
            type: "application/x-www-form-urlencoded; charset=utf-8",
            more: ["X-Spaces": "  a   b  "],
            body: "Action=Publish",
            service: "sns",
            region: "us-east-1",
            headers: "content-type;host;x-amz-content-sha256;x-amz-date;x-spaces",
            signature: "560ca6b1d4598c41a1dcfafd35b29d2abe2d803a85a346816c00a9e20f5d799a"
        ),
    ]

    @Test("as botocore signs", arguments: vectors)
    func signature(_ vector: Vector) throws {
        let signature = AWSSignature(
            service: vector.service,
            region: vector.region,
            accessKey: "AKIDEXAMPLE",
            secretKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
            time: AWSSignature.time(noon)
        )
        var call = HTTPCall(method: vector.method, url: vector.url, body: Array(vector.body.utf8))
        call.headers = vector.more.map { (name: $0.key, value: $0.value) }
        if let type = vector.type { call.headers.append(("content-type", type)) }
        if let token = vector.token { call.headers.append(("x-amz-security-token", token)) }
        #expect(signature.sign(&call))
        #expect(call.url == vector.sent ?? vector.url)
        #expect(call.header("x-amz-date") == "20251009T085320Z")
        #expect(
            call.header("authorization") == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20251009/\(vector.region)/"
                + "\(vector.service)/aws4_request, SignedHeaders=\(vector.headers), Signature=\(vector.signature)"
        )
    }

    @Test("credentials of an action, and another host in the signature when it goes to another host")
    func action() throws {
        let yaml = """
            actions:
              send:
                input: {to: string}
                request:
                  method: POST
                  url: https://email.us-east-1.amazonaws.com/v2/email/outbound-emails
                  auth: {aws_sigv4: {service: ses, region: us-east-1, access_key: AKIDEXAMPLE, secret_key: '${secret("key")}'}}
                  json: {a: é}
                idempotency: none
                response: {ok: status == 200}
            """
        let key = ["key": ["wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"]]
        let scene = try CallScene(yaml, secrets: key, ScriptedProvider([.reply(200)]))
        let call = try scene.action().call(scene.request())
        #expect(call.headers.map(\.name) == ["content-type", "x-amz-date", "x-amz-content-sha256", "authorization"])
        let signature = "Signature=ddf5cc8225a77677a5fcdb8febb3a27e8e285be03bc7da607a89e7bf0c607397"
        #expect(call.header("authorization")?.hasSuffix(signature) == true)
        let elsewhere = try CallScene(
            yaml,
            secrets: key,
            baseURL: "http://127.0.0.1:9",
            ScriptedProvider([.reply(200)])
        )
        let moved = try elsewhere.action().call(elsewhere.request())
        #expect(moved.header("authorization")?.hasSuffix(signature) == false)
        let empty = try CallScene(yaml, secrets: ["key": [""]], ScriptedProvider([.reply(200)]))
        let failure = #expect(throws: ReadFailure.self) { try empty.action().call(empty.request()) }
        #expect(failure?.reason == "`secret_key` of `aws_sigv4` is empty")
    }
}
