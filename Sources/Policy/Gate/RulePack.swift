public import Core
import YAML

/// The rules that come with the gate: law by jurisdiction, and house rules that anybody may want.
public enum RulePack {
    private static let files: [(name: String, bytes: [UInt8])] = [
        ("house", PackageResources.house_yaml),
        ("us/reg-f", PackageResources.us_reg_f_yaml),
    ]

    /// What `policy.packs` may name.
    public static let names = files.map(\.name)

    /// The YAML of a pack; nil when there is none of that name.
    public static func text(_ name: String) -> String? {
        files.first { $0.name.hasSameBytes(as: name) }.map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    /// The rules of a pack, in its order.
    ///
    /// Throws what is wrong with it, or that there is none of that name.
    public static func load(_ name: String) throws(Diagnostics) -> [Rule] {
        guard let text = text(name) else { throw unknown(name) }
        let problems = Problems()
        let reader = MappingReader(try YAML.parse(text, name: "pack \(name)"), problems, name: "a pack")
        _ = reader.choice("pack", of: [name], .required)
        let rules = reader.list("rules", .required).compactMap { Rule.read($0, problems) }
        reader.finish()
        try problems.throwErrors()
        return rules
    }

    private static func unknown(_ name: String) -> Diagnostics {
        var problems = Diagnostics()
        let hint = Suggestion.hint(for: name, in: names)
        problems.add(Diagnostic("unknown-pack", "no rule pack is called `\(name)`", hint: hint, at: SourceText(name)))
        return problems
    }
}
