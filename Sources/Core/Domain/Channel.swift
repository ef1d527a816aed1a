/// How a person is reached, or where an event came through.
public struct Channel: Hashable, Sendable, RawRepresentable, CustomStringConvertible {
    /// The name in YAML, events and the API.
    public let rawValue: String

    /// Any name; ``isContact`` tells whether the gate knows it.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The name.
    public var description: String { rawValue }

    /// Text messages.
    public static let sms = Channel(rawValue: "sms")
    /// Electronic mail.
    public static let email = Channel(rawValue: "email")
    /// Telephone calls.
    public static let voice = Channel(rawValue: "voice")
    /// Ringless voicemail.
    public static let voicemailDrop = Channel(rawValue: "voicemail_drop")
    /// Chat, WhatsApp, in-app and portal messages.
    public static let chat = Channel(rawValue: "chat")
    /// Postal letters.
    public static let letter = Channel(rawValue: "letter")
    /// Social media.
    public static let social = Channel(rawValue: "social")

    /// The channels the gate knows.
    ///
    /// A contact on any other is denied.
    public static let contacts: [Channel] = [.voice, .voicemailDrop, .sms, .email, .chat, .letter, .social]

    /// The channel the gate counts this one as: whatsapp, in_app and portal messages are chat.
    public var counted: Channel {
        ["whatsapp", "in_app", "portal", "portal_inbox"].contains(rawValue) ? .chat : self
    }

    /// The kind of identifier this channel is addressed by, when it has one.
    public var addressKind: Identifier.Kind? {
        switch self {
        case .sms, .voice, .voicemailDrop: .phone
        case .email: .email
        default: nil
        }
    }
}

/// Which way something went, seen from us.
public enum Direction: String, Sendable {
    case inbound
    case outbound
}
