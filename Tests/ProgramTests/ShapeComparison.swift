import Core
import YAML

/// Holds a file, its shape and what readers asked it for against each other.
struct ShapeComparison {
    let log: KeyLog
    /// What the three disagree about.
    private(set) var objections: Set<String> = []
    /// The keys that stood in the file, by shape.
    private(set) var seen: Set<String> = []
    /// Where values stand whose bounds the shape tells.
    private var bounded: [SourcePlace: String] = [:]

    init(log: KeyLog) {
        self.log = log
    }

    /// Compares a value with its form.
    mutating func compare(_ node: Node, _ form: Form, at path: String) {
        switch form {
        case .mapping(let shape): compare(node, shape, at: path)
        case .list(let element, _): for node in node.elements ?? [] { compare(node, element, at: "\(path)[]") }
        case .named(_, let form): for entry in node.entries ?? [] { compare(entry.value, form, at: "\(path).*") }
        case .either(let forms): if let form = Self.fitting(node, among: forms) { compare(node, form, at: path) }
        case .words(let words):
            bounded[node.start] = path
            if let taken = log.words(takenAt: node), Set(taken) != Set(words) {
                objections.insert("\(path) takes \(Set(taken).symmetricDifference(words).sorted()) or not")
            }
        case .whole, .duration, .size, .flag, .yes: bounded[node.start] = path
        case .text, .expression, .template, .data, .anything: break
        }
    }

    /// What readers say is wrong with a file that is of its shape.
    mutating func take(_ problems: Diagnostics) {
        for problem in problems.all {
            switch problem.code {
            case "unknown-key", "missing-key", "wrong-type": objections.insert("\(problem.code): \(problem.message)")
            case "bad-value":
                if let path = bounded[problem.place] { objections.insert("\(path): \(problem.message)") }
            default: break
            }
        }
    }

    private mutating func compare(_ node: Node, _ shape: Shape, at path: String) {
        guard let entries = node.entries else { return }
        let known = shape.keys(where: shape.discriminator.flatMap { node[$0]?.scalar?.text })
        guard let asked = log.keys(askedOf: node) else {
            objections.insert("nobody reads \(path)")
            return
        }
        for name in asked.keys where !known.contains(where: { $0.name == name }) && shape.others == nil {
            objections.insert("readers take \(path).\(name), of which `\(shape.name)` knows nothing")
        }
        for key in known where asked[key.name] != nil || node[key.name] != nil {
            compare(key, asked[key.name], in: shape, at: "\(path).\(key.name)")
        }
        for entry in entries {
            seen.insert("\(shape.name).\(entry.key.text)")
            guard let form = known.first(where: { $0.name == entry.key.text })?.form ?? shape.others else { continue }
            compare(entry.value, form, at: "\(path).\(entry.key.text)")
        }
    }

    private mutating func compare(_ key: KeyShape, _ isRequired: Bool?, in shape: Shape, at path: String) {
        guard let isRequired else {
            objections.insert("`\(shape.name)` knows \(path), which no reader asks for")
            return
        }
        let isConditional = shape.conditionalKeys.contains(key.name)
        if isRequired != (key.need == .required), !isConditional {
            objections.insert("\(path) is \(isRequired ? "required" : "optional") for its reader")
        }
    }

    /// The form a value has, by what it is and which keys it has.
    private static func fitting(_ node: Node, among forms: [Form]) -> Form? {
        forms.first { form in
            switch form {
            case .mapping(let shape):
                let known = shape.keys.map(\.name)
                return node.entries.map { $0.allSatisfy { known.contains($0.key.text) || shape.others != nil } }
                    ?? false
            case .named: return node.entries != nil
            case .list: return node.elements != nil
            case .words(let words): return node.scalar.map { words.contains($0.text) } ?? false
            default: return node.scalar != nil
            }
        }
    }
}

extension Shape {
    /// Keys of which something is said that depends on others.
    fileprivate var conditionalKeys: Set<String> {
        (conditions + variants.flatMap(\.conditions)).reduce(into: []) { keys, condition in
            switch condition {
            case .exactlyOne(let names), .atMostOne(let names), .atLeastOne(let names): keys.formUnion(names)
            case .pair(let name, let other): keys.formUnion([name, other])
            }
        }
    }

    /// Every shape in it, itself included, by name.
    static func all(in form: Form) -> [String: Shape] {
        var found: [String: Shape] = [:]
        collect(form, into: &found)
        return found
    }

    private static func collect(_ form: Form, into found: inout [String: Shape]) {
        switch form {
        case .list(let element, _), .named(_, let element): collect(element, into: &found)
        case .either(let forms): for form in forms { collect(form, into: &found) }
        case .mapping(let shape):
            guard found.updateValue(shape, forKey: shape.name) == nil else { return }
            for key in shape.keys + shape.variants.flatMap(\.keys) { collect(key.form, into: &found) }
            if let form = shape.others { collect(form, into: &found) }
        default: break
        }
    }
}
