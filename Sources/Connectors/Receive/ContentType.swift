import Core

extension Connector {
    private static let forms = [MediaType.form, MediaType.multipart]

    /// Whether a body of this media type may be what the connector reads.
    ///
    /// The connector chooses the parser, so a body that says it is of another structured kind is refused (415)
    /// before anything looks at it. Providers send JSON as `text/plain` and without a type; that is taken.
    public func reads(contentType header: String?) -> Bool {
        let others: [String]
        switch hook?.receive.decoding ?? .auto {
        case .json: others = Self.forms + MediaType.markup
        case .form: others = ["application/json", MediaType.multipart] + MediaType.markup
        case .multipart: others = ["application/json", MediaType.form] + MediaType.markup
        case .xml: others = ["application/json"] + Self.forms
        case .jwt: others = Self.forms + MediaType.markup
        case .csv, .fixed: others = ["application/json"] + Self.forms + MediaType.markup
        case .auto, .text, .none: others = []
        }
        return !others.contains(where: MediaType.name(of: header).hasSameBytes)
    }
}
