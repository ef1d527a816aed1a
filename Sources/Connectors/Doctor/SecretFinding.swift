public import Core

/// What is wrong with a secret of a source; never the secret itself.
public struct SecretFinding: Sendable, Equatable {
    /// The secret's name.
    public let secret: String
    /// What is wrong.
    public let message: String
    /// What to do about it.
    public let hint: String
    /// Whether it cannot work so; otherwise it is worth a look.
    public let isError: Bool
}

extension Source {
    /// What is wrong with its secrets, by how they are written and by how the connector reads them.
    public func secretFindings(at now: Timestamp) -> [SecretFinding] {
        missing
            + connector.secrets.flatMap { name in
                secrets[name].flatMap { version in findings(on: version, called: name, at: now) }.distinct
            }
    }

    private var missing: [SecretFinding] {
        let needed = connector.secretsMissingToVerify(given: Set(secrets.names))
        return missingSecrets.compactMap { name in
            let users = connector.actions.values.filter { $0.secrets.contains(name) }.map(\.name).sorted()
            let isNeeded = needed.contains(name)
            guard isNeeded || !users.isEmpty else { return nil }
            let use = isNeeded ? "no webhook can be verified" : "cannot be used: \(users.joined(separator: ", "))"
            return SecretFinding(
                secret: name,
                message: "has no value; \(use)",
                hint: "give it under `sources: {\(self.name): {secrets: {\(name): [{file: PATH}]}}}`",
                isError: isNeeded
            )
        }
    }

    private func findings(on version: Secret, called name: String, at now: Timestamp) -> [SecretFinding] {
        let slip = SecretText(version).slip.map { [$0] } ?? []
        let uses = connector.secretUses.filter { $0.secret.hasSameBytes(as: name) }
        let faults = uses.compactMap { $0.use.fault(of: version, at: now) }
        return (slip + faults).map { fault in
            SecretFinding(secret: name, message: fault.message, hint: fault.hint, isError: fault.isError)
        }
    }
}

extension [SecretFinding] {
    /// Each once, in order.
    fileprivate var distinct: [SecretFinding] {
        reduce(into: []) { found, finding in
            if !found.contains(finding) { found.append(finding) }
        }
    }
}
