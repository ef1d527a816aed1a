import Core

/// What holds of every text that is read as JSON; a trap needs no answer.
enum JSONLaws {
    /// The law that an input breaks.
    static func broken(by input: [UInt8]) -> String? {
        do throws(JSONError) {
            let value = try JSON.parse(input)
            return brokenByShape(value, levels: JSON.depthLimit) ?? brokenByWriting(value) ?? brokenByRepeating(value)
        } catch {
            guard !error.reason.isEmpty, (0...input.count).contains(error.offset) else { return "refused nowhere" }
            return brokenByKeepingZero(input)
        }
    }

    /// What is written is read as the same, and written the same again.
    private static func brokenByWriting(_ value: JSON) -> String? {
        let written = value.bytes
        do throws(JSONError) {
            let again = try JSON.parse(written)
            return again.bytes == written ? nil : "written JSON is read as something else"
        } catch {
            return "written JSON is refused: \(error.reason)"
        }
    }

    /// A text with a name twice is none.
    private static func brokenByRepeating(_ value: JSON) -> String? {
        guard let member = value.object?.members.first else { return nil }
        let pair = JSON.object([member.name: member.value]).bytes.dropFirst().dropLast()
        let text = [UInt8(ascii: "{")] + pair + [UInt8(ascii: ",")] + pair + [UInt8(ascii: "}")]
        return isTaken(text, keepingZero: false) ? "a name that stands twice is taken" : nil
    }

    /// Only U+0000 makes the difference between the two ways to read.
    private static func brokenByKeepingZero(_ input: [UInt8]) -> String? {
        guard isTaken(input, keepingZero: true) else { return nil }
        return input.contains(UInt8(ascii: "\\")) ? nil : "taken without an escape only because U+0000 is kept"
    }

    private static func isTaken(_ text: [UInt8], keepingZero: Bool) -> Bool {
        do throws(JSONError) {
            _ = try JSON.parse(text, keepingZero: keepingZero)
            return true
        } catch {
            return false
        }
    }

    /// Names stand once, nothing is deeper than the limit, no number is none.
    private static func brokenByShape(_ value: JSON, levels: Int) -> String? {
        guard levels >= 0 else { return "too deep" }
        switch value {
        case .double(let number): return number.isFinite ? nil : "a number that is none"
        case .bigInteger(let digits): return Int64(digits) == nil ? nil : "a small number kept as text"
        case .array(let elements): return first(elements) { brokenByShape($0, levels: levels - 1) }
        case .object(let object):
            let names = Set(object.members.map { ByteKey($0.name) })
            guard names.count == object.members.count else { return "a name stands twice" }
            return first(object.members) { brokenByShape($0.value, levels: levels - 1) }
        case .null, .bool, .int, .string: return nil
        }
    }

    private static func first<Element>(_ elements: [Element], _ law: (Element) -> String?) -> String? {
        for element in elements {
            if let broken = law(element) { return broken }
        }
        return nil
    }
}
