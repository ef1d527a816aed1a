import CEL
import Core

/// What the fuzz targets do with an input, and the corpus test with every input that is kept.
///
/// `Fuzz/run` compiles this file into both targets. An answer names a law that was broken; a trap needs none.
enum FuzzEntry {
    /// What an input may bind and read.
    private static let names = [
        "a", "b", "x", "y", "item", "body", "headers", "now", "event", "customer", "policy", "str_var", "a.b", "a.b.c",
        "x.y",
    ]

    private static func environment(_ dialect: Dialect, isChecked: Bool) -> Environment {
        Environment(variables: names, libraries: [.standard, .text], dialect: dialect, checksNames: isChecked)
    }

    private static let house = environment(.throughline, isChecked: true)
    private static let houseUnchecked = environment(.throughline, isChecked: false)
    private static let strict = environment(.cel, isChecked: true)
    private static let strictUnchecked = environment(.cel, isChecked: false)

    /// An input is the text of an expression, which is read as a template too.
    static func parse(_ input: [UInt8]) -> String? {
        let source = SourceText(String(decoding: input, as: UTF8.self))
        for environment in [house, strictUnchecked] {
            if case .refused(let problems) = FuzzLaws.compile(source, in: environment),
                let broken = FuzzLaws.broken(by: problems, in: source)
            {
                return broken
            }
        }
        do throws(Diagnostics) {
            _ = try Template.compile(source, in: house)
            return nil
        } catch {
            return FuzzLaws.broken(by: error, in: source)
        }
    }

    /// An input is a line of JSON, an object of bindings (plain or tagged), and an expression behind it.
    static func evaluate(_ input: [UInt8]) -> String? {
        let line = input.prefix { $0 != 0x0A }
        let source = SourceText(String(decoding: input.dropFirst(line.count + 1), as: UTF8.self))
        let members = members(of: Array(line))
        let typed = house.narrowed(to: types(of: members))
        return FuzzLaws.broken(by: source, values(of: members), in: [houseUnchecked, house, typed])
            ?? FuzzLaws.broken(by: source, values(of: members), in: [strictUnchecked, strict])
    }

    private static func members(of line: [UInt8]) -> [JSONObject.Member] {
        do throws(JSONError) { return try JSON.parse(line).object?.members ?? [] } catch { return [] }
    }

    private static func values(of members: [JSONObject.Member]) -> [(String, Value)] {
        members.map { ($0.name, value(of: $0.value)) }
    }

    /// The value of a tagged form, or of anything else as it stands.
    static func value(of json: JSON) -> Value {
        do throws(TaggedValueError) { return try Value(tagged: json) } catch { return Value(json) }
    }

    /// Types as a sample payload declares them; a tagged value may be anything.
    private static func types(of members: [JSONObject.Member]) -> [String: ValueType] {
        var types = Dictionary(names.map { ($0, ValueType.dyn) }, uniquingKeysWith: { first, _ in first })
        for member in members where member.value["type"] == nil { types[member.name] = ValueType(sample: member.value) }
        return types
    }
}
