import CEL
import Core

@testable import Connectors

/// What holds of every document that is read as XML; a trap needs no answer.
enum XMLLaws {
    /// The law that an input breaks.
    static func broken(by input: [UInt8]) -> String? {
        do throws(XMLFailure) {
            let document = try XMLDocument.parse(input)
            guard case .map(let root) = document, root.entries.count == 1 else { return "not one outermost element" }
            guard isShallow(document, levels: XMLDocument.depthLimit) else { return "too deep" }
            // A byte of ISO 8859-1 has two in UTF-8; nothing else grows, and no entity unfolds.
            return size(of: document) <= 2 * input.count ? nil : "a document unfolds"
        } catch {
            return !error.reason.isEmpty && (0...input.count).contains(error.offset) ? nil : "refused nowhere"
        }
    }

    /// Elements of a list are as deep as the list: they are elements of one name.
    private static func isShallow(_ value: Value, levels: Int) -> Bool {
        switch value {
        case .list(let elements): elements.allSatisfy { isShallow($0, levels: levels) }
        case .map(let map): levels >= 0 && map.entries.allSatisfy { isShallow($0.value, levels: levels - 1) }
        default: true
        }
    }

    private static func size(of value: Value) -> Int {
        switch value {
        case .string(let text): text.byteCount
        case .list(let elements): elements.reduce(0) { $0 + size(of: $1) }
        case .map(let map): map.entries.reduce(0) { $0 + size(of: $1.value) }
        default: 0
        }
    }
}
