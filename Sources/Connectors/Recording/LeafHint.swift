import Core

/// What the name of a field says of its value.
enum LeafHint {
    case identifier
    /// The name of a person.
    case person
    /// The name of somebody or something.
    case name
    case street
    case city
    case postalCode
    case birth
    case secret
    case phone
    /// Words of a closed list: a type, a state, a currency.
    case word
    case moment
    case amount
    /// What somebody wrote.
    case text
    /// Nothing.
    case none

    /// Of the name of a field, a parameter or an element.
    init(_ name: String) {
        let words = Self.words(name)
        let whole = words.joined()
        if let last = words.last, Self.identifiers.contains(last) {
            self = .identifier
            return
        }
        if ["to", "from"].contains(whole) {
            self = .phone
            return
        }
        self = Self.table.first { Self.fits($0.words, words, whole) }?.hint ?? .none
    }

    private static let identifiers: Set = ["id", "ids", "sid", "uuid", "guid", "ref", "reference"]

    /// The first row that fits counts: `customer_email_type` is a type, `last_name` a name.
    private static let table: [(hint: LeafHint, words: Set<String>)] = [
        (.birth, ["dob", "birth", "birthday", "birthdate", "dateofbirth"]),
        (
            .secret,
            [
                "token", "secret", "password", "passwd", "pwd", "apikey", "authorization", "credential", "credentials",
                "pin", "cookie",
            ]
        ),
        (
            .moment,
            [
                "time", "timestamp", "date", "datetime", "created", "updated", "at", "on", "ts", "iat", "exp", "nbf",
                "expires", "occurred", "epoch", "modified", "started", "ended",
            ]
        ),
        (
            .word,
            [
                "type", "types", "status", "state", "event", "events", "action", "kind", "object", "method", "channel",
                "direction", "currency", "country", "countrycode", "locale", "language", "timezone", "mode", "reason",
                "code", "version", "category", "medium", "topic", "result", "disposition", "outcome", "format",
                "charset",
                "encoding", "units",
            ]
        ),
        (.street, ["street", "address", "address1", "address2", "line1", "line2", "addr", "street1", "street2"]),
        (.city, ["city", "town", "locality"]),
        (.postalCode, ["zip", "zipcode", "postal", "postalcode", "postcode"]),
        (
            .phone,
            [
                "phone", "mobile", "cell", "tel", "telephone", "msisdn", "ani", "dnis", "caller", "called",
                "mobilephone", "fax", "phonenumber", "recipient", "sender",
            ]
        ),
        (
            .amount,
            [
                "amount", "total", "balance", "price", "cost", "fee", "net", "gross", "tax", "subtotal", "duration",
                "seconds", "size", "length", "count", "quantity", "attempt", "attempts", "retries", "page", "limit",
            ]
        ),
        (
            .text,
            [
                "text", "body", "message", "subject", "description", "note", "notes", "comment", "comments", "content",
                "html",
                "plain", "stripped",
            ]
        ),
        (
            .person,
            [
                "firstname", "lastname", "fullname", "surname", "givenname", "familyname", "cardholder", "nickname",
                "displayname", "username",
            ]
        ),
        (
            .name,
            ["name", "company", "organization", "organisation", "contact", "customer", "payer"]
        ),
    ]

    private static func fits(_ row: Set<String>, _ words: [String], _ whole: String) -> Bool {
        row.contains(whole) || words.last.map(row.contains) ?? false || words.count > 1 && row.contains(words[0])
    }

    /// `firstName`, `first_name` and `First-Name` are the same words.
    private static func words(_ name: String) -> [String] {
        var words: [[UInt8]] = [[]]
        var isAfterLower = false
        for byte in name.utf8 {
            let isUpper = (65...90).contains(byte)
            let isLetter = isUpper || (97...122).contains(byte) || (48...57).contains(byte)
            if !isLetter || isUpper && isAfterLower { words.append([]) }
            if isLetter { words[words.count - 1].append(byte | (isUpper ? 0x20 : 0)) }
            isAfterLower = isLetter && !isUpper
        }
        return words.filter { !$0.isEmpty }.map { String(decoding: $0, as: UTF8.self) }
    }
}
