import Core
import Testing

@testable import Sandbox

@Suite("What a provider remembers") struct MemoryTests {
    private func object(_ id: String, references: [String] = [], key: String? = nil) -> AcceptedObject {
        AcceptedObject(
            id: id,
            route: "r",
            accepted: noon,
            summary: [:],
            request: .null,
            reply: HTTPReply(status: 200),
            references: references,
            repetition: key.map { Repetition(key: $0, body: "") }
        )
    }

    @Test("the latest with a reference, and each by its id")
    func references() {
        var memory = Memory()
        memory.remember(object("a", references: ["x", "y"]))
        memory.remember(object("b", references: ["x"], key: "k"))
        #expect(memory.object(called: "a")?.id == "a")
        #expect(memory.object(called: "x")?.id == "b")
        #expect(memory.object(called: "y")?.id == "a")
        #expect(memory.object(idempotencyKey: "k")?.id == "b")
        #expect(memory.object(called: "k") == nil)
    }

    @Test("the oldest is forgotten, with its names unless they are another's by now")
    func bound() {
        var memory = Memory()
        memory.remember(object("first", references: ["own", "shared"], key: "k"))
        for number in 1...Memory.limit { memory.remember(object("o\(number)", references: ["shared"])) }
        #expect(memory.object(called: "first") == nil && memory.object(called: "own") == nil)
        #expect(memory.object(idempotencyKey: "k") == nil)
        #expect(memory.object(called: "shared")?.id == "o\(Memory.limit)")
        for number in 1...Memory.limit + 10 { memory.remember(object("p\(number)")) }
        #expect(memory.object(called: "o\(Memory.limit)") == nil && memory.object(called: "p11")?.id == "p11")
    }

    @Test(
        "nested forms are the JSON they mean",
        arguments: [
            ("a=1&b=2", #"{"a":"1","b":"2"}"#),
            ("a[b][c]=1&a[b][d]=2&a[e]=3", #"{"a":{"b":{"c":"1","d":"2"},"e":"3"}}"#),
            ("l[0][q]=1&l[0][p][u]=2&l[1][q]=3", #"{"l":[{"q":"1","p":{"u":"2"}},{"q":"3"}]}"#),
            ("l[]=1&l[]=2", #"{"l":["1","2"]}"#),
            ("l[1]=a", #"{"l":{"1":"a"}}"#),
            ("[x]=1&a[=2&a]=3&a[[b]]=4", #"{"[x]":"1","a[":"2","a]":"3","a[[b]]":"4"}"#),
            ("a=1&a[b]=2", #"{"a":{"b":"2"}}"#),
            ("", "{}"),
        ]
    )
    func nested(form: String, json: String) {
        let pairs = form.split(separator: "&").map { pair in
            let name = pair.prefix { $0 != "=" }
            return (name: String(name), value: String(pair.dropFirst(name.count + 1)))
        }
        #expect(NestedForm.json(pairs).text == json)
    }

    @Test(
        "dates of mail",
        arguments: [
            (0, "Thu, 01 Jan 1970 00:00:00 +0000"), (-1, "Wed, 31 Dec 1969 23:59:59 +0000"),
            (1_772_470_923, "Mon, 02 Mar 2026 17:02:03 +0000"),
        ]
    )
    func dates(seconds: Int64, text: String) {
        #expect(MailDate.text(of: Timestamp(seconds: seconds)) == text)
    }
}
