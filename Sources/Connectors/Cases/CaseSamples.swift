import Core

extension ConnectorCase {
    /// Whether its request is one that a provider sends.
    var isAccepted: Bool {
        poll == nil && expected.isVerified != false && ["ok", "handshake"].contains(expected.reason ?? "ok")
    }

    /// Its body, when that is JSON that a connector reads so.
    func json(as decoding: Decoding) -> JSON? {
        guard decoding.reads(request) == .json else { return nil }
        do throws(JSONError) {
            return try JSON.parse(request.body)
        } catch {
            return nil
        }
    }
}
