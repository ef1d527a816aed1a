/// A variable and fields below it, while it is compiled.
struct Path {
    let base: Place.Base
    let name: String
    let offset: Int
    var fields: [FieldAccess] = []

    /// As the expression spells it.
    var shown: String {
        fields.reduce(name) { "\($0).\($1.isOptional ? "?" : "")\($1.name.text)" }
    }

    /// Whether it yields an optional: from the first `.?` on.
    var isOptional: Bool { fields.contains(where: \.isOptional) }

    /// Where the value is looked for.
    var place: Place { Place(base, fields) }

    /// The value; of an optional path, an optional.
    var step: Step {
        let (place, slowly) = (place, slowly)
        guard isOptional else { return { frame in place.find(frame)?.pointee ?? slowly(frame) } }
        return { frame in
            switch place.look(frame) {
            case .value(let value): .optional(.some(value.pointee))
            case .absent: .optional(.none)
            case .other: slowly(frame)
            }
        }
    }

    /// Field by field: for the errors, and for what ``Place`` does not know.
    var slowly: Step {
        let (base, fields, offset) = (base, fields, offset)
        return { frame in
            var value = base.value(frame).located(at: offset)
            for field in fields { value = field.isOptional ? field.optionalValue(of: value) : field.value(of: value) }
            return value
        }
    }
}
