import Core

extension Library {
    /// `timestamp duration` and the parts of both.
    static let times: [Function] = [
        Function(
            "timestamp(string) -> timestamp",
            "timestamp(int) -> timestamp",
            "timestamp(timestamp) -> timestamp"
        ) { TimeFunctions.timestamp($0) }.prepared { TimeFunctions.refusal(of: $0, as: TimeText.instant) },
        Function("duration(string) -> duration", "duration(duration) -> duration") { TimeFunctions.duration($0) }
            .prepared { TimeFunctions.refusal(of: $0, as: TimeText.interval) },
        part("getFullYear") { $0.year },
        part("getMonth") { $0.month - 1 },
        part("getDate") { $0.dayOfMonth },
        part("getDayOfMonth") { $0.dayOfMonth - 1 },
        part("getDayOfWeek") { $0.weekday },
        part("getDayOfYear") { $0.dayOfYear },
        part("getHours", { $0.hour }, ofDuration: { $0 / 3_600_000_000_000 }),
        part("getMinutes", { $0.minute }, ofDuration: { $0 / 60_000_000_000 }),
        part("getSeconds", { $0.second }, ofDuration: { $0 / 1_000_000_000 }),
        // the others count the whole duration, this one what is left of its second
        part("getMilliseconds", { $0.millisecond }, ofDuration: { $0 / 1_000_000 % 1000 }),
    ]

    /// A part of a timestamp, in UTC or in a zone.
    private static func part(_ name: String, _ read: @escaping @Sendable (LocalMoment) -> Int64) -> Function {
        Function("timestamp.\(name)() -> int", "timestamp.\(name)(string) -> int") { TimeFunctions.part($0, read) }
            .prepared { TimeFunctions.part(inConstantZone: $0, read) }
    }

    /// A part of a timestamp, or of the nanoseconds of a duration.
    private static func part(
        _ name: String,
        _ read: @escaping @Sendable (LocalMoment) -> Int64,
        ofDuration count: @escaping @Sendable (Int64) -> Int64
    ) -> Function {
        Function(
            "timestamp.\(name)() -> int",
            "timestamp.\(name)(string) -> int",
            "duration.\(name)() -> int"
        ) { call in
            if case .duration(let interval) = call[0], call.count == 1 { return .int(count(interval.nanoseconds)) }
            return TimeFunctions.part(call, read)
        }.prepared { TimeFunctions.part(inConstantZone: $0, read) }
    }
}

/// The time functions.
enum TimeFunctions {
    /// Units for a zone, which may have to be read from a file.
    ///
    /// The same whether it was read before: an evaluation must not depend on those before it.
    private static let costOfZone = 16

    static func part(_ call: Call, _ read: (LocalMoment) -> Int64) -> Value {
        guard case .timestamp(let time) = call[0] else { return call.noOverload }
        guard call.count == 2 else { return .int(read(LocalMoment(time, offset: 0))) }
        guard case .string(let name) = call[1] else { return call.noOverload }
        guard call.charge(costOfZone) else { return call.overBudget }
        guard let zone = ClockZone.named(name) else { return call.invalid(unknownZone) }
        return .int(read(LocalMoment(time, offset: zone.offset(at: time))))
    }

    private static let unknownZone =
        "an unknown time zone: use a name such as `America/New_York`, or an offset such as `-05:00`"

    /// The part in a zone that the expression names, which is looked up once.
    static func part(
        inConstantZone constants: [Value?],
        _ read: @escaping @Sendable (LocalMoment) -> Int64
    ) -> Function.Prepared? {
        guard constants.count == 2, case .string(let name)? = constants[1] else { return nil }
        guard let zone = ClockZone.named(name) else { return .problem(unknownZone, argument: 1) }
        return .body { call in
            guard case .timestamp(let time) = call[0] else { return call.noOverload }
            return .int(read(LocalMoment(time, offset: zone.offset(at: time))))
        }
    }

    static func timestamp(_ call: Call) -> Value {
        switch call[0] {
        case .timestamp: return call[0]
        case .int(let seconds):
            return Instant(seconds: seconds).map(Value.timestamp) ?? call.fail(.overflow, TimeArithmetic.noInstant)
        case .string(let text):
            guard call.evaluation.charge(reading: text.byteCount) else { return call.overBudget }
            return TimeText.instant(text).value(call)
        default: return call.noOverload
        }
    }

    static func duration(_ call: Call) -> Value {
        switch call[0] {
        case .duration: return call[0]
        case .string(let text):
            guard call.evaluation.charge(reading: text.byteCount) else { return call.overBudget }
            return TimeText.interval(text).value(call)
        default: return call.noOverload
        }
    }

    /// The problem of a constant text that can never be read; one outside the range is an error where it is reached.
    static func refusal(of constants: [Value?], as read: (Text) -> TimeText) -> Function.Prepared? {
        guard constants.count == 1, case .string(let text)? = constants[0], case .malformed(let message) = read(text)
        else { return nil }
        return .problem(message, argument: 0)
    }
}
