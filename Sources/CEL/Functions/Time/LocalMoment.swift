import Core

/// What a calendar and a clock on the wall show.
///
/// Nothing is worked out before it is asked for: the hour needs no calendar.
struct LocalMoment {
    let date: CivilDate
    /// 0 to 86 399.
    private let secondOfDay: Int64
    private let nanoseconds: Int64

    /// An instant where clocks are so many seconds ahead of UTC.
    init(_ instant: Instant, offset: Int) {
        let wall = instant.seconds + Int64(offset)
        let day = wall >= 0 ? wall / 86_400 : (wall - 86_399) / 86_400
        date = CivilDate(day: day)
        secondOfDay = wall - day * 86_400
        nanoseconds = Int64(instant.nanoseconds)
    }

    var hour: Int64 { secondOfDay / 3600 }
    var minute: Int64 { secondOfDay / 60 % 60 }
    var second: Int64 { secondOfDay % 60 }
    var millisecond: Int64 { nanoseconds / 1_000_000 }
    var year: Int64 { date.parts.year }
    /// 1 to 12.
    var month: Int64 { date.parts.month }
    /// 1 to 31.
    var dayOfMonth: Int64 { date.parts.dayOfMonth }
    /// 0 for Sunday to 6 for Saturday.
    var weekday: Int64 { Int64(date.weekday) }
    /// 0 to 365.
    var dayOfYear: Int64 { date.day - CivilDate(year: year, month: 1, dayOfMonth: 1).day }
}
