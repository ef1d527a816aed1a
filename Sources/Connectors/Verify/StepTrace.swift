public import Core

/// What one verify step made of one request, for the person who writes the step.
///
/// Never holds a secret: where one stands in something signed, there is `***`.
public struct StepTrace: Sendable {
    /// How it went.
    public enum Outcome: Sendable, Equatable {
        /// Its `when` does not hold.
        case skipped
        case passed
        case failed(Refusal.Reason)
        /// Nothing yet: keys must be fetched from this URL first.
        case needs(url: String)
        /// Nothing yet: the provider must be asked first, by this action.
        case asks(action: String)
    }

    /// One thing that was looked at.
    public struct Note: Sendable {
        /// A word: `content`, `given`, `computed`, `moment`.
        public let label: String
        /// One sentence or value.
        public let text: String
        /// The bytes it is about, such as the content that was signed.
        public let bytes: [UInt8]?

        init(_ label: String, _ text: String, bytes: [UInt8]? = nil) {
            self.label = label
            self.text = text
            self.bytes = bytes
        }
    }

    /// What is checked, such as `hmac sha256, hex`.
    public let kind: String
    /// The line of `connector.yaml` that the step, or something in it, stands in; nil when it says nothing of its own.
    public let line: Int?
    /// How it went.
    public let outcome: Outcome
    /// What was looked at, in order.
    public let notes: [Note]

    /// One object.
    public var json: JSON {
        let notes = notes.map { note in
            var object: JSONObject = ["label": .string(note.label), "text": .string(note.text)]
            object["hex"] = note.bytes.map { .string(Hex.encode($0)) }
            return JSON.object(object)
        }
        return [
            "kind": .string(kind), "line": line.map { .int(Int64($0)) } ?? .null, "outcome": .string(outcome.word),
            "notes": .array(notes),
        ]
    }
}

extension StepTrace.Outcome {
    /// `skipped`, `passed`, `needs`, `asks` or the reason why it failed.
    public var word: String {
        switch self {
        case .skipped: "skipped"
        case .passed: "passed"
        case .failed(let reason): reason.rawValue
        case .needs: "needs"
        case .asks: "asks"
        }
    }
}
