/// What an expression can be seen to say of names that policy knows.
extension ExpressionWords {
    /// A literal and what it stands beside.
    enum Subject: String {
        case persona
        case eventType = "event.type"
    }

    /// `ROOT.NAME`, `ROOT.?NAME` or `ROOT["NAME"]`.
    var fields: [(root: String, name: Word)] {
        let locals = locals
        return all.indices.compactMap { index in
            guard let root = self[index], isRoot(index), !locals.contains(root.text), let name = field(after: index)
            else { return nil }
            return (root.text, name)
        }
    }

    /// `NAME("…"` with the literals it begins with.
    var calls: [(function: String, literals: [Word])] {
        all.indices.compactMap { index in
            guard let function = self[index], isRoot(index), self[index + 1]?.isSymbol("(") == true else { return nil }
            let literals = literals(from: index + 2, to: ")")
            return literals.isEmpty ? nil : (function.text, literals)
        }
    }

    /// Literals that `persona` or `event.type` is compared with by `==`, `!=` and `in […]`.
    func literals(comparedWith subject: Subject) -> [Word] {
        let path = subject.rawValue.split(separator: ".").map(String.init)
        return all.indices.flatMap { index -> [Word] in
            guard isRoot(index), self[index]?.text == path[0] else { return [] }
            if path.count == 2, field(after: index)?.text != path[1] { return [] }
            let end = index + (path.count == 2 ? 2 : 0)
            if self[end + 1]?.isSymbol(".") == true { return [] }
            return literals(before: index) + literals(after: end)
        }
    }

    private func literals(before index: Int) -> [Word] {
        guard self[index - 1]?.isComparison == true, let word = self[index - 2], word.kind == .string else { return [] }
        return [word]
    }

    private func literals(after index: Int) -> [Word] {
        if self[index + 1]?.isComparison == true, let word = self[index + 2], word.kind == .string { return [word] }
        guard self[index + 1]?.isName("in") == true, self[index + 2]?.isSymbol("[") == true else { return [] }
        return literals(from: index + 3, to: "]")
    }

    /// Strings with commas between them, as far as they go.
    ///
    /// A string that something is done with, as in `"a" + x`, is none.
    private func literals(from start: Int, to end: String) -> [Word] {
        var found: [Word] = []
        var index = start
        while let word = self[index], word.kind == .string, let next = self[index + 1] {
            guard next.isSymbol(",") || next.isSymbol(end) else { break }
            found.append(word)
            if next.isSymbol(end) { break }
            index += 2
        }
        return found
    }

    private func isRoot(_ index: Int) -> Bool {
        self[index]?.kind == .name && self[index - 1]?.isSymbol(".") != true
    }

    private func field(after index: Int) -> Word? {
        guard let next = self[index + 1], let name = self[index + 2] else { return nil }
        if next.isSymbol("."), name.kind == .name, self[index + 3]?.isSymbol("(") != true { return name }
        return next.isSymbol("[") && name.kind == .string && self[index + 3]?.isSymbol("]") == true ? name : nil
    }

    /// Names that a macro gives to elements: `x` in `xs.exists(x, …)`.
    private var locals: Set<String> {
        Set(
            all.indices.compactMap { index in
                guard let word = self[index], word.kind == .name, self[index + 1]?.isSymbol(",") == true,
                    self[index - 1]?.isSymbol("(") == true, self[index - 3]?.isSymbol(".") == true
                else { return nil }
                return word.text
            }
        )
    }
}
