import CEL
import Core
import YAML

extension MappingReader {
    /// A bare CEL expression over what policy may know.
    func expression(_ key: String, _ need: Need = .optional) -> Expression? {
        guard let source = text(key, need) else { return nil }
        return compiled { () throws(Diagnostics) in try Expression.compile(source, in: FactsEnvironment.environment) }
    }

    /// Text with `${ CEL }` over what policy may know.
    func template(_ key: String, _ need: Need = .optional) -> Template? {
        guard let source = text(key, need) else { return nil }
        return compiled { () throws(Diagnostics) in try Template.compile(source, in: FactsEnvironment.environment) }
    }

    private func compiled<Compiled>(_ compile: () throws(Diagnostics) -> Compiled) -> Compiled? {
        do throws(Diagnostics) {
            return try compile()
        } catch {
            problems.add(error)
            return nil
        }
    }
}
