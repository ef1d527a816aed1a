import Core
import Glibc
import YAML

/// Resolves references to secrets: `{env: NAME}` or `{file: PATH}`, never text.
struct SecretReader {
    let problems: Problems
    let folder: String

    /// The secret behind a reference; a problem at its place when there is none.
    func read(_ node: Node, name: String) -> Secret? {
        guard node.entries != nil else {
            problems.add(
                "secret-in-text",
                "\(name) must be a reference, not text",
                hint: "write `{env: NAME}` or `{file: PATH}`, and keep the value out of this file",
                at: node
            )
            return nil
        }
        let reader = MappingReader(node, problems, name: name)
        let variable = reader.text("env")
        let path = reader.text("file")
        reader.finish()
        switch (variable, path) {
        case (let variable?, nil): return fromEnvironment(variable, name: name)
        case (nil, let path?): return fromFile(path, name: name)
        default:
            problems.add("bad-value", "\(name) needs one of `env` and `file`", at: node)
            return nil
        }
    }

    private func fromEnvironment(_ variable: SourceText, name: String) -> Secret? {
        if let value = getenv(variable.text).map({ String(cString: $0) }), !value.isEmpty { return Secret(value) }
        let hint = "set the environment variable \(variable.text), or use `{file: PATH}`"
        problems.add("missing-secret", "\(name): \(variable.text) is not set", hint: hint, at: variable)
        return nil
    }

    private func fromFile(_ path: SourceText, name: String) -> Secret? {
        let full = Paths.resolve(path.text, in: folder)
        guard var bytes = FileBytes.read(full, limit: 64 * 1024), !bytes.isEmpty else {
            let isSandbox = path.text.hasPrefix("data/sandbox/")
            let hint =
                isSandbox ? "run `throughline sandbox`, which makes it" : "write the secret to \(full) (mode 0400)"
            problems.add("missing-secret", "\(name): \(path.text) cannot be read or is empty", hint: hint, at: path)
            return nil
        }
        while bytes.last == 0x0A || bytes.last == 0x0D { bytes.removeLast() }
        return Secret(String(decoding: bytes, as: UTF8.self))
    }
}
