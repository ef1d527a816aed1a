import CEL
import Core

extension ReceivePlan {
    /// Decodes the body of a request and binds it.
    func bindBody(of webhook: RawWebhook, to bindings: inout Bindings) throws(ReadFailure) -> DecodedBody {
        var body = try DecodedBody(webhook, as: decoding)
        RequestBindings.bind(body, to: &bindings)
        if body.hasFieldsAsBytes, let charsets = try charsets(bindings) {
            body.read(inCharsets: charsets)
            RequestBindings.bind(body, to: &bindings)
        }
        return body
    }

    /// Decodes the body of a request and binds it; of one that cannot be read only expressions that look into it fail.
    func bindBodyOrFailure(of webhook: RawWebhook, to bindings: inout Bindings) {
        do throws(ReadFailure) {
            _ = try bindBody(of: webhook, to: &bindings)
        } catch {
            RequestBindings.bind(error, to: &bindings)
        }
    }

    /// The charsets of fields by their names; nil when nothing is said of them.
    private func charsets(_ bindings: Bindings) throws(ReadFailure) -> [String: String]? {
        guard let expression = charsets else { return nil }
        switch expression.result(bindings) {
        case .null: return nil
        case .error(let error) where error.isMissingField: return nil
        case .error(let error): throw ReadFailure(error, in: expression)
        case .map(let map):
            let pairs = map.entries.compactMap { entry in
                entry.value.string.flatMap { charset in entry.key.string.map { ($0, charset) } }
            }
            return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
        default: throw ReadFailure("`charsets` must yield a map from fields to charsets", in: expression.source)
        }
    }
}
