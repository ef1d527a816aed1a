import Core

/// The bytes of a file that are fit to be parsed: UTF-8 without byte order mark, within the size limit, and with
/// no line break that YAML 1.1 and 1.2 (or libyaml and an editor) disagree about.
struct CheckedSource {
    /// The bytes without a byte order mark.
    let bytes: [UInt8]
    /// The file, for messages.
    let file: SourceFile

    /// Checks `bytes`.
    ///
    /// Throws `yaml-size`, `yaml-encoding` or `yaml-line-break`.
    init(_ bytes: [UInt8], name: String) throws(Diagnostics) {
        guard bytes.count <= YAML.sizeLimit else {
            let file = SourceFile(name: name, text: "")
            throw Diagnostics(of: "yaml-size", "the file is larger than 1 MiB", hint: "split it", in: file)
        }
        self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        file = SourceFile(name: name, text: String(decoding: self.bytes, as: UTF8.self))
        if let offset = Self.firstInvalidByte(of: self.bytes) {
            throw Diagnostics(of: "yaml-encoding", "the file is not UTF-8", in: file, at: place(ofByte: offset))
        }
        if let offset = Self.firstOddLineBreak(of: self.bytes) {
            throw Diagnostics(
                of: "yaml-line-break",
                "a line break that is neither LF nor CRLF",
                hint: "inside double quotes write it as an escape such as \"\\r\" or \"\\u2028\"",
                in: file,
                at: place(ofByte: offset)
            )
        }
    }

    /// The place of a byte, counted from the start of ``bytes``.
    ///
    /// Walks the file: for problems only.
    func place(ofByte offset: Int) -> SourcePlace {
        var cursor = SourceCursor(bytes)
        while cursor.offset < offset, !cursor.isAtEnd { cursor.advance() }
        return cursor.place
    }

    private static func firstInvalidByte(of bytes: [UInt8]) -> Int? {
        guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
        var iterator = bytes.makeIterator()
        var parser = Unicode.UTF8.ForwardParser()
        var offset = 0
        while case .valid(let scalar) = parser.parseScalar(from: &iterator) { offset += scalar.count }
        return offset
    }

    /// A carriage return without line feed, U+0085, U+2028 or U+2029.
    private static func firstOddLineBreak(of bytes: [UInt8]) -> Int? {
        bytes.indices.first { index in
            switch bytes[index] {
            case 0x0D: index + 1 == bytes.count || bytes[index + 1] != 0x0A
            case 0xC2: bytes[index + 1] == 0x85
            case 0xE2: bytes[index + 1] == 0x80 && (0xA8...0xA9).contains(bytes[index + 2])
            default: false
            }
        }
    }
}

extension Diagnostics {
    /// A single problem.
    init(
        of code: String,
        _ message: String,
        hint: String? = nil,
        in file: SourceFile,
        at place: SourcePlace = SourcePlace(line: 1, column: 1)
    ) {
        self.init()
        add(Diagnostic(code, message, hint: hint, file: file, place: place))
    }
}
