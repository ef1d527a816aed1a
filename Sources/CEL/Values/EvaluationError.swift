/// Why an expression has no value.
///
/// Travels as ``Value/error(_:)`` until it surfaces; `||`, `&&` and `?:` may absorb it.
public struct EvaluationError: Error, Sendable, Equatable {
    /// The closed list of reasons.
    public enum Kind: Sendable, Equatable {
        /// A map has no such key. The path is as the expression spells it (`item.data`), or the key alone.
        case noSuchKey(String)
        /// A list has no such index, or a position is outside a string.
        case outOfRange
        /// No operator or function takes operands of these types.
        case noSuchOverload
        /// A map is given a key twice, or one of a type that cannot be a key.
        case invalidKey
        /// An integer division by zero.
        case divisionByZero
        /// A number, time or duration outside its range.
        case overflow
        /// A value of the right type that the function cannot take.
        case invalidArgument
        /// A declared variable without a value here.
        case unavailable
        /// The evaluation did more work than it may.
        case budget
    }

    private final class Storage: Sendable {
        let kind: Kind
        let message: String

        init(kind: Kind, message: String) {
            self.kind = kind
            self.message = message
        }
    }

    /// Boxed, so that a ``Value`` stays small.
    private let storage: Storage
    /// Byte offset in the expression; -1 until the evaluator knows it.
    public let offset: Int

    /// An error.
    ///
    /// Functions leave `offset` out: the evaluator puts the place of the call.
    public init(_ kind: Kind, _ message: String, offset: Int = -1) {
        storage = Storage(kind: kind, message: message)
        self.offset = offset
    }

    private init(storage: Storage, offset: Int) {
        self.storage = storage
        self.offset = offset
    }

    /// The reason.
    public var kind: Kind { storage.kind }
    /// One sentence.
    ///
    /// Holds names and types, never data.
    public var message: String { storage.message }

    /// This error at `offset`, unless it has a place already.
    func located(at offset: Int) -> EvaluationError {
        self.offset >= 0 ? self : EvaluationError(storage: storage, offset: offset)
    }

    /// This error in a text that begins `count` bytes earlier.
    func moved(by count: Int) -> EvaluationError {
        EvaluationError(storage: storage, offset: max(0, offset) + count)
    }

    /// Equal in reason, message and place.
    public static func == (left: EvaluationError, right: EvaluationError) -> Bool {
        left.kind == right.kind && left.message.utf8.elementsEqual(right.message.utf8) && left.offset == right.offset
    }
}

extension Value {
    /// An error value.
    static func failure(_ kind: EvaluationError.Kind, _ message: String, at offset: Int = -1) -> Value {
        .error(EvaluationError(kind, message, offset: offset))
    }

    /// This value; an error gets its place if it has none.
    @inline(__always)
    func located(at offset: Int) -> Value {
        if case .error(let error) = self { .error(error.located(at: offset)) } else { self }
    }
}
