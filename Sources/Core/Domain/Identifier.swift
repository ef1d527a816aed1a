/// A value that points to a customer.
public struct Identifier: Hashable, Sendable {
    /// What kind of value it is; decides how it is normalized and whether it may identify a person.
    public enum Kind: String, Sendable, CaseIterable {
        case governmentID = "gov_id"
        case account
        case crmID = "crm_id"
        case portalUser = "portal_user"
        case processorCustomer = "psp_customer"
        case email
        case phone
        case device
        case anonymousID = "anonymous_id"

        /// Whether one value belongs to one person (an anchor), so that it identifies without doubt.
        public var isAnchor: Bool {
            switch self {
            case .governmentID, .account, .crmID, .portalUser, .processorCustomer: true
            case .email, .phone, .device, .anonymousID: false
            }
        }

        /// Whether the value is an address a contact can go to.
        public var isContactPoint: Bool { self == .email || self == .phone }
    }

    /// What kind of value it is.
    public let kind: Kind
    /// The normalized value.
    ///
    /// An account is `creditor:reference`.
    public let value: String

    /// An identifier with its value normalized: e-mail in lower case, phone as E.164 digits with `+`.
    ///
    /// Nil when nothing is left or a phone number has no country code.
    public init?(kind: Kind, value: String) {
        guard let normalized = Self.normalize(value, as: kind) else { return nil }
        self.kind = kind
        self.value = normalized
    }

    /// An identifier whose value was normalized before it was stored.
    public init(kind: Kind, stored value: String) {
        self.kind = kind
        self.value = value
    }

    /// Reads `kind:value` whose value was normalized before it was stored.
    public init?(stored text: String) {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), let kind = Kind(rawValue: String(text[..<colon]))
        else { return nil }
        self.init(kind: kind, stored: String(text[text.utf8.index(after: colon)...]))
    }

    /// Reads `kind:value`, as in `phone:+15005550006` and `account:acme:100231`.
    public init?(_ text: String) {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), let kind = Kind(rawValue: String(text[..<colon]))
        else { return nil }
        self.init(kind: kind, value: String(text[text.utf8.index(after: colon)...]))
    }

    /// The account this identifier names, when it is one.
    public var account: AccountKey? { kind == .account ? AccountKey(value) : nil }

    private static func normalize(_ value: String, as kind: Kind) -> String? {
        let text = value.utf8.first == 0x20 || value.utf8.last == 0x20 ? trimmed(value) : value
        guard !text.isEmpty, text.utf8.count <= 512, text.utf8.allSatisfy({ $0 >= 0x20 }) else { return nil }
        switch kind {
        case .email: return text.utf8.contains(UInt8(ascii: "@")) ? text.lowercased() : nil
        case .phone: return normalizePhone(text)
        case .account: return AccountKey(text) == nil ? nil : text
        default: return text
        }
    }

    private static func trimmed(_ value: String) -> String {
        let start = value.utf8.firstIndex { $0 != 0x20 } ?? value.endIndex
        let end = value.utf8.lastIndex { $0 != 0x20 }.map { value.utf8.index(after: $0) } ?? start
        return start < end ? String(value[start..<end]) : ""
    }

    /// E.164: `+` and 7 to 15 digits.
    ///
    /// Ten digits, or eleven beginning with 1, are taken as North American.
    private static func normalizePhone(_ text: String) -> String? {
        let digits = String(decoding: text.utf8.filter { (48...57).contains($0) }, as: UTF8.self)
        guard (7...15).contains(digits.utf8.count) else { return nil }
        if text.utf8.first == UInt8(ascii: "+") { return "+" + digits }
        if digits.utf8.count == 10 { return "+1" + digits }
        return digits.utf8.count == 11 && digits.hasPrefix("1") ? "+" + digits : nil
    }
}

/// The key of an account: whose receivable it is and the creditor's own reference.
public struct AccountKey: Hashable, Sendable, CustomStringConvertible {
    /// The creditor's name in `config.yaml`.
    public let creditor: String
    /// The creditor's own reference.
    public let reference: String

    /// A key of its two parts.
    public init(creditor: String, reference: String) {
        self.creditor = creditor
        self.reference = reference
    }

    /// Reads `creditor:reference`; nil when a part is missing.
    public init?(_ text: String) {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), colon != text.startIndex else { return nil }
        let reference = text[text.utf8.index(after: colon)...]
        guard !reference.isEmpty else { return nil }
        self.init(creditor: String(text[..<colon]), reference: String(reference))
    }

    /// `creditor:reference`.
    public var description: String { "\(creditor):\(reference)" }
}
