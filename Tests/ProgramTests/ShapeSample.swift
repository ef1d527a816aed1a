import Core
import YAML

/// Makes files of a shape: of many seeds, every key of every shape stands in some of them.
struct ShapeSample {
    let seed: UInt64

    /// A value of a form.
    func value(_ form: Form, at path: String = "") -> JSON {
        switch form {
        case .text(let example, _), .expression(let example), .template(let example), .data(let example),
            .duration(let example), .size(let example):
            return .string(example)
        case .whole(let bounds): return .int(Int64(choose(2, path) == 0 ? bounds.lowerBound : bounds.upperBound))
        case .flag: return .bool(choose(2, path) == 0)
        case .yes: return true
        case .words(let words): return .string(words[choose(words.count, path)])
        case .list(let element, let least):
            return .array((0..<max(least, 2)).map { value(element, at: "\(path)[\($0)]") })
        case .named(let example, let element): return .object([example: value(element, at: "\(path).\(example)")])
        case .mapping(let shape): return .object(mapping(shape, at: path))
        case .either(let forms): return value(forms[choose(forms.count, path)], at: "\(path)|")
        case .anything: return ["type": "object"]
        }
    }

    private func mapping(_ shape: Shape, at path: String) -> JSONObject {
        let variant = shape.variants.isEmpty ? nil : self.variant(of: shape, at: path)
        let keys = shape.keys + (variant?.keys ?? [])
        let conditions = shape.conditions + (variant?.conditions ?? [])
        let left = leftOut(by: conditions, at: path)
        let needed = needed(by: conditions, without: left, at: path)
        var mapping = JSONObject()
        for key in keys where !left.contains(key.name) {
            let place = "\(path).\(key.name)"
            if key.name == shape.discriminator {
                mapping[key.name] = word(of: key, variant, shape, at: place)
            } else if key.need == .required || needed.contains(key.name) || choose(4, place + "?") > 0 {
                mapping[key.name] = value(key.form, at: place)
            }
        }
        if let form = shape.others { mapping["other"] = value(form, at: "\(path).other") }
        return mapping
    }

    /// One of the variants, or none of them where that is possible.
    private func variant(of shape: Shape, at path: String) -> Shape.Variant? {
        let isFree = otherWords(of: shape) != nil
        let index = choose(shape.variants.count + (isFree ? 1 : 0), path + "#")
        return index < shape.variants.count ? shape.variants[index] : nil
    }

    /// Words of the discriminator that no variant is for; nil where each has one.
    private func otherWords(of shape: Shape) -> [String]? {
        guard let key = shape.keys.first(where: { $0.name == shape.discriminator }) else { return nil }
        guard case .words(let words) = key.form else { return nil }
        let others = words.filter { word in !shape.variants.contains { $0.words.contains(word) } }
        return others.isEmpty && key.need == .required ? nil : others
    }

    private func word(of key: KeyShape, _ variant: Shape.Variant?, _ shape: Shape, at path: String) -> JSON? {
        let words = variant?.words ?? otherWords(of: shape) ?? []
        return words.isEmpty ? nil : .string(words[choose(words.count, path)])
    }

    private func leftOut(by conditions: [Shape.Condition], at path: String) -> Set<String> {
        var left: Set<String> = []
        for condition in conditions {
            switch condition {
            case .exactlyOne(let keys): left.formUnion(keys.filter { $0 != keys[choose(keys.count, path + keys[0])] })
            case .atMostOne(let keys):
                let index = choose(keys.count + 1, path + keys[0])
                left.formUnion(keys.enumerated().filter { $0.offset != index }.map(\.element))
            case .atLeastOne, .pair: break
            }
        }
        return left
    }

    private func needed(by conditions: [Shape.Condition], without left: Set<String>, at path: String) -> Set<String> {
        var needed: Set<String> = []
        for condition in conditions {
            switch condition {
            case .exactlyOne(let keys): needed.formUnion(keys.filter { !left.contains($0) })
            case .atLeastOne(let keys): needed.insert(keys[choose(keys.count, path + keys[0])])
            case .pair(_, let other): needed.insert(other)
            case .atMostOne: break
            }
        }
        return needed
    }

    /// A number below `count` that depends on the seed and the place, and on nothing else.
    private func choose(_ count: Int, _ path: String) -> Int {
        var hash = seed &* 0x9E37_79B9_7F4A_7C15 ^ 0xCBF2_9CE4_8422_2325
        for byte in path.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash ^= hash >> 29
        return Int((hash &* 0xBF58_476D_1CE4_E5B9) >> 33) % count
    }
}
