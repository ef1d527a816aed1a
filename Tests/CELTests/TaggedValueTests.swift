import Core
import Testing

@testable import CEL

/// Values with their types beside them, read and written.
@Suite("Tagged values") struct TaggedValueTests {
    @Test(
        "what is written is what was read",
        arguments: [
            #"{"type":"null"}"#,
            #"{"type":"bool","value":true}"#,
            #"{"type":"int","value":"-9223372036854775808"}"#,
            #"{"type":"uint","value":"18446744073709551615"}"#,
            #"{"type":"double","value":"NaN"}"#,
            #"{"type":"double","value":"-Infinity"}"#,
            #"{"type":"double","value":"-0.0"}"#,
            #"{"type":"double","value":"5e-324"}"#,
            #"{"type":"string","value":"a\u0000é"}"#,
            #"{"type":"bytes","value":"AP8="}"#,
            #"{"type":"list","value":[{"type":"int","value":"1"},{"type":"null"}]}"#,
            #"{"type":"map","value":[[{"type":"int","value":"1"},{"type":"string","value":"a"}]]}"#,
            #"{"type":"timestamp","value":"2009-02-13T23:31:30.000000001Z"}"#,
            #"{"type":"duration","value":"-123.321456789s"}"#,
            #"{"type":"type","value":"google.protobuf.Timestamp"}"#,
            #"{"type":"optional"}"#,
            #"{"type":"optional","value":{"type":"uint","value":"1"}}"#,
            #"{"type":"net.IP","value":"2001:db8::1"}"#,
            #"{"type":"net.CIDR","value":"10.0.0.1/8"}"#,
        ]
    )
    func roundTrip(text: String) throws {
        let tagged = try JSON.parse(Array(text.utf8), keepingZero: true)
        var written: [UInt8] = []
        try #require(Value(tagged: tagged).tagged).write(to: &written, keepingZero: true)
        #expect(String(decoding: written, as: UTF8.self) == text)
    }

    @Test(
        "what is no value of its type is refused",
        arguments: [
            #"1"#, #"{"value":"1"}"#, #"{"type":"float","value":"1"}"#, #"{"type":"int"}"#,
            #"{"type":"int","value":1}"#,
            #"{"type":"int","value":"9223372036854775808"}"#, #"{"type":"uint","value":"-1"}"#,
            #"{"type":"double","value":"inf"}"#, #"{"type":"bytes","value":"?"}"#, #"{"type":"bool","value":"true"}"#,
            #"{"type":"list","value":[1]}"#, #"{"type":"map","value":[[{"type":"null"}]]}"#,
            #"{"type":"map","value":[[{"type":"double","value":"1"},{"type":"null"}]]}"#,
            #"{"type":"timestamp","value":"10000-01-01T00:00:00Z"}"#, #"{"type":"duration","value":"1"}"#,
            #"{"type":"net.IP","value":"::ffff:1.2.3.4"}"#,
        ]
    )
    func refused(text: String) throws {
        let tagged = try JSON.parse(text)
        #expect(throws: TaggedValueError.self) { try Value(tagged: tagged) }
    }

    @Test("errors, and what is far larger written out than held, have no tagged form")
    func unwritable() throws {
        #expect(try evaluate("1 / 0").tagged == nil)
        #expect(try evaluate("[1, 'a']").tagged != nil)
        var value = Value.list([])
        for _ in 0..<30 { value = .list([value, value]) }
        #expect(value.tagged == nil)
        var deep = Value.null
        for _ in 0..<1000 { deep = .list([deep]) }
        #expect(deep.tagged == nil)
    }
}
