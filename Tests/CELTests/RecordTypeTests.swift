import Core
import Testing

@testable import CEL

@Suite("Types of JSON data") struct RecordTypeTests {
    private static let samples: [JSON] = [
        [
            "id": "evt_1", "amount": 1999, "note": nil, "tags": ["a"],
            "customer": ["name": "Zoë", "address": ["city": "Kyiv"]],
            "lines": [["price": 1], ["price": .double(2.5), "tax": 1]],
        ],
        ["id": "evt_2", "amount": 20, "tags": [], "note": "late"],
    ]

    @Test("are learned from samples") func samples() {
        #expect(
            ValueType(samples: Self.samples).description
                == "{amount: int, customer: {address: {city: string, ...}, name: string, ...}, id: string, "
                + "lines: list({price: dyn, tax: int, ...}), note: string, tags: list(string), ...}"
        )
        #expect(ValueType(sample: nil) == .dyn && ValueType(sample: []) == .list(.dyn))
        #expect(ValueType(samples: [1, "a"]) == .dyn && ValueType(samples: [1, .double(1.5)]) == .dyn)
    }

    @Test("are merged field by field") func merging() {
        let first = ValueType(sample: ["a": 1, "b": "x", "l": [["c": 1]]])
        let second = ValueType(sample: ["b": 2, "d": true, "l": [["e": 2]]])
        #expect(first.merging(second).description == "{a: int, b: dyn, d: bool, l: list({c: int, e: int, ...}), ...}")
        #expect(ValueType.null.merging(.string) == .string && ValueType.int.merging(.double) == .dyn)
    }

    private static let schema: JSON = [
        "type": "object", "additionalProperties": false, "required": ["id"],
        "$defs": [
            "money": ["type": "object", "properties": ["cents": ["type": "integer"], "of": ["$ref": "#/$defs/money"]]]
        ],
        "properties": [
            "id": ["type": "string"], "amount": ["$ref": "#/$defs/money"], "rate": ["type": "number"],
            "state": ["enum": ["open", "paid"]], "note": ["type": ["string", "null"]],
            "tags": ["type": "array", "items": ["type": "string"]], "extra": ["type": "object"],
            "either": ["oneOf": [["type": "string"], ["type": "integer"]]],
            "maybe": ["anyOf": [["type": "null"], ["type": "boolean"]]],
        ],
    ]

    @Test("are read from JSON Schema") func schema() throws {
        guard case .record(let record)? = ValueType(schema: Self.schema) else { return #expect(Bool(false)) }
        #expect(!record.isOpen)
        let expected: [(String, ValueType)] = [
            ("id", .string), ("rate", .dyn), ("state", .string), ("note", .string), ("tags", .list(.string)),
            ("extra", .map(key: .string, value: .dyn)), ("either", .dyn), ("maybe", .bool),
        ]
        for (name, type) in expected { #expect(record[name] == type, "\(name)") }
        guard case .record(let money)? = record["amount"] else { return #expect(Bool(false)) }
        #expect(money["cents"] == .int && money.isOpen)
        #expect(ValueType(schema: "object") == nil && ValueType(schema: true) == .dyn)
    }

    @Test("A schema that unfolds without end is cut off") func unfolding() {
        let both: JSON = ["properties": ["a": ["$ref": "#/$defs/x"], "b": ["$ref": "#/$defs/x"]]]
        #expect(ValueType(schema: ["$ref": "#/$defs/x", "$defs": ["x": both]]) != nil)
    }

    private static let environment = Environment(
        variables: [],
        types: [
            "item": ValueType(samples: samples), "strict": ValueType(schema: schema) ?? .null,
        ]
    )

    @Test(
        "A field that no sample has is worth a warning when it looks like another",
        arguments: [
            ("item.amuont > 5", "did you mean `amount`?"), ("has(item.customer.nmae)", "did you mean `name`?"),
            ("item['amuont']", "did you mean `amount`?"), ("item.?amuont", "did you mean `amount`?"),
            ("item.lines.map(l, l.pirce)", "did you mean `price`?"), ("item.brand_new", nil), ("item.xd", nil),
        ] as [(String, String?)]
    )
    func open(_ text: String, _ hint: String?) throws {
        let warnings = try Expression.compile(SourceText(text), in: Self.environment).warnings.all
        #expect(warnings.map(\.code) == (hint == nil ? [] : ["cel-unknown-field"]))
        #expect(warnings.first?.hint == hint)
    }

    @Test("A field that a closed schema has not is an error") func closed() throws {
        let problem = try #require(problems("strict.id + strict.stat", in: Self.environment).first)
        #expect(problem.code == "cel-unknown-field" && problem.severity == .error)
        #expect(problem.hint == "did you mean `state`?" && problem.place.column == 20)
    }

    @Test(
        "A record is a map where one is needed",
        arguments: [
            "size(item) > 0", "item.all(k, v, k != '')", "'id' in item", "item == {}", "[item, {'a': 1}]",
            "{'x': item}",
        ]
    )
    func map(_ text: String) throws {
        #expect(try Expression.compile(SourceText(text), in: Self.environment).warnings.all.isEmpty)
    }

    @Test("What the fields are is checked") func fields() {
        #expect(problems("item.id > 5", in: Self.environment).map(\.code) == ["cel-type"])
        #expect(problems("item.amount + ''", in: Self.environment).map(\.code) == ["cel-type"])
        #expect(problems("item.note == null && item.lines[0].price > 1", in: Self.environment).isEmpty)
    }
}
