import Core

/// Headers as stored: a JSON array of pairs, in their order.
///
/// Written on the way of every webhook, so without building a tree.
struct HeaderList: Bindable {
    let headers: [(name: String, value: String)]

    func bind(to statement: Statement, at place: Int32) {
        var text = [UInt8(ascii: "[")]
        text.reserveCapacity(headers.count * 64)
        for (index, header) in headers.enumerated() {
            text.append(contentsOf: index == 0 ? "[".utf8 : ",[".utf8)
            JSON.string(header.name).write(to: &text)
            text.append(UInt8(ascii: ","))
            JSON.string(header.value).write(to: &text)
            text.append(UInt8(ascii: "]"))
        }
        text.append(UInt8(ascii: "]"))
        statement.bind(text: text, at: place)
    }
}

extension Row {
    /// Headers as ``HeaderList`` writes them.
    mutating func headers() throws(StoreError) -> [(name: String, value: String)] {
        var headers: [(name: String, value: String)] = []
        for pair in try json().array ?? [] {
            guard let parts = pair.array, parts.count == 2, let name = parts[0].string, let value = parts[1].string
            else { throw unreadable }
            headers.append((name, value))
        }
        return headers
    }
}
