import CEL
import Core
import Policy

/// What a `send_message` action is given for one contact: the words as they are true now, the sender, the address.
struct ContactInput {
    /// Bytes of a message.
    ///
    /// What the CRM calls a first name must not become a text of a hundred segments.
    static let textLimit = 16 * 1024

    let delivery: Delivery
    let creditor: Creditor
    let policy: PolicyBook

    /// The input, or which part of the template cannot be filled.
    func render(_ facts: CustomerFacts, at now: Timestamp) -> Result<JSONObject, RenderFailure> {
        guard let name = delivery.template, let template = policy.templates[name], let account = delivery.account else {
            return .failure(RenderFailure(template: delivery.template ?? "none", part: "whole"))
        }
        var bindings = FactsEnvironment.bindings(facts: facts, account: account, persona: "", event: nil, now: now)
        bindings["creditor"] = Value(["id": .string(creditor.id), "name": .string(creditor.name)] as JSON)
        bindings["link"] = Value(delivery.input["link"] ?? "")
        return template.render(bindings).flatMap { words in
            guard words.text.utf8.count <= Self.textLimit else {
                return .failure(RenderFailure(template: name, part: "text: longer than \(Self.textLimit) bytes"))
            }
            var input: JSONObject = ["text": .string(words.text), "version": .int(Int64(template.version))]
            input["to"] = delivery.address.map(JSON.string)
            input["from"] = creditor.senders[delivery.channel].map(JSON.string)
            input["subject"] = words.subject.map(JSON.string)
            input["link"] = delivery.input["link"]
            return .success(input)
        }
    }
}
