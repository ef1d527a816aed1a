import CEL
import Core

/// Where a step finds what proves a request: a text that stands in its place until it is signed anew.
struct SignatureMark {
    let step: VerifyStep
    /// The element of `each`.
    let element: Int?
    /// What the request had there.
    let original: String
    /// Letters and digits that stand nowhere else; also good Base64.
    let text: String
}

/// Finds the marks of a request.
struct MarkFinder {
    let verifier: Verifier
    private let rule: VerifyPlan.Rule

    init(_ verifier: Verifier) {
        self.verifier = verifier
        rule = verifier.hook.verify.rule
    }

    /// The steps that the request is to pass: all that apply, or of several ways the first that it has something for.
    var steps: [VerifyStep] {
        switch rule {
        case .nothing: return []
        case .all(let steps): return steps.filter(applies)
        case .any(let steps):
            let applying = steps.filter(applies)
            let passing = applying.first { step in
                if case .passed = verifier.outcome(of: step, verifier.bindings).outcome { true } else { false }
            }
            return [passing ?? applying.first { !originals(of: $0, verifier.bindings).isEmpty }].compactMap(\.self)
        }
    }

    /// Everything that proves it.
    func marks(of steps: [VerifyStep]) -> [SignatureMark] {
        var marks: [SignatureMark] = []
        for step in steps {
            for (element, bindings) in Self.elements(of: step, verifier.bindings) {
                for original in originals(of: step, bindings) {
                    let text = Self.text(number: marks.count)
                    marks.append(SignatureMark(step: step, element: element, original: original, text: text))
                }
            }
        }
        return marks
    }

    /// Whether the request has something for a step.
    func hasProof(for step: VerifyStep) -> Bool {
        switch step.check {
        case .network, .call: true
        default: !marks(of: [step]).isEmpty
        }
    }

    /// The bindings of each element; those of the request where a step looks at it as a whole.
    static func elements(of step: VerifyStep, _ bindings: Bindings) -> [(index: Int?, bindings: Bindings)] {
        guard let each = step.each else { return [(nil, bindings)] }
        guard case .list(let elements) = each.result(bindings) else { return [] }
        return elements.enumerated().map { index, element in
            var bindings = bindings
            bindings["item"] = element
            return (index, bindings)
        }
    }

    private func applies(_ step: VerifyStep) -> Bool { step.when?.result(verifier.bindings).isTrue ?? true }

    private func originals(of step: VerifyStep, _ bindings: Bindings) -> [String] {
        switch step.check {
        case .hmac(let signed, _, _), .digest(let signed, _), .publicKey(let signed, _, _):
            signed.signature.result(bindings).candidates.filter { !$0.isBlank }.compactMap(\.string)
        case .token(let plan): plan.token.result(bindings).string.map { [$0] } ?? []
        case .basic: Self.header("authorization", bindings).map { [$0] } ?? []
        case .equals(let value, _): value.result(bindings).word.flatMap { $0.isEmpty ? nil : [$0] } ?? []
        case .network, .call: []
        }
    }

    private static func header(_ name: String, _ bindings: Bindings) -> String? {
        guard case .map(let headers)? = bindings["headers"] else { return nil }
        return headers[name]?.string
    }

    private static func text(number: Int) -> String {
        let digits = String(number)
        return "RECORDED0SIG" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
