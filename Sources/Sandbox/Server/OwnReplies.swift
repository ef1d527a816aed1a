import Core

/// Answers of the sandbox itself, not of a provider it plays.
extension HTTPReply {
    /// Why something is not possible.
    static func problem(_ status: Int, _ reason: String) -> HTTPReply {
        json(["error": .string(reason)], status: status)
    }

    /// A JSON answer.
    static func json(_ json: JSON, status: Int = 200) -> HTTPReply {
        HTTPReply(status: status, headers: [("Content-Type", "application/json")], body: json.bytes + [0x0A])
    }
}
