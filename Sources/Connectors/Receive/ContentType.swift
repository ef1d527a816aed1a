extension Connector {
    private static let forms = ["application/x-www-form-urlencoded", "multipart/form-data"]
    private static let markup = ["application/xml", "text/xml", "application/soap+xml"]

    /// Whether a body of this media type may be what the connector reads.
    ///
    /// The connector chooses the parser, so a body that says it is of another structured kind is refused (415)
    /// before anything looks at it. Providers send JSON as `text/plain` and without a type; that is taken.
    public func reads(contentType header: String?) -> Bool {
        let type = (header ?? "").prefix { $0 != ";" }.lowercased().filter { $0 != " " }
        let others: [String]
        switch hook?.receive.decoding ?? .auto {
        case .json: others = Self.forms + Self.markup
        case .form: others = ["application/json", "multipart/form-data"] + Self.markup
        case .auto: others = ["multipart/form-data"] + Self.markup
        case .text: others = []
        }
        return !others.contains(type)
    }
}
