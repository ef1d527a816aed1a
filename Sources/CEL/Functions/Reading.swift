extension Library {
    /// `time minor e164 msdate`.
    static let reading: [Function] = [
        Function("time", arity: 1...2) { TimeReading.time($0) },
        Function("msdate", arity: 1) { TimeReading.microsoftDate($0) },
        Function("minor", arity: 2) { Money.minor($0) },
        Function("money", arity: 2) { Money.spelled($0) },
        Function("e164", arity: 2) { Phone.e164($0) },
    ]
}
