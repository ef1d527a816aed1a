import CEL

/// What the bodies of a connector's webhooks look like, as far as it tells.
struct Payloads {
    let decoding: Decoding
    /// The type of a JSON body; anything when nothing tells.
    var json = ValueType.dyn
    /// Whether the type is that of examples, which promise nothing.
    var isByExample = false
    /// Whether every body that is known is JSON.
    var areJSON = false

    /// Takes the bodies of cases for samples.
    mutating func learn(from cases: [ConnectorCase]) {
        let bodies = cases.compactMap { $0.json(as: decoding) }
        json = ValueType(samples: bodies)
        isByExample = !bodies.isEmpty
        areJSON = !bodies.isEmpty && bodies.count == cases.count
    }

    /// The type of a whole body as an item.
    ///
    /// Without a body the query is the item.
    func whole(_ methods: Set<String>) -> ValueType {
        switch decoding {
        case .form, .none: .texts
        case _ where !methods.isDisjoint(with: ["GET", "HEAD"]): .dyn
        case .json, .jwt: json
        case .auto: areJSON ? json : .dyn
        case .multipart: .texts
        case .xml: .dyn
        case .text: .string
        case .csv, .fixed: .texts
        }
    }
}
