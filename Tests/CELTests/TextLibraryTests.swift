import Core
import Testing

@testable import CEL

@Suite("The text library")
struct TextLibraryTests {
    static let values: [(String, JSON)] = [
        ("hex(b'\\x00\\xff') + 'hi'.hex()", "00ff6869"),
        ("base64(b'hi?') + ' ' + base64url(b'\\xff\\xfe')", "aGk/ __4"),
        ("string(unhex('6869')) + string(unbase64('aGk='))", "hihi"),
        ("string(unbase64('aG\\r\\nkg\\nYQ==\\n'))", "hi a"),
        ("lower('ÄB') + upper('äb')", "äbÄB"),
        ("trim(' a ') + join(['b', 'c'], '+') + replace('x', 'x', 'y')", "ab+cy"),
        ("urldecode('a%20b+c%zz')", "a b c%zz"),
        ("url_encode('a b/ü~')", "a%20b%2F%C3%BC~"),
        ("xml_escape('<a href=\"x\">&\\'')", "&lt;a href=&quot;x&quot;&gt;&amp;&apos;"),
        ("pairs('t=1, v1=a,v1=b=c,x', ',', '=')", ["t": ["1"], "v1": ["a", "b=c"], "x": [""]]),
        ("form_parse(body)", [["a", "1"], ["b", "x y"], ["a", "ü"]]),
        ("json_parse(b'[1]')[0]", 1),
        ("get(item, 'missing', 'd') + get(null, 'x', 'e') + get(item, 'id', '')", "deevt_1"),
        ("coalesce([null, item.note, item.?missing, 'x'])", "x"),
        ("coalesce(null, 1)", 1),
        ("[as_list(null), as_list(1), as_list([2])]", [[], [1], [2]]),
        ("[as_list(item.?missing), as_list(optional.of(1)), as_list(optional.of([2]))]", [[], [1], [2]]),
        (
            "url_base('https://h/p?q#f') + ' ' + url_path('https://h/p?q') + ' ' + url_query('https://h/p?q=1#f')",
            "https://h/p /p q=1"
        ),
        ("url_host('https://u@Ex.com:8443/')", "ex.com"),
        (
            "url_port_variants('https://a.b/x?y:1')",
            ["https://a.b/x?y:1", "https://a.b:443/x?y:1"]
        ),
        ("url_port_variants('http://[::1]:8080/')", ["http://[::1]:8080/", "http://[::1]/", "http://[::1]:80/"]),
        ("time('1759999990', 'unix')", "2025-10-09T08:53:10Z"),
        ("time(1759999990123, 'unix_ms')", "2025-10-09T08:53:10.123Z"),
        ("time(1759999990.5, 'unix')", "2025-10-09T08:53:10.500Z"),
        ("time('2025-10-09T10:53:05+02:00')", "2025-10-09T08:53:05Z"),
        ("time('2023-06-27 13:22:18')", "2023-06-27T13:22:18Z"),
        ("time('2025-10-09')", "2025-10-09T00:00:00Z"),
        ("time('Thu, 09 Oct 2025 08:53:10 +0000')", "2025-10-09T08:53:10Z"),
        ("time('Fri, 5 May 2023 17:44:33 -0400 (EDT)', 'rfc2822')", "2023-05-05T21:44:33Z"),
        ("time('3/2/2026', '%m/%d/%Y')", "2026-03-02T00:00:00Z"),
        ("time('20260302', '%Y%m%d')", "2026-03-02T00:00:00Z"),
        ("time(' 02.03.49 7:05 ', '%d.%m.%y %H:%M')", "2049-03-02T07:05:00Z"),
        ("time('02.03.50', '%d.%m.%y')", "1950-03-02T00:00:00Z"),
        ("time('Mar  2, 2026 12:05:09 AM', '%b %d, %Y %I:%M:%S %p')", "2026-03-02T00:05:09Z"),
        ("time('2-MARCH-2026 12:00pm -0500', '%d-%b-%Y %I:%M%p %z')", "2026-03-02T17:00:00Z"),
        ("time('2024366', '%Y%j')", "2024-12-31T00:00:00Z"),
        ("time('100% 2026-03-02T16:00:05+01:00', '100%% %Y-%m-%dT%H:%M:%S%z')", "2026-03-02T15:00:05Z"),
        ("time(time('2026-03-02'), '%m/%d/%Y')", "2026-03-02T00:00:00Z"),
        ("time('03/02/2026', item.type == '' ? 'unix' : '%m/%d/%Y')", "2026-03-02T00:00:00Z"),
        ("msdate('/Date(1759999985000+0000)/')", "2025-10-09T08:53:05Z"),
        (
            "[minor('12.34', 'USD'), minor('-5', 'eur'), minor('500.00', 'JPY'), minor(19.99, 'USD'), minor('1.234', 'KWD')]",
            [1234, -500, 500, 1999, 1234]
        ),
        (
            "e164('(617) 555-1212', 'US') + e164('020 7183 8750', 'GB') + e164('0049 30 1234567', 'US')",
            "+16175551212+442071838750+49301234567"
        ),
        ("email_of('Ann \"<x\" <A@B.c>') + email_of(' D@e.f ')", "a@b.cd@e.f"),
        ("eq('abc', b'abc') && !eq('abc', 'abd') && !eq('a', 'ab')", true),
        ("crc32(b'123456789')", .int(0xCBF4_3926)),
        ("text({'#text': 'x', '@id': '1'}) + text('y') + text(null)", "xy"),
        ("text(optional.of({'#text': 'x'})) + text(item.?missing)", "x"),
    ]

    @Test(arguments: values)
    func value(_ text: String, _ expected: JSON) throws {
        #expect(try evaluate(text).json == expected)
    }

    @Test(
        "What cannot be read is an error",
        arguments: [
            "unhex('abc')", "unbase64('a')", "unbase64('aG k=')", "json_parse('{')", "time('yesterday')",
            "time('31 Feb 2025 00:00:00 GMT', 'rfc2822')",
            "time(9223372036854775807)", "time('2025-10-09', item.id)", "time('13/02/2026', '%m/%d/%Y')",
            "time('02/30/2026', '%m/%d/%Y')", "time('2026366', '%Y%j')", "time('03/02/26', '%m/%d/%Y')",
            "time('03/02/2026 x', '%m/%d/%Y')", "time('', '%m/%d/%Y')",
            "time('13:00pm 2026-03-02', '%I:%M%p %Y-%m-%d')",
            "time('3/2/2026', item.id == '' ? '' : '%q')", "minor('12.345', 'USD')", "minor('1e5', 'USD')",
            "minor('99999999999999999999', 'USD')", "e164('client:bob', 'US')", "e164('12', 'US')",
            "email_of('nobody')",
            "url_host('no url')", "pairs('a', '', '=')", "string(b'\\xff')",
        ]
    )
    func refused(_ text: String) throws {
        #expect(try evaluate(text).error?.kind == .invalidArgument)
    }

    @Test(
        "A format of time that is none is told when it is compiled",
        arguments: [
            ("stardate", "an unknown format"), ("%m/%q/%Y", "an unknown part"), ("%m/%d/%", "an unknown part"),
            ("%H:%M", "year, month and day"), ("%d.%m.", "year, month and day"), ("", "an unknown format"),
        ]
    )
    func format(_ text: String, _ message: String) {
        let found = problems("time(item.id, '\(text)')")
        #expect(found.map(\.code) == ["cel-argument"])
        #expect(found.allSatisfy { $0.message.contains(message) && $0.place.column == 15 }, "\(found)")
    }
}
