import Core

/// Builds trees from libyaml's events and refuses what we do not take.
///
/// What cannot be read around stops it, so that a hostile file costs no more than its first ten thousand nodes.
struct Composer: ~Copyable {
    /// Work on this file has ended; ``problems`` says why.
    private struct Stop: Error {}

    /// Problems after which reading stops.
    private static let problemLimit = 100

    /// What has been found so far.
    private(set) var problems = Diagnostics()
    private let source: CheckedSource
    private let offsets: CharacterOffsets
    private var parser: EventParser
    private var nodes = 0

    init(_ source: CheckedSource, parser: consuming EventParser) {
        self.source = source
        self.parser = parser
        offsets = CharacterOffsets(source.bytes)
    }

    /// All documents; fewer when ``problems`` has errors.
    mutating func documents(limit: Int) -> [Node] {
        (try? readDocuments(limit: limit)) ?? []
    }

    private mutating func readDocuments(limit: Int) throws(Stop) -> [Node] {
        var documents: [Node] = []
        while true {
            let event = try next()
            switch event.kind {
            case .streamEnd:
                return documents
            case .documentStart(let hasTagDirective):
                if hasTagDirective { try report("yaml-tag", "tags are not supported", at: event) }
                guard documents.count < limit else {
                    throw try stop("yaml-documents", "a second document in one file", hint: "remove `---`", at: event)
                }
                documents.append(try node(next(), depth: 0))
            default:
                continue
            }
        }
    }

    private mutating func node(_ event: Event, depth: Int) throws(Stop) -> Node {
        nodes += 1
        guard nodes <= YAML.nodeLimit else {
            throw try stop("yaml-size", "more than \(YAML.nodeLimit) values in a file", hint: "split it", at: event)
        }
        switch event.kind {
        case .scalar(let properties, let value, let style):
            try refuse(properties, at: event)
            return try scalar(value, style: style, event)
        case .sequenceStart(let properties, let isFlow):
            try refuse(properties, at: event)
            return try sequence(event, isFlow: isFlow, depth: checked(depth, at: event))
        case .mappingStart(let properties, let isFlow):
            try refuse(properties, at: event)
            return try mapping(event, isFlow: isFlow, depth: checked(depth, at: event))
        default:
            try report("yaml-alias", "aliases are not supported", hint: Hint.writeOut(or: "*"), at: event)
            return try scalar([], style: .plain, event)
        }
    }

    private mutating func sequence(_ start: Event, isFlow: Bool, depth: Int) throws(Stop) -> Node {
        var elements: [Node] = []
        while true {
            let event = try next()
            if case .sequenceEnd = event.kind {
                return collection(.sequence(elements), start, event, isFlow: isFlow, last: elements.last)
            }
            elements.append(try node(event, depth: depth))
        }
    }

    private mutating func mapping(_ start: Event, isFlow: Bool, depth: Int) throws(Stop) -> Node {
        var entries: [Entry] = []
        var lines: [ByteKey: Int] = [:]
        while true {
            let event = try next()
            if case .mappingEnd = event.kind {
                return collection(.mapping(entries), start, event, isFlow: isFlow, last: entries.last?.value)
            }
            let key = try key(node(event, depth: depth), event)
            let value = try node(next(), depth: depth)
            guard let key else { continue }
            if let first = lines[ByteKey(key.text)] {
                let hint = "it also stands in line \(first)"
                try report("duplicate-key", "`\(key.text)` stands twice in one mapping", hint: hint, at: event)
            } else {
                lines[ByteKey(key.text)] = key.place(at: 0).line
                entries.append(Entry(key: key, value: value))
            }
        }
    }

    /// The text of a key, or nil when the key cannot be taken.
    private mutating func key(_ node: Node, _ event: Event) throws(Stop) -> SourceText? {
        guard let scalar = node.scalar else {
            try report("yaml-key", "a key must be text, not \(node.kind)", hint: Hint.quoteBraces, at: event)
            return nil
        }
        if scalar.isPlain, scalar.text.isEmpty {
            try report("yaml-key", "a key is empty", hint: "write a name before the `:`", at: event)
            return nil
        }
        if scalar.isPlain, scalar.text == "<<" {
            try report("yaml-merge", "merge keys are not supported", hint: "write the keys out", at: event)
            return nil
        }
        return scalar.source
    }

    private mutating func scalar(_ value: [UInt8], style: ScalarStyle, _ event: Event) throws(Stop) -> Node {
        guard value.count <= YAML.textLimit else { throw try stop("yaml-size", "a text longer than 64 KiB", at: event) }
        let start = offsets.cursor(at: event.start)
        let places = ScalarPlaces.of(value, style: style, at: start)
        let text = SourceText(text: String(decoding: value, as: UTF8.self), file: source.file, places: places)
        if let index = value.firstIndex(of: 0) {
            problems.add(Diagnostic("yaml-nul", "text must not hold the character NUL", at: text, offset: index))
        }
        let isBlock = style == .literal || style == .folded
        return Node(
            .scalar(Scalar(source: text, isPlain: style == .plain)),
            start: start.place,
            end: isBlock ? text.place(at: value.count) : SourcePlace(event.end),
            file: source.file
        )
    }

    /// libyaml ends an indented collection where the next thing begins; for us it ends with its last value.
    private func collection(
        _ content: Node.Content,
        _ start: Event,
        _ end: Event,
        isFlow: Bool,
        last: Node?
    ) -> Node {
        let first = SourcePlace(start.start)
        return Node(content, start: first, end: isFlow ? SourcePlace(end.end) : last?.end ?? first, file: source.file)
    }

    private mutating func checked(_ depth: Int, at event: Event) throws(Stop) -> Int {
        guard depth < YAML.depthLimit else {
            throw try stop("yaml-depth", "nested deeper than \(YAML.depthLimit) levels", at: event)
        }
        return depth + 1
    }

    private mutating func refuse(_ properties: NodeProperties, at event: Event) throws(Stop) {
        if properties.isAnchored {
            try report("yaml-alias", "anchors are not supported", hint: Hint.writeOut(or: "&"), at: event)
        }
        if properties.isTagged {
            try report("yaml-tag", "tags are not supported", hint: Hint.quote("!"), at: event)
        }
    }

    private mutating func next() throws(Stop) -> Event {
        do throws(SyntaxFailure) {
            return try parser.next()
        } catch {
            problems.add(error.diagnostic(in: source))
            throw Stop()
        }
    }

    private mutating func report(_ code: String, _ message: String, hint: String? = nil, at event: Event) throws(Stop) {
        let place = SourcePlace(event.start)
        problems.add(Diagnostic(code, message, hint: hint, file: source.file, place: place))
        if problems.all.count >= Self.problemLimit { throw Stop() }
    }

    private mutating func stop(
        _ code: String,
        _ message: String,
        hint: String? = nil,
        at event: Event
    ) throws(Stop) -> Stop {
        try report(code, message, hint: hint, at: event)
        return Stop()
    }
}
