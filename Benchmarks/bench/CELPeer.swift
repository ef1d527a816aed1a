import Core

/// cel-cpp, measured here by `Benchmarks/cel_cpp.py`.
struct CELPeer {
    let version: String
    /// For one evaluation of each expression.
    let nanoseconds: [Double]
    /// For compiling each.
    let compileMicroseconds: [Double]

    static func measure(python: String, script: String) throws -> CELPeer {
        let json = try JSON.parse(Tool.output(of: [python, script]))
        let expressions = json["expressions"]?.array ?? []
        return CELPeer(
            version: json["version"]?.string ?? "unknown",
            nanoseconds: expressions.compactMap { $0["ns"]?.number },
            compileMicroseconds: expressions.compactMap { $0["compile_us"]?.number }
        )
    }

    /// How many times as long this machine takes as that of the reference: the median over the expressions.
    var scale: Double { zip(nanoseconds, CELReference.all).map { $0 / $1.celCPP }.median }
}
