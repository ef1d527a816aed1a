extension Compiler {
    /// `a.all(x, …)` and the other macros that visit elements.
    mutating func comprehension(_ node: Node.Comprehension, at offset: Int) -> Code {
        let range = code(node.range).step
        let size = [node.condition, node.transform].compactMap(\.self).reduce(0) { $0 + tree[$1].size }
        return with(node.names) { compiler, place in
            let loop = Loop(
                kind: node.kind,
                range: range,
                place: place,
                hasTwoNames: node.names.count == 2,
                condition: node.condition.map { compiler.code($0).step },
                transform: node.transform.map { compiler.code($0).step },
                offset: offset,
                load: size / Loop.nodesOfUnit
            )
            return .step { frame in loop.run(frame) }
        }
    }

    /// `cel.bind(name, value, body)`.
    ///
    /// An error of the value surfaces only where the name is used.
    mutating func bind(_ name: String, _ value: NodeID, body: NodeID) -> Code {
        let value = code(value).step
        return with([name]) { compiler, place in
            let body = compiler.code(body).step
            return .step { frame in
                frame.locals[place] = value(frame)
                return body(frame)
            }
        }
    }

    /// `a.optMap(x, body)` and `a.optFlatMap(x, body)`.
    mutating func optionalMap(_ operand: NodeID, _ name: String, body: NodeID, isFlat: Bool, at offset: Int) -> Code {
        let operand = code(operand).step
        return with([name]) { compiler, place in
            let body = compiler.code(body).step
            return .step { frame in
                let value = operand(frame)
                guard case .optional(let optional) = value else { return Self.noOptional(value, at: offset) }
                guard let wrapped = optional.wrapped else { return value }
                frame.locals[place] = wrapped
                let result = body(frame)
                if case .error = result { return result }
                return isFlat ? result : .optional(.some(result))
            }
        }
    }
}
