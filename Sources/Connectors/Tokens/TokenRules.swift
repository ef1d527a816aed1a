import CEL
import Core

/// Where an access token stands in a reply; what is not written is read as RFC 6749 has it.
struct TokenRules: Sendable {
    /// Status 200 unless written.
    var ok: Expression?
    /// `access_token` unless written.
    var token: DataTemplate?
    /// `expires_in` unless written: seconds, or text with a unit.
    var expiresIn: DataTemplate?
    /// `error` and `error_description` unless written.
    var code: DataTemplate?
    var message: DataTemplate?

    /// How long a token is taken to be good when nobody says.
    private static let defaultLifetime = TimeSpan.seconds(1800)
    /// Longest time a token is kept.
    private static let longestLifetime = TimeSpan.days(1)

    /// A token and how long it is good, or why there is none.
    func answer(to result: CallResult, for source: Source, at now: Timestamp) -> Result<AccessToken, TokenRefusal> {
        guard case .replied(let reply) = result else { return .failure(TokenRefusal(unanswered: result)) }
        var bindings = ActionScopes.bindings(of: source, at: now)
        RequestBindings.bind(reply, to: &bindings)
        let rules = ReplyRules(code: code, message: message)
        let words = ReplyWords(rules: rules, reply: reply, bindings: bindings, secrets: source.secrets)
        let json = Self.json(of: bindings)
        let isGood = ok.map { $0.result(bindings).isTrue } ?? (reply.status == 200)
        let text = token.map { words.read($0)?.word } ?? json["access_token"]?.string
        guard isGood, let text, !text.isEmpty else {
            return .failure(refusal(reply, words, json, now))
        }
        let value = expiresIn.map { words.read($0) } ?? json["expires_in"].map { Value($0) }
        let lifetime = value.flatMap { Self.lifetime($0, now) } ?? Self.defaultLifetime
        return .success(
            AccessToken(value: Secret(text), lifetime: min(max(lifetime, .seconds(0)), Self.longestLifetime))
        )
    }

    private func refusal(
        _ reply: HTTPReply,
        _ words: ReplyWords,
        _ json: JSON,
        _ now: Timestamp
    ) -> TokenRefusal {
        let isStandard = code == nil && message == nil
        let standard = [json["error"]?.string, json["error_description"]?.string].compactMap(\.self)
        let said = isStandard && !standard.isEmpty ? standard : [words.code, words.message]
        return TokenRefusal(
            message: words.shown(said.joined(separator: ": "), limit: TokenRefusal.messageLimit),
            wait: words.retryAfter(now),
            isForGood: (400..<500).contains(reply.status) && ![408, 429].contains(reply.status)
        )
    }

    private static func json(of bindings: Bindings) -> JSON { bindings["json"]?.json ?? .null }

    private static func lifetime(_ value: Value, _ now: Timestamp) -> TimeSpan? {
        value.string.flatMap { TimeSpan($0) } ?? RetryAfter.wait(value, now: now)
    }
}

/// An access token, and how long it is good from the moment it was asked for.
struct AccessToken: Sendable, Equatable {
    let value: Secret
    let lifetime: TimeSpan
}

/// Why there is no access token.
struct TokenRefusal: Error, Sendable, Equatable {
    /// Bytes of the message.
    static let messageLimit = 300

    /// What the provider or the transport says; no secret.
    let message: String
    /// What the provider asked us to wait.
    let wait: TimeSpan?
    /// Whether it will say the same until somebody changes something.
    let isForGood: Bool
}

extension TokenRefusal {
    /// No reply came.
    fileprivate init(unanswered result: CallResult) {
        let failure: CallFailure? =
            switch result {
            case .lost(let failure), .neverSent(let failure): failure
            case .replied: nil
            }
        self.init(message: failure?.rawValue ?? "no reply", wait: nil, isForGood: false)
    }
}
