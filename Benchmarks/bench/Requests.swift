import Core
import Crypto
import Foundation
import NIOCore

/// Whole requests, prepared before the clock runs.
enum Requests {
    /// A POST with a JSON body.
    static func post(_ path: String, _ body: [UInt8], headers: String = "") -> ByteBuffer {
        let head =
            "POST \(path) HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
            + "content-length: \(body.count)\r\n\(headers)\r\n"
        var buffer = ByteBuffer()
        buffer.reserveCapacity(head.utf8.count + body.count)
        buffer.writeString(head)
        buffer.writeBytes(body)
        return buffer
    }

    static func post(_ path: String, _ body: JSON) -> ByteBuffer {
        post(path, body.bytes)
    }

    /// Payments of about 1 kB as a card processor reports them, signed with its scheme at the present time.
    static func signedPayments(_ count: Int, batch: Int, secret: String) -> [ByteBuffer] {
        let key = SymmetricKey(data: Array(secret.utf8))
        let time = Int(Date().timeIntervalSince1970)
        let padding = String(repeating: "x", count: 480)
        return (0..<count).map { number in
            let body = Array(
                """
                {"id":"evt_\(batch)_\(number)","object":"event","api_version":"2025-09-30.clover","created":\(time),\
                "data":{"object":{"id":"pi_\(batch)_\(number)","object":"payment_intent","amount":\(1000 + number % 9000),\
                "amount_received":\(1000 + number % 9000),"currency":"usd","customer":"cus_\(number % 20_000)",\
                "status":"succeeded","metadata":{},"description":"Statement \(padding)","livemode":false,\
                "payment_method_types":["card"]}},"livemode":false,"pending_webhooks":1,\
                "request":{"id":"req_\(number)","idempotency_key":null},"type":"payment_intent.succeeded"}
                """
                .utf8
            )
            let code = HMAC<SHA256>.authenticationCode(for: Array("\(time).".utf8) + body, using: key)
            return post("/hooks/stripe", body, headers: "stripe-signature: t=\(time),v1=\(Hex.encode(code))\r\n")
        }
    }
}
