import Core

/// Forms whose names nest (`a[b][0]=c`) as the JSON they mean.
enum NestedForm {
    /// Pairs and levels that are looked at; what is beyond stays out.
    private static let pairLimit = 1000
    private static let depthLimit = 8

    /// Members by the first part of their names; members counted from 0 make a list.
    static func json(_ pairs: [(name: String, value: String)]) -> JSON {
        var object = JSONObject()
        for (name, value) in pairs.prefix(pairLimit) { set(value, at: path(of: name)[...], in: &object) }
        return listed(.object(object))
    }

    /// The parts of `a[b][0]`; a name that is not so written is one part.
    static func path(of name: String) -> [String] {
        guard let open = name.firstIndex(of: "["), open > name.startIndex, name.hasSuffix("]") else { return [name] }
        let inner = name[name.index(after: open)..<name.index(before: name.endIndex)]
        let parts =
            [String(name[..<open])] + inner.split(separator: "][", omittingEmptySubsequences: false).map(String.init)
        let isPlain = parts.count <= depthLimit && !inner.replacing("][", with: "").contains { $0 == "[" || $0 == "]" }
        return isPlain ? parts : [name]
    }

    /// An empty part, as in `a[]`, is the next number.
    private static func set(_ value: String, at path: ArraySlice<String>, in object: inout JSONObject) {
        guard var name = path.first else { return }
        if name.isEmpty { name = String(object.members.count) }
        guard path.count > 1 else {
            object[name] = .string(value)
            return
        }
        var inner = object[name]?.object ?? [:]
        set(value, at: path.dropFirst(), in: &inner)
        object[name] = .object(inner)
    }

    private static func listed(_ json: JSON) -> JSON {
        guard let members = json.object?.members else { return json }
        let values = members.map { listed($0.value) }
        let isList = !members.isEmpty && members.indices.allSatisfy { members[$0].name == String($0) }
        return isList ? .array(values) : .object(JSONObject(zip(members, values).map { ($0.name, $1) }))
    }
}
