extension Library {
    /// `time minor e164 msdate`.
    static let reading: [Function] = [
        Function("time(dyn, string?) -> timestamp") { TimeReading.time($0) }.prepared { TimeReading.prepared($0) },
        Function("msdate(string) -> timestamp") { TimeReading.scriptDate($0) },
        Function("minor(dyn, string) -> int") { MoneyText.minor($0) },
        Function("money(int, string) -> string") { MoneyText.spelled($0) },
        Function("e164(string, string) -> string") { Phone.e164($0) },
    ]
}
