import CEL
import Core

/// A request as expressions see it.
struct RequestBindings {
    /// Binds everything but the decoded body.
    ///
    /// Header names are in lower case; of several values the last counts, of several query parameters the first.
    static func bind(_ webhook: RawWebhook, config: JSONObject, now: Timestamp, to bindings: inout Bindings) {
        let query = FormText.query(of: webhook.url)
        bindings["method"] = Value(webhook.method)
        bindings["url"] = Value(webhook.url)
        bindings["headers"] = map(webhook.headers)
        bindings["header_all"] = lists(webhook.headers)
        bindings["query"] = map(query.reversed())
        bindings["query_pairs"] = pairs(query)
        bindings.bind(body: webhook.body)
        bindings["config"] = Value(JSON.object(config))
        bindings["now"] = Value(now)
    }

    /// Binds the decoded body.
    ///
    /// Without a form there are no pairs and no files; everything else that is not there is null.
    static func bind(_ body: DecodedBody, to bindings: inout Bindings) {
        bindings["json"] = body.json ?? .null
        bindings["xml"] = body.xml ?? .null
        bindings["form"] = body.form.map { map($0.reversed()) } ?? .null
        bindings["form_pairs"] = pairs(body.form ?? [])
        bindings["files"] = .list(body.files.map(\.value))
    }

    /// The variables that hold the decoded body.
    static let bodyNames: Set<String> = ["json", "xml", "form", "form_pairs", "files"]

    /// Binds a body that cannot be read: only expressions that look into it fail.
    static func bind(_ failure: ReadFailure, to bindings: inout Bindings) {
        let error = Value.error(EvaluationError(.invalidArgument, failure.reason))
        for name in bodyNames { bindings[name] = error }
    }

    /// Binds a provider's reply.
    static func bind(_ reply: HTTPReply, to bindings: inout Bindings) {
        bindings["status"] = .int(Int64(reply.status))
        bindings["headers"] = map(reply.headers)
        bindings["header_all"] = lists(reply.headers)
        bindings.bind(body: reply.body)
        bindings["json"] = json(of: reply)
    }

    /// Null where a reply is no JSON: many an error page is none, and the status says enough.
    private static func json(of reply: HTTPReply) -> Value {
        do throws(JSONError) {
            return Value(try JSON.parse(document(of: reply)))
        } catch {
            return .null
        }
    }

    /// The body of a reply without a mark before it.
    static func document(of reply: HTTPReply) -> [UInt8] {
        reply.body.starts(with: byteOrderMark) ? Array(reply.body.dropFirst(3)) : reply.body
    }

    /// Some providers begin their replies with it, though RFC 8259 section 8.1 forbids it; there it is left out.
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Names and values; the last of a name counts.
    static func map(_ pairs: [(name: String, value: String)]) -> Value {
        .map(ValueMap(pairs.map { ($0.name, Value($0.value)) }))
    }

    /// Names in order, each with its values in order of arrival.
    private static func lists(_ pairs: [(name: String, value: String)]) -> Value {
        // Sorting keeps the order of what has one name only together with its place.
        let sorted = pairs.indices.sorted { left, right in
            let (first, second) = (pairs[left].name, pairs[right].name)
            return first.hasSameBytes(as: second) ? left < right : first.bytesPrecede(second)
        }
        var lists: [(String, [Value])] = []
        for place in sorted {
            let pair = pairs[place]
            if let last = lists.last, last.0.hasSameBytes(as: pair.name) {
                lists[lists.count - 1].1.append(Value(pair.value))
            } else {
                lists.append((pair.name, [Value(pair.value)]))
            }
        }
        return .map(ValueMap(lists.map { ($0, .list($1)) }))
    }

    private static func pairs(_ pairs: [(name: String, value: String)]) -> Value {
        .list(pairs.map { .list([Value($0.name), Value($0.value)]) })
    }
}
