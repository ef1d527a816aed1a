import Core

extension Library {
    /// `timestamp duration` and the parts of both.
    static let times: [Function] = [
        Function("timestamp", arity: 1) { TimeFunctions.timestamp($0) },
        Function("duration", arity: 1) { TimeFunctions.duration($0) },
        part("getFullYear") { $0.year },
        part("getMonth") { $0.month - 1 },
        part("getDate") { $0.dayOfMonth },
        part("getDayOfMonth") { $0.dayOfMonth - 1 },
        part("getDayOfWeek") { $0.weekday },
        part("getDayOfYear") { $0.dayOfYear },
        part("getHours", of: 3_600_000_000) { $0.inDay / 3_600_000_000 },
        part("getMinutes", of: 60_000_000) { $0.inDay / 60_000_000 % 60 },
        part("getSeconds", of: 1_000_000) { $0.inDay / 1_000_000 % 60 },
        Function("getMilliseconds", arity: 1...2, form: .method) { call in
            if case .duration(let span) = call[0], call.count == 1 { return .int(span.microseconds / 1000 % 1000) }
            return TimeFunctions.part(call) { $0.inDay / 1000 % 1000 }
        },
    ]

    /// A part of a time; for a duration, where it has that part, the whole of it in that unit.
    private static func part(
        _ name: String,
        of unit: Int64? = nil,
        _ read: @escaping @Sendable (TimeFunctions.Parts) -> Int64
    ) -> Function {
        Function(name, arity: 1...2, form: .method) { call in
            if case .duration(let span) = call[0], let unit, call.count == 1 { return .int(span.microseconds / unit) }
            return TimeFunctions.part(call, read)
        }
    }
}

/// The time functions.
enum TimeFunctions {
    /// A local date and the microseconds of its day.
    struct Parts {
        let date: CivilDate
        let inDay: Int64

        var year: Int64 { date.parts.year }
        var month: Int64 { date.parts.month }
        var dayOfMonth: Int64 { date.parts.dayOfMonth }
        var weekday: Int64 { Int64(date.weekday) }
        var dayOfYear: Int64 { date.day - CivilDate(year: year, month: 1, dayOfMonth: 1).day }
    }

    static func part(_ call: Call, _ read: (Parts) -> Int64) -> Value {
        guard case .timestamp(let time) = call[0] else { return call.noOverload }
        var offset: Int64 = 0
        if call.count == 2 {
            guard case .string(let zone) = call[1] else { return call.noOverload }
            guard let seconds = zoneOffset(zone.string) else { return call.invalid("time zones are not available") }
            offset = seconds
        }
        let (local, overflow) = time.microseconds.addingReportingOverflow(offset * 1_000_000)
        guard !overflow else { return call.fail(.overflow, "a time outside its range") }
        let day = floorDivide(local, 86_400_000_000)
        return .int(read(Parts(date: CivilDate(day: day), inDay: local - day * 86_400_000_000)))
    }

    private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        let whole = value / divisor
        return value % divisor < 0 ? whole - 1 : whole
    }

    /// Seconds east of UTC of `UTC`, `Z`, `+hh:mm`, `-hh:mm` or `hh:mm`.
    private static func zoneOffset(_ zone: String) -> Int64? {
        if Text(zone) == "UTC" || Text(zone) == "Z" { return 0 }
        var bytes = Array(zone.utf8)
        let isWest = bytes.first == UInt8(ascii: "-")
        if isWest || bytes.first == UInt8(ascii: "+") { bytes.removeFirst() }
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":") else { return nil }
        let digits = [bytes[0], bytes[1], bytes[3], bytes[4]]
        guard digits.allSatisfy(\.isDigit) else { return nil }
        let values = digits.map { Int64($0 - 0x30) }
        let (hours, minutes) = (values[0] * 10 + values[1], values[2] * 10 + values[3])
        guard hours < 24, minutes < 60 else { return nil }
        return (isWest ? -1 : 1) * (hours * 3600 + minutes * 60)
    }

    static func timestamp(_ call: Call) -> Value {
        let outside = call.fail(.overflow, "a timestamp outside the years 1 to 9999")
        switch call[0] {
        case .timestamp: return call[0]
        case .int(let seconds):
            let (microseconds, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
            return overflow ? outside : TimeArithmetic.time(microseconds: microseconds) ?? outside
        case .string(let text):
            guard let time = Timestamp(rfc3339: text.string) else { return call.invalid("not a time as in RFC 3339") }
            return TimeArithmetic.time(microseconds: time.microseconds) ?? outside
        default: return call.noOverload
        }
    }

    static func duration(_ call: Call) -> Value {
        switch call[0] {
        case .duration: return call[0]
        case .string(let text):
            guard let microseconds = DurationReader.microseconds(of: Array(text.string.utf8)) else {
                return call.invalid("not a duration such as `1h30m` or `1.5s`")
            }
            return TimeArithmetic.duration(microseconds: microseconds)
                ?? call.fail(.overflow, "a duration outside its range")
        default: return call.noOverload
        }
    }
}
