import CEL
import CExpat

/// One run of expat over one document.
///
/// Owns expat's parser. Pointers into the tree are lent for the time of ``parse(_:)`` only, in which expat calls back on the
/// same thread.
@safe struct XMLParser: ~Copyable {
    private let handle: OpaquePointer

    /// A parser; nil when there is no memory.
    init?() {
        guard let handle = unsafe XML_ParserCreate(nil) else { return nil }
        unsafe self.handle = handle
    }

    deinit { unsafe XML_ParserFree(handle) }

    /// The document; may be called once.
    mutating func parse(_ bytes: [UInt8]) throws(XMLFailure) -> Value {
        var tree = XMLTree()
        let status = unsafe withUnsafeMutablePointer(to: &tree) { tree in
            var target = unsafe XMLTarget(parser: handle, tree: tree)
            return unsafe withUnsafeMutablePointer(to: &target) { unsafe run(bytes, into: $0) }
        }
        guard status == XML_STATUS_OK, let document = tree.document else {
            throw XMLFailure(reason: tree.refusal ?? reason, offset: offset)
        }
        return document
    }

    private func run(_ bytes: [UInt8], into target: UnsafeMutablePointer<XMLTarget>) -> XML_Status {
        unsafe XML_SetUserData(handle, target)
        unsafe XML_SetElementHandler(handle, XMLCallbacks.start, XMLCallbacks.end)
        unsafe XML_SetCharacterDataHandler(handle, XMLCallbacks.text)
        unsafe XML_SetStartDoctypeDeclHandler(handle, XMLCallbacks.documentType)
        unsafe XML_SetProcessingInstructionHandler(handle, XMLCallbacks.instruction)
        return unsafe bytes.withUnsafeBytes { bytes in
            unsafe XML_Parse(handle, bytes.bindMemory(to: CChar.self).baseAddress, Int32(clamping: bytes.count), 1)
        }
    }

    /// What expat calls the problem: its own fixed words.
    private var reason: String {
        let words = unsafe XML_ErrorString(XML_GetErrorCode(handle))
        return unsafe words.map { unsafe String(cString: $0) } ?? "unreadable"
    }

    private var offset: Int { max(0, Int(clamping: unsafe XML_GetCurrentByteIndex(handle))) }
}

/// What the functions that expat calls reach: the tree, and the parser to stop.
@unsafe struct XMLTarget {
    let parser: OpaquePointer
    let tree: UnsafeMutablePointer<XMLTree>
}

/// The functions that expat calls while it reads; their first argument is an ``XMLTarget``.
enum XMLCallbacks {
    static let start: XML_StartElementHandler = { target, name, attributes in
        unsafe change(target) { tree in
            guard let name = unsafe name.map({ unsafe String(cString: $0) }) else { return }
            tree.begin(name, attributes: unsafe pairs(attributes))
        }
    }

    static let end: XML_EndElementHandler = { target, _ in
        unsafe change(target) { $0.end() }
    }

    static let text: XML_CharacterDataHandler = { target, bytes, count in
        unsafe change(target) { unsafe $0.append(UnsafeRawBufferPointer(start: bytes, count: max(0, Int(count)))) }
    }

    static let documentType: XML_StartDoctypeDeclHandler = { target, _, _, _, _ in
        unsafe change(target) { $0.refuse("a document type, which is not taken") }
    }

    static let instruction: XML_ProcessingInstructionHandler = { target, _, _ in
        unsafe change(target) { $0.refuse("a processing instruction, which is not taken") }
    }

    /// Changes the tree; stops expat for good when that was refused.
    private static func change(_ target: UnsafeMutableRawPointer?, _ change: (inout XMLTree) -> Void) {
        guard let target = unsafe target?.assumingMemoryBound(to: XMLTarget.self).pointee else { return }
        unsafe change(&target.tree.pointee)
        if unsafe target.tree.pointee.refusal != nil { _ = unsafe XML_StopParser(target.parser, 0) }
    }

    /// Names and values in turn, up to the null that ends them.
    private static func pairs(
        _ attributes: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?
    ) -> [(name: String, value: String)] {
        guard var next = unsafe attributes else { return [] }
        var pairs: [(name: String, value: String)] = []
        while let name = unsafe next[0], let value = unsafe next[1] {
            unsafe pairs.append((String(cString: name), String(cString: value)))
            unsafe next += 2
        }
        return pairs
    }
}
