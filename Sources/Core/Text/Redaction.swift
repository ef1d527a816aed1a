/// Takes card numbers and social security numbers out of a body before it is first written (PCI DSS 3.3; the journal
/// must not hold what nobody here may know).
///
/// The length stays, so that offsets in errors still point right.
public enum Redaction {
    /// The header a redacted body is stored with: how many numbers were replaced.
    ///
    /// Such a body cannot be verified again.
    public static let header = "throughline-redacted"

    /// The body with every card number (13 to 19 digits with a known prefix and a right Luhn digit, grouped by
    /// single spaces or hyphens or not at all) and every `ddd-dd-dddd` replaced; and how many there were.
    public static func redact(_ body: [UInt8]) -> (body: [UInt8], count: Int) {
        var out = body
        var count = 0
        var index = 0
        while index < body.count {
            guard isDigit(body[index]), index == 0 || !isWordByte(body[index - 1]) else {
                index += 1
                continue
            }
            let run = digitRun(in: body, from: index)
            if isCard(run.digits) || isSocialSecurity(body[index..<run.end]) {
                replace(&out, index..<run.end)
                count += 1
            }
            index = max(run.end, index + 1)
        }
        return (out, count)
    }

    /// Digits from `start`, passing single separators between them; ends before a letter joins in.
    private static func digitRun(in body: [UInt8], from start: Int) -> (digits: [UInt8], end: Int) {
        var digits: [UInt8] = []
        var index = start
        var end = start
        while index < body.count, digits.count <= 19 {
            if isDigit(body[index]) {
                digits.append(body[index] - 48)
                end = index + 1
            } else if !(body[index] == 0x20 || body[index] == 0x2D) || index == end + 1 {
                break
            }
            index += 1
        }
        let touchesWord = end < body.count && isWordByte(body[end])
        return (touchesWord ? [] : digits, end)
    }

    private static func isCard(_ digits: [UInt8]) -> Bool {
        guard (13...19).contains(digits.count), hasCardPrefix(digits) else { return false }
        var sum = 0
        for (place, digit) in digits.reversed().enumerated() {
            let value = place.isMultiple(of: 2) ? Int(digit) : Int(digit) * 2
            sum += value > 9 ? value - 9 : value
        }
        return sum.isMultiple(of: 10)
    }

    /// Issuer ranges of ISO/IEC 7812 in use, with the lengths they come in.
    private static func hasCardPrefix(_ digits: [UInt8]) -> Bool {
        let four = digits.prefix(4).reduce(0) { $0 * 10 + Int($1) }
        switch four {
        case 4000...4999: return [13, 16, 19].contains(digits.count)
        case 5100...5599, 2221...2720, 3528...3589, 6011, 6440...6599: return digits.count == 16
        case 3400...3499, 3700...3799: return digits.count == 15
        case 3000...3059, 3600...3699, 3800...3999: return digits.count == 14
        default: return false
        }
    }

    private static func isSocialSecurity(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.count == 11 else { return false }
        return text.enumerated().allSatisfy { place, byte in
            place == 3 || place == 6 ? byte == 0x2D : isDigit(byte)
        }
    }

    /// Asterisks; nines where the number stands bare in JSON, so that the text still reads.
    private static func replace(_ body: inout [UInt8], _ range: Range<Int>) {
        let before = range.lowerBound > 0 ? body[range.lowerBound - 1] : 0
        let isBare = [UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: "[")].contains(before)
        for index in range where isDigit(body[index]) { body[index] = UInt8(ascii: isBare ? "9" : "*") }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        isDigit(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == UInt8(ascii: "_")
    }
}
