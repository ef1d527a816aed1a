import Core
import Testing

@testable import YAML

@Suite("Shapes as JSON Schema") struct ShapeTests {
    private let shape = Shape(
        "letter",
        "A letter.",
        [
            .required("kind", .words(["plain", "sealed"]), "What it is."),
            .optional("to", .list(.text(like: "Ann"), atLeast: 1), "Who gets it."),
            .optional("when", .expression(like: "now > start"), "When."),
        ],
        conditions: [.exactlyOne(["to", "when"])],
        by: "kind",
        variants: [Shape.Variant(["sealed"], [.required("seal", .flag, "Its seal.")])]
    )

    private func schema(_ form: Form) -> JSON { form.schema(title: "Letters") }

    @Test("keys, what they take and what they are for; nothing else may stand there")
    func keys() {
        let schema = schema(.mapping(shape))
        #expect(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema" && schema["title"] == "Letters")
        #expect(schema["required"] == ["kind"] && schema["additionalProperties"] == false)
        #expect(schema["properties"]?["kind"] == ["enum": ["plain", "sealed"], "description": "What it is."])
        #expect(schema["properties"]?["to"]?["minItems"] == 1)
        #expect(schema["properties"]?["when"]?["description"] == "When. Bare CEL.")
    }

    @Test("what must stand beside each other, and what depends on a word")
    func conditions() {
        let all = schema(.mapping(shape))["allOf"]?.array ?? []
        #expect(all.first == ["oneOf": [["required": ["to"]], ["required": ["when"]]]])
        #expect(all[1]["then"]?["required"] == ["seal"])
        #expect(all[1]["then"]?["propertyNames"] == ["enum": ["kind", "to", "when", "seal"]])
        #expect(all[2]["then"]?["propertyNames"] == ["enum": ["kind", "to", "when"]])
    }

    @Test("a shape inside another is defined once")
    func definitions() {
        let letters = Shape(
            "letters",
            "Letters.",
            [.optional("a", .mapping(shape), "One."), .optional("b", .list(.mapping(shape)), "Several.")]
        )
        let schema = schema(.mapping(letters))
        #expect(schema["properties"]?["a"] == ["$ref": "#/$defs/letter", "description": "One."])
        #expect(schema["properties"]?["b"]?["items"] == ["$ref": "#/$defs/letter"])
        #expect(schema["$defs"]?.object?.members.map(\.name) == ["letter"])
    }

    @Test("a log knows what a mapping was asked for, and which words were taken")
    func log() throws {
        let node = try YAML.parse("kind: plain\nto: [Ann]\n", name: "letter.yaml")
        let log = KeyLog()
        KeyLog.$current.withValue(log) {
            let reader = MappingReader(node, Problems())
            _ = (reader.choice("kind", of: ["plain", "sealed"], .required), reader.list("to"))
        }
        #expect(log.keys(askedOf: node) == ["kind": true, "to": false])
        #expect(try log.words(takenAt: #require(node["kind"])) == ["plain", "sealed"])
    }
}
