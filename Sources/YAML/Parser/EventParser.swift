import CLibYAML

/// Owns a libyaml parser and the bytes it reads.
///
/// Every pointer of this module lives here.
@safe
struct EventParser: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let input: UnsafeMutableBufferPointer<UInt8>

    /// A parser over a copy of `bytes`, which must be UTF-8; nil when there is no memory for one.
    init?(_ bytes: [UInt8]) {
        unsafe parser = .allocate(capacity: 1)
        unsafe input = .allocate(capacity: bytes.count)
        _ = unsafe input.initialize(from: bytes)
        guard unsafe yaml_parser_initialize(parser) == 1 else {
            unsafe parser.deallocate()
            unsafe input.deallocate()
            return nil
        }
        unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        unsafe yaml_parser_set_input_string(parser, input.baseAddress, input.count)
    }

    deinit {
        unsafe yaml_parser_delete(parser)
        unsafe parser.deallocate()
        unsafe input.deallocate()
    }

    /// The next event.
    ///
    /// After `streamEnd` or a failure nothing more may be asked.
    mutating func next() throws(SyntaxFailure) -> Event {
        var raw = unsafe yaml_event_t()
        guard unsafe yaml_parser_parse(parser, &raw) == 1 else { throw failure }
        defer { unsafe yaml_event_delete(&raw) }
        return unsafe Event(raw)
    }

    private var failure: SyntaxFailure {
        let raw = unsafe parser.pointee
        let isUnreadable = unsafe raw.error == YAML_READER_ERROR
        return unsafe SyntaxFailure(
            problem: raw.problem.map { unsafe String(cString: $0) } ?? "no memory to read the file",
            context: raw.context.map { unsafe String(cString: $0) },
            position: isUnreadable ? .byte(raw.problem_offset) : .mark(Mark(raw.problem_mark)),
            contextStart: Mark(raw.context_mark)
        )
    }
}

extension Mark {
    fileprivate init(_ raw: yaml_mark_t) {
        self.init(index: raw.index, line: raw.line, column: raw.column)
    }
}

extension Event {
    fileprivate init(_ raw: yaml_event_t) {
        unsafe self.init(kind: Kind(raw), start: Mark(raw.start_mark), end: Mark(raw.end_mark))
    }
}

extension Event.Kind {
    fileprivate init(_ raw: yaml_event_t) {
        switch unsafe raw.type {
        case YAML_DOCUMENT_START_EVENT:
            let tags = unsafe raw.data.document_start.tag_directives
            self = unsafe .documentStart(hasTagDirective: tags.start != tags.end)
        case YAML_DOCUMENT_END_EVENT: self = .documentEnd
        case YAML_ALIAS_EVENT: self = .alias
        case YAML_SCALAR_EVENT: self = unsafe Self(scalar: raw)
        case YAML_SEQUENCE_START_EVENT: self = unsafe Self(sequence: raw)
        case YAML_SEQUENCE_END_EVENT: self = .sequenceEnd
        case YAML_MAPPING_START_EVENT: self = unsafe Self(mapping: raw)
        case YAML_MAPPING_END_EVENT: self = .mappingEnd
        case YAML_STREAM_END_EVENT: self = .streamEnd
        default: self = .streamStart
        }
    }

    private init(scalar raw: yaml_event_t) {
        let data = unsafe raw.data.scalar
        let properties = unsafe NodeProperties(isAnchored: data.anchor != nil, isTagged: data.tag != nil)
        let value = unsafe Array(UnsafeBufferPointer(start: data.value, count: data.length))
        self = unsafe .scalar(properties, value: value, style: ScalarStyle(data.style))
    }

    private init(sequence raw: yaml_event_t) {
        let data = unsafe raw.data.sequence_start
        let properties = unsafe NodeProperties(isAnchored: data.anchor != nil, isTagged: data.tag != nil)
        self = unsafe .sequenceStart(properties, isFlow: data.style == YAML_FLOW_SEQUENCE_STYLE)
    }

    private init(mapping raw: yaml_event_t) {
        let data = unsafe raw.data.mapping_start
        let properties = unsafe NodeProperties(isAnchored: data.anchor != nil, isTagged: data.tag != nil)
        self = unsafe .mappingStart(properties, isFlow: data.style == YAML_FLOW_MAPPING_STYLE)
    }
}

extension ScalarStyle {
    fileprivate init(_ raw: yaml_scalar_style_t) {
        switch raw {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: self = .singleQuoted
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: self = .doubleQuoted
        case YAML_LITERAL_SCALAR_STYLE: self = .literal
        case YAML_FOLDED_SCALAR_STYLE: self = .folded
        default: self = .plain
        }
    }
}
