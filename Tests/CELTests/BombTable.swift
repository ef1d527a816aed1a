import Testing

/// An expression made to cost much, and how it ends.
struct Bomb: Sendable, CustomTestStringConvertible {
    enum End {
        /// It does not compile.
        case refused
        /// The budget stops it.
        case budget
        /// With a value, an error or the budget: whichever it is, it is there soon.
        case soon
    }

    let name: String
    let text: String
    let end: End

    init(_ name: String, _ text: String, _ end: End) {
        self.name = name
        self.text = text
        self.end = end
    }

    var testDescription: String { name }
}

extension Bomb {
    /// `item.big` is a mebibyte of text, `body` one of bytes, `item.list` 20,000 short texts, `item.maps` 2,000 maps.
    static let all = nested + doubled + wide + long + quadratic + patterns

    private static func times(_ count: Int, _ text: String) -> String { String(repeating: text, count: count) }

    private static func every(_ condition: String) -> String { "lists.range(20000).all(a, \(condition))" }

    /// A name for each level: the value of the one before, taken several times.
    private static func bound(_ first: String, _ levels: Int, _ step: (String) -> String, in last: String) -> String {
        let binds = (1...levels).map { "cel.bind(a\($0), \(step("a\($0 - 1)")), " }.joined()
        return "cel.bind(a0, \(first), \(binds)\(last)" + times(levels + 1, ")")
    }

    /// Lists of five times the same list, nine levels.
    static func shared(_ last: String) -> String {
        bound("[1]", 9, { "[\($0),\($0),\($0),\($0),\($0)]" }, in: last)
    }

    private static let nested = [
        Bomb("10,000 parentheses", times(10_000, "("), .refused), Bomb("10,000 brackets", times(10_000, "["), .refused),
        Bomb("10,000 braces", times(10_000, "{"), .refused), Bomb("10,000 !", times(10_000, "!") + "true", .refused),
        Bomb("8,000 !", times(8000, "!") + "true", .soon), Bomb("10,000 -", times(10_000, "-") + "1", .refused),
        Bomb("10,000 ?:", times(10_000, "a?") + "1", .refused), Bomb("2,700 conditions", times(2700, "a?"), .refused),
        Bomb("10,000 fields", "item" + times(10_000, ".a"), .refused),
        Bomb("4,000 fields", "item" + times(4000, ".a"), .refused),
        Bomb("250 fields", "item" + times(250, ".a"), .soon), Bomb("250 +", "1" + times(250, "+1"), .soon),
        Bomb("2,000 indices", "item" + times(2000, "[0]"), .refused),
        Bomb("loops in loops", times(8, "[0,0,0,0].all(a,") + "true" + times(8, ")"), .refused),
        Bomb("JSON of 4,000 levels", "json.decode('\(times(4000, "["))')", .soon),
        Bomb("500 unknown functions", times(500, "zz()&&") + "true", .refused),
    ]

    private static let doubled = [
        Bomb("text", bound("'xxxxxxxxxxxxxxxx'", 12, { "\($0)+\($0)+\($0)+\($0)" }, in: "a12.size()"), .budget),
        Bomb("lists", bound("[1]", 12, { "\($0)+\($0)+\($0)+\($0)" }, in: "a12.size()"), .budget),
        Bomb("shared lists, held", shared("a9"), .soon), Bomb("compared", shared("[a9]==[a9]"), .budget),
        Bomb("written", shared("json.encode(a9)"), .budget), Bomb("shown", shared("'%s'.format([a9])"), .budget),
        Bomb("opened", shared("a9.flatten(99)"), .budget), Bomb("found", shared("a9 in [a9]"), .budget),
        Bomb("maps of maps", "[0,0]" + (1...20).map { ".map(a\($0),[a\($0),a\($0)])" }.joined(), .soon),
        Bomb("three loops", "item.list.all(a,item.list.all(b,item.list.all(c,a!='')))", .budget),
        Bomb("a gigabyte by sharing", "lists.range(5000).map(a,item.big)", .soon),
        Bomb("a gigabyte of Base64", "lists.range(5000).map(a,body)", .soon),
        Bomb("a gigabyte joined", "lists.range(5000).map(a,item.big).join()", .budget),
    ]

    private static let wide = [
        Bomb("range of 1 << 40", "lists.range(1099511627776)", .soon),
        Bomb("range of the greatest int", "lists.range(9223372036854775807)", .soon),
        Bomb("range, shifted", "lists.range(math.bitShiftLeft(1, 40))", .soon),
        Bomb("replace with much", "item.big.replace('a',item.big)", .budget),
        Bomb("replace between all", "item.big.replace('','xxxxxxxxxxxxxxxxxxxx')", .budget),
        Bomb("join with much", "item.list.join(item.big)", .budget),
        Bomb("precision", "'%.999999999999999999999f'.format([1.0])", .soon),
        Bomb("precision, often", every("'%.100f'.format([a<0?1.0:5e-324])!=''"), .budget),
        Bomb("hexadecimal", every("'%x'.format([item.big])!=''"), .budget),
        Bomb("nested lists shown", "'%s'.format([\(times(60, "["))item.big\(times(60, "]"))])", .budget),
    ]

    /// A long loop around something that reads a long text.
    private static let long = [
        "double(item.big)>0.0||true", "int(item.big)>0||true", "timestamp(item.big)==null||true",
        "duration(item.big)==null||true", "timestamp(0).getHours(item.big)>0||true", "minor('1',item.big)>0||true",
        "money(1,item.big)!=''||true", "e164('1',item.big)!=''||true", "time(item.big)==null||true",
        "get({'a':1},item.big,2)==2", "{'a':1}[?item.big].orValue(2)==2", "!(item.big in {'a':1})",
        "{item.big:1}!={}", "!(item.big in ['a','b','c','d','e','f','g','h','i','j'])", "item.big==item.big",
        "[item.big]==[item.big]", "item.big.contains('abcdefghj')||true", "item.big.lastIndexOf('abcdefghabcdefghi')<0",
        "item.big.charAt(1000000)!=''", "item.big.size()>0", "item.big.reverse()!=''", "strings.quote(item.big)!=''",
        "item.big.upperAscii()!=''", "unbase64(item.big)!=b''", "json.decode(item.big)==null||true",
        "ip(item.big)==null||true", "cidr(item.big)==null||true", "item.big.matches('zzz')||true",
        "regex.extract(item.big,'z').hasValue()||true",
        "item.list.transformMap(i,v,1/0)=={}||true", "a>0" + times(300, "&&a>=0") + "||true",
    ]
    .map { condition in Bomb("over and over: \(condition.prefix(40))", every(condition), .soon) }

    private static let quadratic = [
        Bomb("in, for each", "item.list.all(a,a in item.list)", .budget),
        Bomb("split and in", "item.big.split('h').all(a,a in item.big.split('h'))", .budget),
        Bomb("split into code points", "item.big.split('')", .budget),
        Bomb("distinct maps", "item.maps.distinct()", .budget),
        Bomb("distinct long texts", "lists.range(200).map(a,item.big).distinct()", .budget),
        Bomb("sorted long texts", "lists.range(200).map(a,item.big).sort()", .budget),
        Bomb("sorted by a long text", "item.list.sortBy(a,item.big)", .budget),
        Bomb("sets", "sets.contains(item.list,item.list)", .budget),
        Bomb("pairs of all", "item.list.map(a,item.list.map(b,a+b))", .budget),
    ]

    private static let patterns = [
        Bomb("(a+)+", "'\(times(30, "a"))!'.matches('^(a+)+$')", .soon),
        Bomb("(a|b|…)*z", "item.big.matches('(a|b|c|d|e|f|g|h)*z')", .budget),
        Bomb("counted", "'a'.matches('((((a{30}){30}){30}){30})')", .refused),
        Bomb("made while running", every("'a'.matches('[a-z'+string(a)+']{1,900}')||true"), .budget),
        Bomb("empty matches", "regex.extractAll(item.big,'')", .budget),
        Bomb("replaced by much", "regex.replace(item.big,'(.*)','\(times(20, #"\\1"#))')", .budget),
    ]
}
